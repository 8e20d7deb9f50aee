import { type Cursor, cursorPage } from '../../../../kernel/db/cursor.ts'
import { type Id, isUuid } from '../../../../kernel/id.ts'
import { type Trader, withAllTrades } from '../../trader.ts'
import { ownAccount } from '../accounts.ts'
import type { CorporateActionRow, FeeSource, LotClosureRow, MatchingMethod } from '../tables.ts'
import { readDay } from '../values.ts'
import { formulasOf } from './explain-formulas.ts'
import { ownTrade } from './own-trade.ts'
import type { Reader } from './trade-reads.ts'
import { plain } from './trade-view.ts'

interface Paging {
  readonly limit?: number
  readonly cursor?: string
}

/** Whose closures: of a trade, or of a day of an account. */
interface Scope {
  readonly column: 'closure.trade_id' | 'closure.account_id'
  readonly id: string
  readonly day: string | null
  readonly trader: Trader
}

/** A page of how the figures of a trade follow from its fills, and the sums of all of them. Throws trading/trade-not-found. */
export async function explainTrade(source: Reader, ownerId: Id<'user'>, id: Id<'trade'>, paging: Paging) {
  await ownTrade(source, ownerId, id)
  return await explain(source, { column: 'closure.trade_id', id, day: null, trader: withAllTrades(ownerId) }, paging)
}

/** The same of all that was closed on a trading day. Throws trading/account-not-found, trading/value-invalid. */
export async function explainDay(
  source: Reader,
  own: { readonly trader: Trader; readonly accountId: Id<'trading-account'>; readonly date: string },
  paging: Paging,
) {
  const day = readDay(own.date, '?date')
  const { trader, accountId } = own
  await ownAccount(source, trader.id, accountId)
  const told = await explain(source, { column: 'closure.account_id', id: accountId, day, trader }, paging)
  return { ...told, hiddenByPlan: await hiddenOfDay(source, { trader, accountId, day }) }
}

/** Trades that closed something on the day and are not shown. */
async function hiddenOfDay(
  source: Reader,
  { trader, accountId, day }: { readonly trader: Trader; readonly accountId: string; readonly day: string },
): Promise<number> {
  const [row] = await source.raw<{ count: number }>(
    `SELECT count(DISTINCT trade_id)::int AS count FROM trading.lot_closure
      WHERE account_id = $1 AND closed_day = $2 AND trade_id IN (SELECT trading.trades_beyond($3, $4))`,
    [accountId, day, trader.id, trader.shownAMonth],
  )
  return row?.count ?? 0
}

