import { sql } from 'kysely'

/**
 * What a trade was meant to risk, in the account's currency: as entered, else |average entry - stop| times the most that was held, at the
 * rate of the entries (their cost in the account's currency by that in the instrument's, which holds the multiplier). Null without either,
 * and for what cost nothing. Of a trade as `trade` with its note as `note`; to 8 digits.
 */
export const initialRisk = sql<string | null>`coalesce(note.initial_risk, nullif(round(
  abs(trade.average_entry - note.initial_stop) * trade.quantity_max * trade.cost_base
    / nullif(trade.average_entry * trade.quantity_entered, 0), 8), 0))`

/** R: net by initial risk, of closed trades that have one; to 6 digits. Of a trade as `trade` with its note as `note`. */
export const rMultiple = sql<
  string | null
>`CASE WHEN trade.status = 'closed' THEN round(trade.net_base / ${initialRisk}, 6) END`
