import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, formatDecimal, sum, ZERO } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { addDays, zonedInstant } from '../../../kernel/zoned.ts'
import { arrayText } from './bulk.ts'
import type { Stretch, Touched } from './chains.ts'
import type { Outcome } from './derived.ts'
import { insertExecutions, type NewExecution } from './executions.ts'
import { replay } from './matching/engine.ts'
import type { Fill } from './matching/position.ts'
import type { AccountRow, ExecutionRow } from './tables.ts'

type ClosedBySystem = Pick<ExecutionRow, 'id' | 'instrument_id' | 'position_ref' | 'side' | 'quantity' | 'executed_at'>

/** What the system said of an expired option is made anew with its chain: a broker's own word of it may have come. */
export async function touchExpiries(tx: Tx, account: AccountRow, touched: readonly Touched[]): Promise<Touched[]> {
  const rows = await ofSystem(
    tx,
    account,
    touched.map(({ key }) => key.instrumentId),
  )
  return touched.map((one) => {
    const at = rows.find((row) => isOf(one, row))?.executed_at
    return at === undefined || one.from === null || one.from <= at ? one : { ...one, from: at }
  })
}

/**
 * Ends what is still held of options that have expired, by an execution of the system at no price and no fee, and takes out those that are
 * not needed any more. The same position ends by the same execution each time.
 */
export async function closeExpired(tx: Tx, account: AccountRow, outcomes: readonly Outcome[]): Promise<Outcome[]> {
  const whole = outcomes.filter(
    ({ stretch }) => stretch.stop === null && stretch.terms.instrument.asset_class === 'option',
  )
  if (whole.length === 0) return [...outcomes]
  const known = await ofSystem(
    tx,
    account,
    whole.map(({ stretch }) => stretch.key.instrumentId),
  )
  const wanted = whole.flatMap((outcome) => {
    const former = known.find((row) => isOf(outcome.stretch, row))
    const closing = closingOf(account, outcome, former)
    return closing === null ? [] : [{ outcome, ...closing, isNew: closing.row.id !== former?.id }]
  })
  const kept = new Set(wanted.map(({ row }) => row.id))
  const former = known.filter((row) => whole.some(({ stretch }) => isOf(stretch, row)) && !kept.has(row.id))
  if (former.length > 0)
    await tx.raw('DELETE FROM trading.execution WHERE id = ANY($1::uuid[])', [former.map(({ id }) => id)])
  await insertExecutions(
    tx,
    wanted.filter(({ isNew }) => isNew).map(({ row }) => row),
  )
  return outcomes.map((outcome) => {
    const closing = wanted.find((one) => one.outcome === outcome)
    return closing === undefined ? outcome : withClosing(account, outcome, closing.fill)
  })
}

/** The last moment of the trading day on which an option expires. */
export function expiryMs({ cutoff_minute: cutoff, cutoff_zone: zone }: AccountRow, expiresOn: string): number {
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = `${two(Math.floor(cutoff / 60))}:${two(cutoff % 60)}`
  return zonedInstant({ date: cutoff === 0 ? addDays(expiresOn, 1) : expiresOn, time }, zone).getTime() - 1
}

/** Null while nothing is held, or the option has not expired. */
function closingOf(
  account: AccountRow,
  { stretch, position, trades }: Outcome,
  former: ClosedBySystem | undefined,
): { readonly row: NewExecution; readonly fill: Fill } | null {
  const { trade } = position
  const expiresOn = stretch.terms.instrument.expires_on
  if (trade === null || expiresOn === null) return null
  const dueMs = expiryMs(account, expiresOn)
  if (dueMs >= nowMs()) return null
  const latest = trades.reduce((ms, one) => Math.max(ms, one.openedAtMs, one.closedAtMs ?? 0), 0)
  const entered = position.lots.reduce((ms, lot) => Math.max(ms, lot.openedAtMs), latest)
  const atMs = Math.max(dueMs, entered)
  const quantity: Decimal = sum(position.lots.map((lot) => lot.quantity))
  const side = trade.side === 1 ? -1 : 1
  const isSame =
    former?.side === side && former.executed_at.getTime() === atMs && compare(decimal(former.quantity), quantity) === 0
  const id = isSame ? former.id : newId<'execution'>()
  const fill: Fill = {
    ...{ kind: 'expiry', executionId: id, lineageId: id, side, quantity, price: ZERO, fees: ZERO },
    ...{ fxRate: decimal('1'), atMs },
  }
  return { fill, row: rowOf(account, stretch, fill) }
}

function rowOf(account: AccountRow, { key }: Stretch, fill: Fill): NewExecution {
  return {
    ...{ id: fill.executionId, account_id: account.id, instrument_id: key.instrumentId, lineage_id: fill.lineageId },
    ...{ position_ref: key.positionRef, kind: fill.kind, side: fill.side, quantity: formatDecimal(fill.quantity) },
    ...{ price: '0', executed_at: new Date(fill.atMs), source_zone: account.cutoff_zone, sequence: 0n },
    ...{
      effect: 'close',
      fees: '0',
      fee_parts: null,
      fee_source: 'none',
      fx_rate: '1',
      reported_pnl: null,
      order_id: null,
    },
    ...{ external_id: null, linked_id: null, source: 'system', batch_id: null, fingerprint: null },
  }
}

function withClosing(account: AccountRow, outcome: Outcome, fill: Fill): Outcome {
  const chain = {
    method: account.matching_method,
    multiplier: decimal(outcome.stretch.terms.instrument.multiplier),
  }
  const more = replay(chain, outcome.position, [fill])
  return {
    stretch: outcome.stretch,
    closures: [...outcome.closures, ...more.closures],
    trades: [...outcome.trades.slice(0, -1), ...more.trades],
    position: more.position,
  }
}

async function ofSystem(
  tx: Tx,
  account: AccountRow,
  instrumentIds: readonly Id<'instrument'>[],
): Promise<ClosedBySystem[]> {
  return (await tx.raw(
    `SELECT id, instrument_id, position_ref, side, quantity, executed_at FROM trading.execution
      WHERE account_id = $1 AND instrument_id = ANY($2::uuid[]) AND source = 'system'`,
    [account.id, arrayText(instrumentIds, 'uuid')],
  )) as unknown as ClosedBySystem[]
}

function isOf({ key }: Pick<Touched, 'key'>, row: ClosedBySystem): boolean {
  return row.instrument_id === key.instrumentId && row.position_ref === key.positionRef
}
