import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { instant, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { asId } from '../../../../kernel/id.ts'
import { Problem } from '../../../../kernel/problem.ts'
import { findEntry } from '../../journal/entry-reads.ts'
import { assetClasses } from '../../ledger/tables.ts'
import { readTradeFilter, type TradeFilter } from '../../ledger/trade-filter.ts'
import { listTrades } from '../../ledger/trades/trade-list.ts'
import type { Trader } from '../../trader.ts'
import { sharingProblem } from '../problems.ts'
import { type ShareRow, shareKinds } from '../tables.ts'
import { sharedReport, sharedReportShape } from './shared-report.ts'

const TRADES_MAX = 100

const amount = Type.String({ description: 'A decimal number' })

const sharedTrade = object({
  symbol: Type.String(),
  assetClass: oneOf(assetClasses),
  side: oneOf(['long', 'short']),
  status: oneOf(['open', 'closed']),
  outcome: nullable(oneOf(['win', 'loss', 'scratch'])),
  openedAt: instant,
  closedAt: nullable(instant),
  percentReturn: nullable(amount),
  r: nullable(amount),
  /** Null where sizes are not shown; neither are prices, which with a known fee would say them. */
  money: nullable(
    object({
      currency: Type.String(),
      quantity: amount,
      averageEntry: amount,
      averageExit: nullable(amount),
      gross: amount,
      fees: amount,
      net: amount,
    }),
  ),
})

/** What a link shows: no id, no name of a person or an account. */
export const sharedShape = object({
  kind: oneOf(shareKinds),
  title: Type.String(),
  redacted: Type.Boolean(),
  expiresAt: instant,
  /** At most 100, the last closed first. */
  trades: Type.Array(sharedTrade),
  reports: Type.Array(sharedReportShape),
  entry: nullable(object({ title: Type.String(), day: Type.String({ format: 'date' }), text: Type.String() })),
})

type Shown = Pick<Static<typeof sharedShape>, 'trades' | 'reports' | 'entry'>

/** What is shared, as it is now and as the plan of whoever shares it shows it. Throws trading/share-not-found when it is there no more. */
export async function viewShare(db: Db, trader: Trader, share: ShareRow): Promise<Static<typeof sharedShape>> {
  const { kind, title, redacted, expires_at: expiresAt } = share
  try {
    return { kind, title, redacted, expiresAt, ...(await shown(db, trader, share)) }
  } catch (error) {
    const isGone = error instanceof Problem && error.code.startsWith('trading/') && error.status === 404
    throw isGone ? sharingProblem('share-not-found', { cause: error }) : error
  }
}

async function shown(db: Db, trader: Trader, share: ShareRow): Promise<Shown> {
  const { kind, subject_id: id, redacted } = share
  const nothing = { trades: [], reports: [], entry: null }
  if (kind === 'trade' && id !== null) {
    const trades = await tradesOf(db, await readTradeFilter(db, trader, { id: [asId<'trade'>(id)] }), redacted)
    if (trades.length === 0) throw sharingProblem('share-not-found')
    return { ...nothing, trades }
  }
  if (kind === 'entry' && id !== null) {
    const entry = await findEntry(db, trader.id, asId<'journal-entry'>(id))
    const about = entry.trade_id === null ? null : await readTradeFilter(db, trader, { id: [entry.trade_id] })
    const trades = about === null ? [] : await tradesOf(db, about, redacted)
    return { ...nothing, trades, entry: { title: entry.title, day: entry.day, text: entry.plain } }
  }
  const filter = await readTradeFilter(db, trader, share.filter ?? {})
  const reports = await sharedReport(db, filter, redacted)
  if (kind === 'report') return { ...nothing, reports }
  return { ...nothing, reports, trades: await tradesOf(db, filter, redacted) }
}

async function tradesOf(db: Db, filter: TradeFilter, redacted: boolean) {
  const { items } = await listTrades(db, filter, { sort: 'closedAt', direction: 'desc', limit: TRADES_MAX })
  return items.map((trade) => sharedOf(trade, redacted))
}

type Listed = Awaited<ReturnType<typeof listTrades>>['items'][number]

function sharedOf(trade: Listed, redacted: boolean): Static<typeof sharedTrade> {
  const { symbol, assetClass, side, status, outcome, openedAt, closedAt, percentReturn, r } = trade
  const { currency, quantityEntered: quantity, averageEntry, averageExit, gross, fees, net } = trade
  return {
    ...{ symbol, assetClass, side: side === 'long' ? 'long' : 'short', status, outcome, openedAt, closedAt },
    ...{ percentReturn, r },
    money: redacted ? null : { currency, quantity, averageEntry, averageExit, gross, fees, net },
  }
}
