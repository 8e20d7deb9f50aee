import type { Id } from '../../../kernel/id.ts'
import type { NewCashMovement, NewExecution } from '../ledger/executions.ts'
import type { ReadRow } from './canonical.ts'
import { factsText } from './fingerprint.ts'
import type { Ended, IntakeTerms, Known, Ready, ReportedExcursion, SplitEnd, Verdict } from './intake-types.ts'
import { toCashMovement, toExecution } from './new-rows.ts'

export function isVerdict(judged: readonly Ready[] | Verdict): judged is Verdict {
  return 'outcome' in judged
}

const RAW_MAX = 20_000

/** A row that makes nothing. */
export function ended({ row, raw }: ReadRow, { outcome, reason, field, waiting }: Verdict): Ended {
  const made = {
    executions: [],
    cashMovements: [],
    executionIds: [],
    cashMovementIds: [],
    actionId: null,
    split: null,
    unconvertedFees: [],
    excursions: [],
    counted: null,
  }
  return { row, raw: kept(raw), outcome, reason, field, ...made, waiting }
}

/** A row about a split. */
export function endedSplit(row: ReadRow, end: SplitEnd): Ended {
  if ('outcome' in end) return ended(row, end)
  const [outcome, split] = 'split' in end ? (['created', end.split] as const) : (['duplicate', null] as const)
  const actionId = 'split' in end ? end.split.id : end.knownId
  return { ...ended(row, { outcome, reason: null, field: null, waiting: null }), actionId, split }
}

/** Tells what is new of a row from what the account has; what is new, and named by its broker, is known to the rows after it. */
export function settle(
  terms: IntakeTerms,
  { row, raw }: ReadRow,
  records: readonly Ready[],
  known: Map<string, Known>,
): Ended {
  const executions: NewExecution[] = []
  const cashMovements: NewCashMovement[] = []
  const excursions: ReportedExcursion[] = []
  const executionIds: string[] = []
  const cashMovementIds: string[] = []
  const before: { readonly of: Ready; readonly known: Known }[] = []
  for (const one of records) {
    const key = one.fingerprint.toString('latin1')
    const found = known.get(key)
    const ids = one.instrument === null ? cashMovementIds : executionIds
    if (found !== undefined) {
      before.push({ of: one, known: found })
      ids.push(found.id)
      continue
    }
    const made = one.instrument === null ? toCashMovement(terms, one) : toExecution(terms, one)
    ids.push(made.id)
    if ('quantity' in made) {
      executions.push(made)
      excursions.push(...excursionOf(made.id, one))
    } else cashMovements.push(made)
    if (one.record.externalId !== null) known.set(key, { id: made.id, facts: () => factsOfReady(one) })
  }
  const isNew = executions.length + cashMovements.length > 0
  return {
    row,
    raw: kept(raw),
    outcome: isNew ? 'created' : 'duplicate',
    reason: isNew ? reasonOfNew(records) : before.some(differs) ? 'reported-differently' : null,
    field: null,
    executions,
    cashMovements,
    executionIds,
    cashMovementIds,
    actionId: null,
    split: null,
    unconvertedFees: records.flatMap(looseFees),
    excursions,
    counted: records.map(({ record }) => record),
    waiting: null,
  }
}

function reasonOfNew(records: readonly Ready[]): string | null {
  return records.some((one) => looseFees(one).length > 0) ? 'fees-not-converted' : null
}

function excursionOf(executionId: Id<'execution'>, one: Ready): ReportedExcursion[] {
  if (one.instrument === null) return []
  const { reportedMae: mae, reportedMfe: mfe } = one.record
  return mae === null && mfe === null ? [] : [{ executionId, mae, mfe }]
}

function looseFees(one: Ready): Ended['unconvertedFees'] {
  return one.instrument === null ? [] : one.record.unconvertedFees
}

function differs({ of, known }: { readonly of: Ready; readonly known: Known }): boolean {
  return known.facts !== null && known.facts() !== factsOfReady(of)
}

function factsOfReady(one: Ready): string {
  return one.instrument === null ? '' : factsText(one.record)
}

function kept(raw: string): string {
  return raw.length > RAW_MAX ? raw.slice(0, RAW_MAX) : raw
}
