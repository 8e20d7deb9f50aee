import { Type } from 'typebox'
import { type Decimal, decimal, divide, formatDecimal, sum, trimmed } from '../../../../kernel/decimal.ts'
import { idOf, instant, namedObject, nullable, oneOf } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { hiddenAmong, type Trader } from '../../trader.ts'
import { membersOf } from './groups.ts'
import type { TradeGroupRow } from './tables.ts'
import { viewTrades } from './trade-list.ts'
import type { Reader } from './trade-reads.ts'
import { hiddenByPlan, tradeShape } from './trade-view.ts'

const amount = Type.String({ description: 'A decimal number' })

/** A group with the sums of its trades, in the account's currency. */
export const groupShape = namedObject('TradeGroup', {
  id: idOf('trade-group'),
  name: Type.String(),
  accountId: nullable(idOf('trading-account')),
  currency: nullable(Type.String()),
  status: oneOf(['open', 'closed']),
  gross: amount,
  fees: amount,
  net: amount,
  initialRisk: nullable(amount),
  r: nullable(amount),
  openedAt: nullable(instant),
  closedAt: nullable(instant),
  trades: Type.Array(tradeShape),
  missing: Type.Integer({ description: 'Trades of the group that are not there at the moment' }),
  hiddenByPlan,
  createdAt: instant,
})

type Viewed = Awaited<ReturnType<typeof viewTrades>>[number]

/** Groups with those of their trades that are shown, as they are now. */
export async function viewGroups(source: Reader, trader: Trader, rows: readonly TradeGroupRow[]) {
  const members = await membersOf(
    source,
    rows.map(({ id }) => id),
  )
  const ids = members.map((member) => member.trade_id)
  const hidden = await hiddenAmong(source, trader, ids)
  const trades = await viewTrades(
    source,
    ids.filter((id) => !hidden.has(id)),
  )
  const byId = new Map<Id<'trade'>, Viewed>(trades.map((trade) => [trade.id, trade]))
  return rows.map((row) => {
    const own = members.filter((member) => member.group_id === row.id)
    const found = own.flatMap((member) => byId.get(member.trade_id) ?? [])
    const hiddenOfGroup = own.filter((member) => hidden.has(member.trade_id)).length
    return { ...viewGroup(row, found, own.length - found.length - hiddenOfGroup), hiddenByPlan: hiddenOfGroup }
  })
}

function viewGroup({ id, name, created_at: createdAt }: TradeGroupRow, found: readonly Viewed[], missing: number) {
  const trades = found.toSorted((left, right) => left.openedAt.getTime() - right.openedAt.getTime())
  const [first] = trades
  const isClosed = trades.every(({ status }) => status === 'closed')
  const net = sum(trades.map((trade) => decimal(trade.net)))
  const risk = riskOf(trades)
  const closes = trades.map(({ closedAt }) => closedAt?.getTime() ?? 0)
  return {
    ...{ id, name, accountId: first?.accountId ?? null, currency: first?.currency ?? null },
    status: isClosed ? 'closed' : 'open',
    ...{ gross: text(sum(trades.map((trade) => decimal(trade.gross)))), net: text(net) },
    fees: text(sum(trades.map((trade) => decimal(trade.fees)))),
    initialRisk: risk === null ? null : text(risk),
    r: risk === null || !isClosed ? null : text(divide(net, risk, 6, 'half-up')),
    openedAt: first?.openedAt ?? null,
    closedAt: isClosed && trades.length > 0 ? new Date(Math.max(...closes)) : null,
    ...{ trades, missing, createdAt },
  }
}

/** Of all together, when it is known of each. */
function riskOf(trades: readonly Viewed[]): Decimal | null {
  const risks = trades.flatMap(({ initialRisk }) => (initialRisk === null ? [] : [decimal(initialRisk)]))
  return risks.length === 0 || risks.length < trades.length ? null : sum(risks)
}

function text(value: Decimal): string {
  return formatDecimal(trimmed(value))
}
