import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import {
  absolute,
  compare,
  type Decimal,
  decimal,
  minus,
  ONE,
  plus,
  signOf,
  sum,
  times,
} from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { formatMinor, isCurrency, money } from '../../../kernel/money.ts'
import { replayBy } from './rebuild.ts'
import { type AccountRow, type AssetClass, type MatchingMethod, matchingMethods, type Side } from './tables.ts'

/** Why a broker may report another result than ours though both are right. */
export const knownRules = [
  'before_fees',
  'closing_fees_only',
  'average_cost',
  'matched_fifo',
  'matched_lifo',
  'matched_hifo',
  'wash_sale',
] as const
export type KnownRule = (typeof knownRules)[number]

/** An execution whose broker says what it realised, beside what we computed; in the instrument's currency. */
export interface Reported {
  readonly executionId: Id<'execution'>
  /** The import that it is of; null when it was entered by hand. */
  readonly importId: Id<'import-batch'> | null
  readonly filename: string | null
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
  readonly symbol: string
  readonly currency: string
  readonly executedAt: Date
  readonly reported: Decimal
  readonly gross: Decimal
  readonly openFees: Decimal
  readonly closeFees: Decimal
  readonly net: Decimal
  readonly difference: Decimal
  readonly status: 'equal' | 'explained' | 'mismatch' | 'resolved'
  readonly rule: KnownRule | null
  readonly reason: string | null
}

interface Row {
  id: Id<'execution'>
  instrument_id: Id<'instrument'>
  batch_id: Id<'import-batch'> | null
  filename: string | null
  position_ref: string
  symbol: string
  asset_class: AssetClass
  currency: string
  multiplier: string
  executed_at: Date
  side: Side
  reported_pnl: string
  gross: string
  open_fees: string
  close_fees: string
  resolved_difference: string | null
  reason: string | null
  closed: string
  bought_again: string
}

export interface ReportedFilter {
  readonly limit?: number
  readonly cursor?: string
  /** Only what is not equal to begin with. */
  readonly different?: boolean
  /** Only what this import made. */
  readonly importId?: Id<'import-batch'>
}

/** Of a US security sold at a loss: as many as are bought within 30 days before or after take their part of the loss over (26 U.S.C. 1091). */
const WASH_DAYS = 30

const BEFORE = `e.executed_at - interval '${WASH_DAYS} days' AND e.executed_at`
const AROUND = `e.executed_at - interval '${WASH_DAYS} days' AND e.executed_at + interval '${WASH_DAYS} days'`

function ofChain(what: string, side: string, between: string): string {
  return `(SELECT ${what} FROM trading.execution o
            WHERE o.account_id = e.account_id AND o.instrument_id = e.instrument_id AND o.position_ref = e.position_ref
              AND o.superseded_at IS NULL AND o.side = ${side} AND o.executed_at BETWEEN ${between})`
}

/** What is bought again is what was bought around it, less what of that was sold up to then. */
const SELECT = `
  SELECT e.id, e.instrument_id, e.batch_id, batch.filename, e.position_ref, i.symbol, i.asset_class, i.currency, i.multiplier, e.executed_at, e.side, e.reported_pnl,
         c.gross, c.open_fees, c.close_fees, c.closed, r.difference AS resolved_difference, r.reason,
         ${ofChain('coalesce(sum(o.quantity), 0)', '-e.side', AROUND)} - (
           SELECT coalesce(sum(l.quantity), 0) FROM trading.lot_closure l JOIN trading.execution b ON b.id = l.open_execution_id
            WHERE l.close_execution_id IN ${ofChain('o.id', 'e.side', BEFORE)} AND b.executed_at >= e.executed_at - interval '${WASH_DAYS} days'
         ) AS bought_again
    FROM trading.execution e
    JOIN trading.instrument i ON i.id = e.instrument_id
    LEFT JOIN trading.import_batch batch ON batch.id = e.batch_id
    LEFT JOIN trading.resolution r ON r.subject_id = e.id
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(l.quantity), 0) AS closed, coalesce(sum(l.gross), 0) AS gross, coalesce(sum(l.open_fee), 0) AS open_fees, coalesce(sum(l.close_fee), 0) AS close_fees
        FROM trading.lot_closure l WHERE l.close_execution_id = e.id
    ) AS c
   WHERE e.account_id = $1 AND e.superseded_at IS NULL AND e.reported_pnl IS NOT NULL`

