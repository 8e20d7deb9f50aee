import type { ImportOutcome, TradingImport } from '../../types.ts'

export interface ImportFilter {
  readonly accountId?: string
  readonly state?: TradingImport['state']
}

export const importStates: readonly TradingImport['state'][] = [
  ...(['uploaded', 'detected', 'mapped', 'previewed', 'importing'] as const),
  ...(['completed', 'completed_with_errors', 'failed', 'undone'] as const),
]

export const outcomes: readonly ImportOutcome[] = [
  'created',
  'duplicate',
  'skipped',
  'error',
  'needs_mapping',
  'needs_rate',
]

export function importFilterIn({ accountId, state }: Record<string, unknown>): ImportFilter {
  const known = importStates.find((one) => one === state)
  return {
    ...(typeof accountId === 'string' ? { accountId } : {}),
    ...(known === undefined ? {} : { state: known }),
  }
}

/** An empty choice leaves the address instead of standing in it. */
export function withFilter(filter: ImportFilter, key: keyof ImportFilter, value: string | undefined): ImportFilter {
  const { [key]: _, ...rest } = filter
  return value === undefined ? rest : { ...rest, [key]: value }
}

export function outcomeIn({ outcome }: Record<string, unknown>): { outcome?: ImportOutcome } {
  const known = outcomes.find((one) => one === outcome)
  return known === undefined ? {} : { outcome: known }
}
