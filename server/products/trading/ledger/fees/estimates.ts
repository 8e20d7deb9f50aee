import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal, plus, ZERO } from '../../../../kernel/decimal.ts'
import { newId } from '../../../../kernel/id.ts'
import { lockAccount, ownAccount } from '../accounts.ts'
import { arrayText } from '../bulk.ts'
import type { ChainChange } from '../chains.ts'
import { insertExecutions, type NewExecution } from '../executions.ts'
import { changeOf, type Owned } from '../manual-executions.ts'
import { ledgerProblem } from '../problems.ts'
import { rebuild } from '../rebuild.ts'
import { keepRework, totalsOf } from '../reworks.ts'
import type { AccountRow, ExecutionRow, FeeScheduleRow, InstrumentRow } from '../tables.ts'
import { feeColumns, feeEstimator } from './estimate.ts'
import { findFees } from './fee-schedules.ts'

/** A fill in force, and what its fee would be. */
interface Estimate {
  readonly row: ExecutionRow
  readonly currency: string
  readonly fees: ReturnType<typeof feeColumns>
}

/** What making the estimated fees of an account anew would change. */
export interface EstimatesPreview {
  /** Names what was looked at: the account as it is, and the schedule. */
  readonly basis: string
  readonly schedule: FeeScheduleRow | null
  /** Whose fee would be another one, and what they come to, by the currency of the instruments. */
  readonly fills: number
  readonly totals: readonly { currency: string; fills: number; before: string; after: string }[]
  /** Without a fee, from before it was kept who told it: they count only when that is asked for. */
  readonly unknown: number
}

/** Throws trading/account-not-found. */
export async function previewEstimates(
  source: Db,
  own: Owned<'trading-account'>,
  withUnknown: boolean,
): Promise<EstimatesPreview> {
  return previewOf(await estimatesOf(source, await ownAccount(source, own.ownerId, own.id), withUnknown))
}

/** As many as one request has time for, also in a chain that is long; the oldest first, so that each is matched anew a stretch at a time. */
const FILLS_AT_ONCE = 10_000

/**
 * Gives every fill of which nobody told the fee what the account's schedule charges now, none without a schedule, as it was previewed: new
 * versions of these fills, and figures made anew. Of very many the oldest; tells how many are left. Throws trading/account-not-found, trading/account-archived, trading/estimates-stale.
 */
export async function applyEstimates(
  tx: Tx,
  own: Owned<'trading-account'>,
  { basis, withUnknown }: { readonly basis: string; readonly withUnknown: boolean },
): Promise<{ fills: number; left: number }> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const found = await estimatesOf(tx, account, withUnknown)
  if (found.basis !== basis) throw ledgerProblem('estimates-stale')
  const { schedule } = found
  const changed = found.changed.slice(0, FILLS_AT_ONCE)
  if (changed.length === 0) return { fills: 0, left: 0 }
  const before = await totalsOf(tx, account)
  await replaceVersions(tx, account, changed)
  const estimated = { schedule: schedule?.name ?? null, fills: changed.length }
  await keepRework(tx, account, { changed: { estimated_fees: { from: null, to: estimated } }, before })
  await tx.audit({
    action: 'trading.account.fees-estimated',
    subject: { kind: 'trading-account', id: account.id },
    details: { count: changed.length, scheduleId: schedule?.id ?? null, scheduleVersion: schedule?.version ?? null },
  })
  return { fills: changed.length, left: found.changed.length - changed.length }
}

interface Found {
  readonly basis: string
  readonly schedule: FeeScheduleRow | null
  readonly changed: readonly Estimate[]
  readonly unknown: number
}

type CandidateRow = ExecutionRow &
  Pick<InstrumentRow, 'asset_class' | 'currency' | 'multiplier'> &
  Record<string, unknown>

/** A leg of an exercise costs what its broker says, and is asked for with it. */
const CANDIDATES = `
  SELECT e.*, i.asset_class, i.currency, i.multiplier
    FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
   WHERE e.account_id = $1 AND e.superseded_at IS NULL AND e.kind = 'fill' AND e.source <> 'system' AND e.linked_id IS NULL
     AND (e.fee_source IN ('schedule', 'none') OR (e.fee_source IS NULL AND e.fees = 0 AND e.fee_parts IS NULL))
   ORDER BY e.executed_at, e.sequence, e.id`