/** Newest first. A page of `different` ones may hold fewer than asked for. */
export async function listReported(source: Db, account: AccountRow, filter: ReportedFilter) {
  const page = cursorPage(filter, instantAndId)
  const [at = null, id = null] = page.after ?? []
  const rows = await source.raw<Row & Record<string, unknown>>(
    `${SELECT}
       AND ($2::timestamptz IS NULL OR (e.executed_at, e.id) < ($2::timestamptz, $3::uuid))
       AND (NOT $5 OR e.reported_pnl <> c.gross - c.open_fees - c.close_fees)
       AND ($6::uuid IS NULL OR e.batch_id = $6::uuid)
     ORDER BY e.executed_at DESC, e.id DESC LIMIT $4`,
    [account.id, at, id, page.limit + 1, filter.different === true, filter.importId ?? null],
  )
  const { items, nextCursor } = page.of(
    rows,
    (row) => [row.executed_at.toISOString(), row.id],
    (row) => row,
  )
  const explained = await explain(source, account, items)
  const shown = filter.different === true ? explained.filter(({ status }) => status !== 'equal') : explained
  return { items: shown, nextCursor }
}

/** How many rows of an import report a result, and of how many it is not exactly ours. */
export async function countReported(source: Db, { id }: AccountRow, importId: Id<'import-batch'>) {
  const [counted] = await source.raw<{ total: number; different: number }>(
    `SELECT count(*)::integer AS total, count(*) FILTER (WHERE e.reported_pnl <> c.net)::integer AS different
       FROM trading.execution e
      CROSS JOIN LATERAL (
        SELECT coalesce(sum(l.gross - l.open_fee - l.close_fee), 0) AS net FROM trading.lot_closure l WHERE l.close_execution_id = e.id
      ) AS c
      WHERE e.account_id = $1 AND e.batch_id = $2 AND e.superseded_at IS NULL AND e.reported_pnl IS NOT NULL`,
    [id, importId],
  )
  return counted ?? { total: 0, different: 0 }
}

/** Undefined for what no broker reported, or what is gone. */
export async function findReported(
  source: Db,
  account: AccountRow,
  id: Id<'execution'>,
): Promise<Reported | undefined> {
  const rows = await source.raw<Row & Record<string, unknown>>(`${SELECT} AND e.id = $2`, [account.id, id])
  return (await explain(source, account, rows))[0]
}

async function explain(source: Db, account: AccountRow, rows: readonly Row[]): Promise<Reported[]> {
  const compared = rows.map(beside)
  const open = rows.filter((_, at) => compared[at]?.status === 'mismatch')
  if (open.length === 0) return compared
  const others = await byOtherMethods(source, account, open)
  return compared.map((one, at) => {
    const row = rows[at]
    if (row === undefined || one.status !== 'mismatch') return one
    const rule = others.get(row.id) ?? (isWashSale(one, row) ? 'wash_sale' : null)
    if (rule !== null) return { ...one, status: 'explained', rule }
    const isResolved = row.resolved_difference !== null && isSame(decimal(row.resolved_difference), one.difference)
    return isResolved ? { ...one, status: 'resolved', reason: row.reason } : one
  })
}

function beside(row: Row): Reported {
  const [reported, gross, openFees, closeFees] = [row.reported_pnl, row.gross, row.open_fees, row.close_fees].map(
    decimal,
  ) as [Decimal, Decimal, Decimal, Decimal]
  const net = minus(gross, plus(openFees, closeFees))
  const rule = isNear(reported, gross, row.currency)
    ? 'before_fees'
    : isNear(reported, minus(gross, closeFees), row.currency)
      ? 'closing_fees_only'
      : null
  const isEqual = isNear(reported, net, row.currency)
  return {
    ...{
      executionId: row.id,
      importId: row.batch_id,
      filename: row.filename,
      instrumentId: row.instrument_id,
      positionRef: row.position_ref,
      symbol: row.symbol,
    },
    ...{ currency: row.currency, executedAt: row.executed_at, reported, gross, openFees, closeFees, net },
    difference: minus(reported, net),
    status: isEqual ? 'equal' : rule === null ? 'mismatch' : 'explained',
    rule: isEqual ? null : rule,
    reason: null,
  }
}

