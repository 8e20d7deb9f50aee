import { Type } from 'typebox'
import { decimal, formatDecimal, trimmed } from '../../../../kernel/decimal.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { assetClasses, reviewStates, type TagRow, tagGroupings } from '../tables.ts'
import type { ListedTrade } from './trade-reads.ts'

const amount = Type.String({ description: 'A decimal number' })
const count = Type.Integer()

export const hiddenByPlan = Type.Integer({
  description: 'Trades beyond the limit of the plan, which are kept and not shown: see GET /api/trading/usage',
})

export const tagShape = namedObject('TradeTag', { id: idOf('tag'), name: Type.String(), grouping: oneOf(tagGroupings) })

/** A trade in a list. Amounts are in the account's currency; `local` has them in the instrument's. */
export const tradeProperties = {
  id: idOf('trade'),
  accountId: idOf('trading-account'),
  instrumentId: idOf('instrument'),
  symbol: Type.String(),
  assetClass: oneOf(assetClasses),
  positionRef: Type.String(),
  side: oneOf(['long', 'short']),
  status: oneOf(['open', 'closed']),
  outcome: nullable(oneOf(['win', 'loss', 'scratch'])),
  quantityEntered: amount,
  quantityMax: amount,
  quantityOpen: amount,
  averageEntry: amount,
  averageExit: nullable(amount),
  currency: Type.String(),
  gross: amount,
  fees: amount,
  net: amount,
  local: object({ currency: Type.String(), gross: amount, fees: amount, net: amount }),
  cost: amount,
  percentReturn: nullable(amount),
  initialRisk: nullable(amount),
  r: nullable(amount),
  executionCount: count,
  openedAt: instant,
  closedAt: nullable(instant),
  closedDay: nullable(Type.String({ format: 'date' })),
  holdMs: nullable(count),
  entryWeekday: count,
  entryMinute: count,
  playbookId: nullable(idOf('playbook')),
  rating: nullable(count),
  reviewState: oneOf(reviewStates),
  hasNotes: Type.Boolean(),
  groupId: nullable(idOf('trade-group')),
  tags: Type.Array(tagShape),
}

export const tradeShape = namedObject('Trade', tradeProperties)

/** Of all that a filter finds, by the accounts' currency. */
export const totalsShape = namedObject('TradeTotals', {
  count,
  byCurrency: Type.Array(
    object({ currency: Type.String(), count, open: count, gross: amount, fees: amount, net: amount }),
  ),
})

/** The decimal as PostgreSQL prints it, without zeros at its end. */
export function plain(value: string): string {
  return formatDecimal(trimmed(decimal(value)))
}

export function plainOrNull(value: string | null): string | null {
  return value === null ? null : plain(value)
}

export function viewTag({ id, name, grouping }: TagRow) {
  return { id, name, grouping }
}

const OUTCOMES = { '1': 'win', '-1': 'loss', '0': 'scratch' } as const
export type Outcome = (typeof OUTCOMES)[keyof typeof OUTCOMES]

/** In words, of what has the sign of 1, -1 or 0. */
export function outcomeOf(result: string): Outcome {
  return OUTCOMES[String(Math.sign(Number(result))) as keyof typeof OUTCOMES]
}

/** The trade as it is shown, whatever else is shown of it. */
export function viewTrade(row: ListedTrade, tags: readonly TagRow[]) {
  const { id, status, closed_at: closedAt, opened_at: openedAt } = row
  const isClosed = status === 'closed'
  return {
    ...{ id, status, accountId: row.account_id, instrumentId: row.instrument_id, symbol: row.symbol },
    ...{ assetClass: row.asset_class, positionRef: row.position_ref, side: row.side === 1 ? 'long' : 'short' },
    outcome: isClosed ? outcomeOf(row.net_base) : null,
    ...{ quantityEntered: plain(row.quantity_entered), quantityMax: plain(row.quantity_max) },
    ...{ quantityOpen: plain(row.quantity_open), averageEntry: plain(row.average_entry) },
    averageExit: plainOrNull(row.average_exit),
    ...{ currency: row.account_currency, gross: plain(row.gross_base), fees: plain(row.fees_base) },
    ...{ net: plain(row.net_base), cost: plain(row.cost_base) },
    local: {
      ...{ currency: row.instrument_currency, gross: plain(row.gross), fees: plain(row.fees), net: plain(row.net) },
    },
    ...{ percentReturn: plainOrNull(row.percent_return), initialRisk: plainOrNull(row.risk), r: plainOrNull(row.r) },
    ...{ executionCount: row.execution_count, openedAt, closedAt, closedDay: row.closed_day },
    holdMs: isClosed && closedAt !== null ? closedAt.getTime() - openedAt.getTime() : null,
    ...{ entryWeekday: row.entry_weekday, entryMinute: row.entry_minute, playbookId: row.playbook_id },
    ...{ rating: row.rating, reviewState: row.review_state ?? 'unreviewed', hasNotes: row.has_notes === true },
    ...{ groupId: row.group_id, tags: tags.map(viewTag) },
  }
}
