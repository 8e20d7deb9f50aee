import { type Static, Type } from 'typebox'
import type { Db } from '../../../../kernel/db/database.ts'
import { instant, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { asId, type Id } from '../../../../kernel/id.ts'
import { Problem } from '../../../../kernel/problem.ts'
import { findEntry } from '../../journal/entry-reads.ts'
import { assetClasses } from '../../ledger/tables.ts'
import { readTradeFilter } from '../../ledger/trade-filter.ts'
import { ownTrade } from '../../ledger/trades/own-trade.ts'
import { listTrades, viewTrades } from '../../ledger/trades/trade-list.ts'
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

/** What is shared, as it is now. Throws trading/share-not-found when it is there no more. */
export async function viewShare(db: Db, share: ShareRow): Promise<Static<typeof sharedShape>> {
  const { kind, title, redacted, expires_at: expiresAt } = share
  try {
    return { kind, title, redacted, expiresAt, ...(await shown(db, share)) }
  } catch (error) {
    const isGone = error instanceof Problem && error.code.startsWith('trading/') && error.status === 404
    throw isGone ? sharingProblem('share-not-found', { cause: error }) : error
  }
}

async function shown(db: Db, share: ShareRow): Promise<Shown> {
  const { kind, owner_id: ownerId, subject_id: id, redacted } = share
  const nothing = { trades: [], reports: [], entry: null }
  if (kind === 'trade' && id !== null) {
    const trade = await ownTrade(db, ownerId, asId<'trade'>(id))
    return { ...nothing, trades: await tradesOf(db, [trade.id], redacted) }
  }
  if (kind === 'entry' && id !== null) {
    const entry = await findEntry(db, ownerId, asId<'journal-entry'>(id))
    const trades = entry.trade_id === null ? [] : await tradesOf(db, [entry.trade_id], redacted)
    return { ...nothing, trades, entry: { title: entry.title, day: entry.day, text: entry.plain } }
  }
  const filter = await readTradeFilter(db, ownerId, share.filter ?? {})
  const reports = await sharedReport(db, filter, redacted)
  if (kind === 'report') return { ...nothing, reports }
  const order = { sort: 'closedAt', direction: 'desc', limit: TRADES_MAX } as const
  const { items } = await listTrades(db, filter, order)
  return { ...nothing, reports, trades: items.map((trade) => sharedOf(trade, redacted)) }
}

async function tradesOf(db: Db, ids: readonly Id<'trade'>[], redacted: boolean) {
  return (await viewTrades(db, ids)).map((trade) => sharedOf(trade, redacted))
}

type Listed = Awaited<ReturnType<typeof viewTrades>>[number]

function sharedOf(trade: Listed, redacted: boolean): Static<typeof sharedTrade> {
  const { symbol, assetClass, side, status, outcome, openedAt, closedAt, percentReturn, r } = trade
  const { currency, quantityEntered: quantity, averageEntry, averageExit, gross, fees, net } = trade
  return {
    ...{ symbol, assetClass, side: side === 'long' ? 'long' : 'short', status, outcome, openedAt, closedAt },
    ...{ percentReturn, r },
    money: redacted ? null : { currency, quantity, averageEntry, averageExit, gross, fees, net },
  }
}