async function explain(source: Reader, scope: Scope, paging: Paging) {
  const page = cursorPage(paging, acceptClosure)
  const rows = await closuresOf(source, scope, { after: page.after, limit: page.limit + 1 })
  const splits = await splitsOf(source, [...new Set(rows.map((row) => row.instrument_id))])
  const { items, nextCursor } = page.of(
    rows,
    (row) => [row.closed_key, row.close_execution_id, row.open_execution_id],
    (row) => viewExplained(row, splits),
  )
  return { items, nextCursor, sums: await sumsOf(source, scope) }
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

function acceptClosure(values: readonly string[]): Cursor | null {
  const [at = '', close = '', open = ''] = values
  const isOurs = values.length === 3 && INSTANT.test(at) && !Number.isNaN(Date.parse(at))
  return isOurs && isUuid(close) && isUuid(open) ? values : null
}

interface ClosureRow extends LotClosureRow, Record<string, unknown> {
  closed_key: string
  symbol: string
  currency: string
  multiplier: string
  account_currency: string
  matching_method: MatchingMethod
  entry: FillJson
  exit: FillJson
}

/** As PostgreSQL writes a row of executions into JSON, decimals as text. */
interface FillJson {
  readonly id: Id<'execution'>
  readonly kind: string
  readonly side: number
  readonly quantity: string
  readonly price: string
  readonly fees: string
  readonly feeSource: FeeSource | null
  readonly fxRate: string
  readonly executedAtMs: number
  readonly orderId: string | null
  readonly linkedId: Id<'execution'> | null
}

const fillJson = (alias: string): string => `jsonb_build_object('id', ${alias}.id, 'kind', ${alias}.kind,
  'side', ${alias}.side, 'quantity', ${alias}.quantity::text, 'price', ${alias}.price::text, 'fees', ${alias}.fees::text,
  'feeSource', ${alias}.fee_source,  'fxRate', ${alias}.fx_rate::text, 'executedAtMs', extract(epoch FROM ${alias}.executed_at) * 1000, 'orderId', ${alias}.order_id, 'linkedId', ${alias}.linked_id)`

async function closuresOf(
  source: Reader,
  { column, id, day, trader }: Scope,
  { after, limit }: { readonly after: Cursor | null; readonly limit: number },
): Promise<ClosureRow[]> {
  const rows = await source.raw<ClosureRow>(
    `SELECT closure.*, instrument.symbol, instrument.currency, instrument.multiplier, account.currency AS account_currency,
            account.matching_method, ${fillJson('entry')} AS entry, ${fillJson('exit')} AS exit
       FROM trading.lot_closure closure
       JOIN trading.instrument instrument ON instrument.id = closure.instrument_id
       JOIN trading.account account ON account.id = closure.account_id
       JOIN trading.execution entry ON entry.id = closure.open_execution_id
       JOIN trading.execution exit ON exit.id = closure.close_execution_id
      WHERE ${column} = $1 AND ($2::date IS NULL OR closure.closed_day = $2)
        AND ($3::timestamptz IS NULL OR (closure.closed_at, closure.close_execution_id, closure.open_execution_id) > ($3, $4::uuid, $5::uuid))
        AND closure.trade_id NOT IN (SELECT trading.trades_beyond($7, $8))
      ORDER BY closure.closed_at, closure.close_execution_id, closure.open_execution_id LIMIT $6`,
    [id, day, ...(after ?? [null, null, null]), limit, trader.id, trader.shownAMonth],
  )
  return rows.map((row) => ({ ...row, closed_key: row.closed_at.toISOString() }))
}

type SplitRow = Pick<CorporateActionRow, 'instrument_id' | 'effective_at' | 'numerator' | 'denominator'> &
  Record<string, unknown>

function splitsOf(source: Reader, instrumentIds: readonly Id<'instrument'>[]): Promise<SplitRow[]> {
  return source.raw<SplitRow>(
    `SELECT instrument_id, effective_at, numerator, denominator FROM trading.corporate_action
      WHERE instrument_id = ANY($1::uuid[]) AND kind = 'split' ORDER BY effective_at, id`,
    [instrumentIds],
  )
}

function viewExplained(row: ClosureRow, allSplits: readonly SplitRow[]) {
  const { entry, exit, multiplier, matching_method: method } = row
  const splits = allSplits.filter(
    ({ instrument_id: id, effective_at: at }) =>
      id === row.instrument_id && at.getTime() > entry.executedAtMs && at.getTime() <= exit.executedAtMs,
  )
  return {
    ...{ tradeId: row.trade_id, symbol: row.symbol, side: row.side === 1 ? 'long' : 'short', method },
    ...{
      quantity: plain(row.quantity),
      multiplier: plain(multiplier),
      closedAt: row.closed_at,
      closedDay: row.closed_day,
    },
    ...{ entry: viewFill(entry), exit: viewFill(exit), currency: row.currency, accountCurrency: row.account_currency },
    splits: splits.map((split) => ({
      ...{ effectiveAt: split.effective_at, numerator: plain(split.numerator), denominator: plain(split.denominator) },
    })),
    ...{ gross: plain(row.gross), openFee: plain(row.open_fee), closeFee: plain(row.close_fee), net: plain(row.net) },
    ...{ grossBase: plain(row.gross_base), feesBase: plain(row.fees_base), netBase: plain(row.net_base) },
    formulas: formulasOf({ closure: row, entry, exit, multiplier, method, splits }),
  }
}

function viewFill({ id, kind, side, quantity, price, fees, feeSource, ...fill }: FillJson) {
  return {
    ...{
      id,
      kind,
      side: side === 1 ? 'buy' : 'sell',
      quantity: plain(quantity),
      price: plain(price),
      fees: plain(fees),
      feeSource,
    },
    ...{ fxRate: plain(fill.fxRate), executedAt: new Date(fill.executedAtMs) },
    ...{ orderId: fill.orderId, linkedId: fill.linkedId },
  }
}

interface SumRow extends Record<string, unknown> {
  currency: string
  account_currency: string
  closures: bigint
  gross: string
  open_fees: string
  close_fees: string
  net: string
  gross_base: string
  fees_base: string
  net_base: string
}

/** Of the whole, by the currency of the instruments. */
async function sumsOf(source: Reader, { column, id, day, trader }: Scope) {
  const rows = await source.raw<SumRow>(
    `SELECT instrument.currency, account.currency AS account_currency, count(*) AS closures, sum(closure.gross) AS gross,
            sum(closure.open_fee) AS open_fees, sum(closure.close_fee) AS close_fees, sum(closure.net) AS net,
            sum(closure.gross_base) AS gross_base, sum(closure.fees_base) AS fees_base, sum(closure.net_base) AS net_base
       FROM trading.lot_closure closure
       JOIN trading.instrument instrument ON instrument.id = closure.instrument_id
       JOIN trading.account account ON account.id = closure.account_id
      WHERE ${column} = $1 AND ($2::date IS NULL OR closure.closed_day = $2)
        AND closure.trade_id NOT IN (SELECT trading.trades_beyond($3, $4))
      GROUP BY instrument.currency, account.currency ORDER BY instrument.currency`,
    [id, day, trader.id, trader.shownAMonth],
  )
  return rows.map((row) => ({
    ...{ currency: row.currency, accountCurrency: row.account_currency, closures: Number(row.closures) },
    ...{
      gross: plain(row.gross),
      openFees: plain(row.open_fees),
      closeFees: plain(row.close_fees),
      net: plain(row.net),
    },
    ...{ grossBase: plain(row.gross_base), feesBase: plain(row.fees_base), netBase: plain(row.net_base) },
    formula: `${plain(row.gross)} - (${plain(row.open_fees)}) - (${plain(row.close_fees)}) = ${plain(row.net)}`,
  }))
}
