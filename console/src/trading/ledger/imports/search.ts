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

/** Which rows of an import are shown: of an outcome, the one of this number, or the one that made this fill. */
export interface RowFilter {
  readonly outcome?: ImportOutcome
  readonly row?: number
  readonly fill?: string
}

export function rowFilterIn({ outcome, row, fill }: Record<string, unknown>): RowFilter {
  const known = outcomes.find((one) => one === outcome)
  return {
    ...(known === undefined ? {} : { outcome: known }),
    ...(typeof row === 'number' ? { row } : {}),
    ...(typeof fill === 'string' ? { fill } : {}),
  }
}
