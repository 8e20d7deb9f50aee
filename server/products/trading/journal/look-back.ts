import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, addMonths, type LocalDate } from '../../../kernel/zoned.ts'
import type { Trader } from '../trader.ts'
import { ownTrade } from './own.ts'
import type { Scope } from './tables.ts'

const EXCERPT = 300
const TRADES_MAX = 10

export const agos = ['week', 'month', 'quarter', 'year'] as const

interface Remembered {
  readonly id: Id<'journal-entry'>
  readonly scope: Scope
  readonly title: string
  readonly excerpt: string
  readonly mood: number | null
}

/** An entry as JSON, for `jsonb_agg`. */
const ENTRY = `jsonb_build_object('id', entry.id, 'scope', entry.scope, 'title', entry.title,
  'excerpt', left(entry.plain, ${EXCERPT}), 'mood', entry.mood) ORDER BY entry.id`

interface DayRow {
  readonly [column: string]: unknown
  readonly day: LocalDate
  readonly entries: readonly Remembered[]
  readonly lesson: string
}

/** What was written a week, a month, a quarter and a year before a day; days of which nothing was are left out. */
export async function lookBackOnDay(db: Db, ownerId: Id<'user'>, day: LocalDate) {
  const before: Readonly<Record<(typeof agos)[number], LocalDate>> = {
    week: addDays(day, -7),
    month: monthsBefore(day, 1),
    quarter: monthsBefore(day, 3),
    year: monthsBefore(day, 12),
  }
  const rows = await db.raw<DayRow>(
    `SELECT asked.day,
            coalesce((SELECT jsonb_agg(${ENTRY}) FROM trading.journal_entry entry
                       WHERE entry.owner_id = $1 AND entry.day = asked.day), '[]') AS entries,
            coalesce((SELECT lesson FROM trading.daily_reflection WHERE owner_id = $1 AND day = asked.day), '') AS lesson
       FROM unnest($2::date[]) AS asked (day)`,
    [ownerId, Object.values(before)],
  )
  return agos.flatMap((ago) => {
    const row = rows.find((one) => one.day === before[ago])
    return row === undefined || (row.entries.length === 0 && row.lesson === '') ? [] : [{ ago, ...row }]
  })
}

function monthsBefore(day: LocalDate, months: number): LocalDate {
  return addMonths(day, -months, Number(day.slice(8)))
}

interface SimilarTrade {
  readonly [column: string]: unknown
  readonly tradeId: Id<'trade'>
  readonly symbol: string
  readonly openedAt: Date
  readonly currency: string
  readonly net: string
  readonly quality: number | null
  readonly lesson: string
  readonly note: string
  readonly entries: readonly Remembered[]
}

interface AlikeBefore {
  readonly items: SimilarTrade[]
  readonly hiddenByPlan: number
}

/** $1 owner, $2 trade, $3 how many trades of a month are shown: what something was written of, and whether it is beyond the plan. */
const SIMILAR = `
       FROM trading.trade of
       JOIN trading.instrument what ON what.id = of.instrument_id
       JOIN trading.instrument instrument
         ON instrument.owner_id = $1 AND (instrument.id = what.id OR instrument.root = what.root)
       JOIN trading.trade trade
         ON trade.instrument_id = instrument.id AND trade.side = of.side AND trade.opened_at < of.opened_at
       JOIN trading.account account ON account.id = trade.account_id AND account.owner_id = $1
       LEFT JOIN trading.trade_review review ON review.trade_id = trade.id
       LEFT JOIN trading.trade_note note ON note.trade_id = trade.id
       LEFT JOIN LATERAL (
         SELECT jsonb_agg(${ENTRY}) AS entries FROM trading.journal_entry entry
          WHERE entry.trade_id = trade.id AND entry.owner_id = $1) said ON true
      WHERE of.id = $2 AND (said.entries IS NOT NULL OR coalesce(review.lesson, '') <> '' OR coalesce(note.text, '') <> '')
        AND trade.id`

/**
 * What was written of the last trades that are shown before this one to the same side in the same instrument, or in what is written on the
 * same; and of how many that are not shown there is something written. Throws trading/trade-not-found.
 */
export async function lookBackOnTrade(db: Db, trader: Trader, tradeId: Id<'trade'>): Promise<AlikeBefore> {
  await ownTrade(db, trader.id, tradeId)
  const values = [trader.id, tradeId, trader.shownAMonth]
  const items = await db.raw<SimilarTrade>(
    `SELECT trade.id AS "tradeId", instrument.symbol, trade.opened_at AS "openedAt", account.currency,
            trim_scale(trade.net_base)::text AS net, review.quality, coalesce(review.lesson, '') AS lesson,
            coalesce(left(note.text, ${EXCERPT}), '') AS note, coalesce(said.entries, '[]') AS entries
     ${SIMILAR} NOT IN (SELECT trading.trades_beyond($1, $3))
      ORDER BY trade.opened_at DESC, trade.id DESC LIMIT ${TRADES_MAX}`,
    values,
  )
  if (trader.shownAMonth === null) return { items, hiddenByPlan: 0 }
  const [hidden] = await db.raw<{ count: number }>(
    `SELECT count(*)::int AS count ${SIMILAR} IN (SELECT trading.trades_beyond($1, $3))`,
    values,
  )
  return { items, hiddenByPlan: hidden?.count ?? 0 }
}