const CRYPTO_UNIT: Decimal = { units: 1n, scale: 8 }

/** Equal within one minor unit of the currency; of one without, within 0.00000001. */
export function isNear(left: Decimal, right: Decimal, currency: string): boolean {
  const unit = isCurrency(currency) ? decimal(formatMinor(money(1n, currency))) : CRYPTO_UNIT
  return compare(absolute(minus(left, right)), unit) <= 0
}

function isSame(left: Decimal, right: Decimal): boolean {
  return compare(left, right) === 0
}

/** What the rule is about. */
const WASHED: ReadonlySet<AssetClass> = new Set(['stock', 'etf', 'option'])

/**
 * Less of a loss than we computed, by no more than the part of it that goes with what is bought again of what was sold. Where it is less
 * than all of that part, the result may not be ours at another multiplier either: that is a fault of the instrument.
 */
function isWashSale({ reported, gross, net }: Reported, row: Row): boolean {
  const { side, asset_class: assetClass, currency, multiplier } = row
  if (side !== -1 || !WASHED.has(assetClass) || currency !== 'USD' || signOf(net) >= 0) return false
  const closed = decimal(row.closed)
  const bought = decimal(row.bought_again)
  const replaced = compare(bought, closed) < 0 ? bought : closed
  const deferred = minus(reported, net)
  if (signOf(replaced) <= 0 || signOf(deferred) <= 0) return false
  // Without dividing: deferred / -net against replaced / closed, a cent of the deferred one being rounding.
  const beyond = minus(times(deferred, closed), times(absolute(net), replaced))
  if (compare(absolute(beyond), times(CENT, closed)) <= 0) return true
  const factors = [...POWERS_OF_TEN, decimal(multiplier)].filter((factor) => compare(factor, ONE) > 0)
  const isOfOtherMultiplier = factors.some((factor) =>
    [gross, net].some((ours) => compare(absolute(minus(times(reported, factor), ours)), times(CENT, factor)) <= 0),
  )
  return signOf(beyond) < 0 && !isOfOtherMultiplier
}

const CENT = decimal('0.01')
const POWERS_OF_TEN = ['10', '100', '1000'].map(decimal)

/** That another way of matching gives what is reported. */
export const methodRules = {
  ...{ AVG: 'average_cost', FIFO: 'matched_fifo', LIFO: 'matched_lifo', HIFO: 'matched_hifo' },
} as const satisfies Readonly<Record<MatchingMethod, KnownRule>>

/** Which of the reported results another way of matching gives, before or after fees. */
async function byOtherMethods(
  source: Db,
  account: AccountRow,
  rows: readonly Row[],
): Promise<Map<Id<'execution'>, KnownRule>> {
  const keys = new Map(
    rows.map((row) => [
      `${row.instrument_id} ${row.position_ref}`,
      { instrumentId: row.instrument_id, positionRef: row.position_ref },
    ]),
  )
  const others = matchingMethods.filter((method) => method !== account.matching_method)
  const found = new Map<Id<'execution'>, KnownRule>()
  for (const { method, outcomes } of await replayBy(source, account, [...keys.values()], others)) {
    const byExit = Map.groupBy(
      outcomes.flatMap((one) => one.closures),
      ({ closeExecutionId }) => closeExecutionId,
    )
    for (const row of rows) {
      const closures = byExit.get(row.id) ?? []
      const results = [sum(closures.map(({ net }) => net)), sum(closures.map(({ gross }) => gross))]
      const isThis = results.some((result) => isNear(decimal(row.reported_pnl), result, row.currency))
      if (isThis && !found.has(row.id)) found.set(row.id, methodRules[method])
    }
  }
  return found
}