async function estimatesOf(source: Db | Tx, account: AccountRow, withUnknown: boolean): Promise<Found> {
  const { fee_schedule_id: id, owner_id: ownerId } = account
  const schedule = id === null ? null : await findFees(source, { ownerId, id })
  const estimate = schedule === null ? null : feeEstimator(schedule, account)
  const rows = await source.raw<CandidateRow>(CANDIDATES, [account.id])
  const taken = withUnknown ? rows : rows.filter((row) => row.fee_source !== null)
  const changed = taken.flatMap(({ asset_class, currency, multiplier, ...row }): Estimate[] => {
    const fees = feeColumns(estimate, row, { asset_class, currency, multiplier })
    return isSame(row, fees) ? [] : [{ row, currency, fees }]
  })
  return {
    ...{ basis: `${account.generation}-${schedule?.id ?? ''}-${schedule?.version ?? ''}`, schedule, changed },
    unknown: rows.filter((row) => row.fee_source === null).length,
  }
}

function isSame(row: ExecutionRow, fees: Estimate['fees']): boolean {
  if ((row.fee_source ?? 'none') !== fees.fee_source) return false
  const partsText = (parts: ExecutionRow['fee_parts']): string => JSON.stringify(Object.entries(parts ?? {}).sort())
  return formatDecimal(decimal(row.fees)) === fees.fees && partsText(row.fee_parts) === partsText(fees.fee_parts)
}

function previewOf({ basis, schedule, changed, unknown }: Found): EstimatesPreview {
  const byCurrency = [...Map.groupBy(changed, ({ currency }) => currency)].sort(([one], [other]) =>
    one < other ? -1 : 1,
  )
  const sumOf = (of: readonly Estimate[], fees: (one: Estimate) => string): string =>
    formatDecimal(of.reduce((total, one) => plus(total, decimal(fees(one))), ZERO))
  return {
    ...{ basis, schedule, fills: changed.length, unknown },
    totals: byCurrency.map(([currency, of]) => ({
      ...{ currency, fills: of.length },
      before: sumOf(of, ({ row }) => row.fees),
      after: sumOf(of, ({ fees }) => fees.fees),
    })),
  }
}

/** Those that the order of matching has after one of these, by nothing but their id. */
const TIED = `
  SELECT DISTINCT other.* FROM trading.execution changed JOIN trading.execution other
      ON (other.account_id, other.instrument_id, other.position_ref, other.executed_at, other.sequence)
       = (changed.account_id, changed.instrument_id, changed.position_ref, changed.executed_at, changed.sequence)
     AND other.id > changed.id
   WHERE changed.id = ANY($1::uuid[]) AND other.superseded_at IS NULL AND other.source <> 'system' AND other.id <> ALL($1::uuid[])`

/** A new version has a new id: fills of one instant that stood after it get one too, so that all are matched in the order of before. */
async function replaceVersions(tx: Tx, account: AccountRow, changed: readonly Estimate[]): Promise<void> {
  const ids = arrayText(
    changed.map(({ row }) => row.id),
    'uuid',
  )
  const tied = (await tx.raw(TIED, [ids])) as unknown as ExecutionRow[]
  const former = [...changed.map(({ row, fees }) => ({ row, fees })), ...tied.map((row) => ({ row, fees: null }))]
  former.sort((one, other) => (one.row.id < other.row.id ? -1 : 1))
  const made = former.map(
    ({ row, fees }): NewExecution => ({ ...row, ...fees, id: newId<'execution'>(), fingerprint: null }),
  )
  const [before, after] = [former.map(({ row }) => row.id), made.map(({ id }) => id)].map((of) => arrayText(of, 'uuid'))
  await tx.raw('UPDATE trading.execution SET superseded_at = $2 WHERE id = ANY($1::uuid[])', [before, now()])
  await insertExecutions(tx, made)
  // What was found about a fill of its broker is about its new version too.
  await tx.raw(
    `UPDATE trading.resolution SET subject_id = version.after
       FROM unnest($2::uuid[], $3::uuid[]) AS version (before, after) WHERE account_id = $1 AND subject_id = version.before`,
    [account.id, before, after],
  )
  await rebuild(tx, account, changesOf(made))
}

/** One for each chain. */
function changesOf(made: readonly NewExecution[]): ChainChange[] {
  const chains = new Map<string, ChainChange>()
  for (const row of made) {
    const change = changeOf(row)
    const key = `${row.instrument_id} ${row.position_ref}`
    const { from, until } = chains.get(key) ?? change
    chains.set(key, {
      ...change,
      from: from !== null && from < row.executed_at ? from : row.executed_at,
      until: until != null && until > row.executed_at ? until : row.executed_at,
    })
  }
  return [...chains.values()]
}
