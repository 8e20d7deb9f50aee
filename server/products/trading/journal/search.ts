import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { Trader } from '../trader.ts'
import type { EntryFilter } from './entry-reads.ts'

interface Found {
  readonly [column: string]: unknown
  readonly kind: 'entry' | 'note'
  readonly id: string
  readonly day: LocalDate | null
  readonly trade_id: Id<'trade'> | null
  readonly title: string
  readonly marked: string
  readonly at: Date
}

/** Private-use characters around what was found; `translate` takes them out of what was written. */
const START = '\ue000'
const STOP = '\ue001'

/** What entries are narrowed to, as in their list. */
const ENTRY = `($3::text IS NULL OR scope = $3) AND ($4::uuid IS NULL OR account_id = $4) AND ($5::integer IS NULL OR mood = $5)
  AND ($6::date IS NULL OR day >= $6) AND ($7::date IS NULL OR day <= $7)
  AND ($8::uuid IS NULL OR EXISTS (SELECT FROM trading.journal_tag WHERE entry_id = journal_entry.id AND tag_id = $8))`
/** A note is about its trade: on the day that it closed, with the tags of the trade. It has no mood. */
const NOTE = `($3::text IS NULL OR $3 = 'trade') AND ($4::uuid IS NULL OR note.account_id = $4) AND $5::integer IS NULL
  AND (($6::date IS NULL AND $7::date IS NULL) OR EXISTS (SELECT FROM trading.trade WHERE id = note.trade_id
    AND ($6::date IS NULL OR closed_day >= $6) AND ($7::date IS NULL OR closed_day <= $7)))
  AND ($8::uuid IS NULL OR EXISTS (SELECT FROM trading.trade_tag WHERE trade_id = note.trade_id AND tag_id = $8))`

/** The excerpt is made of the rows of one page only. */
const SEARCH = `
  SELECT kind, id, day, trade_id, title, at,
         ts_headline('english', translate(words, $12 || $13, ''), websearch_to_tsquery('english', $2),
           'StartSel="' || $12 || '", StopSel="' || $13 || '", MinWords=20, MaxWords=45') AS marked
    FROM (
      SELECT 'entry' AS kind, id, day, trade_id, title, CASE WHEN plain = '' THEN title ELSE plain END AS words, updated_at AS at
        FROM trading.journal_entry
       WHERE owner_id = $1 AND search @@ websearch_to_tsquery('english', $2) AND (${ENTRY})
      UNION ALL
      SELECT 'note', note.trade_id, NULL, note.trade_id, '', note.text, note.updated_at
        FROM trading.trade_note note JOIN trading.account account ON account.id = note.account_id
       WHERE account.owner_id = $1 AND to_tsvector('english', note.text) @@ websearch_to_tsquery('english', $2) AND (${NOTE})
         AND note.trade_id NOT IN (SELECT trading.trades_beyond($1, $9))
    ) AS found
   WHERE $10::timestamptz IS NULL OR (at, id) < ($10, $11::uuid)
   ORDER BY at DESC, id DESC LIMIT $14`

/** Trades beyond the plan whose note would be found. */
const HIDDEN = `
  SELECT count(*)::int AS count FROM trading.trade_note note
    JOIN trading.account account ON account.id = note.account_id
   WHERE account.owner_id = $1 AND to_tsvector('english', note.text) @@ websearch_to_tsquery('english', $2) AND (${NOTE})
     AND note.trade_id IN (SELECT trading.trades_beyond($1, $9))`

type SearchAsked = Pick<EntryFilter, 'scope' | 'accountId' | 'tagId' | 'mood' | 'from' | 'to' | 'limit' | 'cursor'> & {
  readonly q: string
}

/** Entries, and notes of trades that are shown, that hold the words, the newest first, each with an excerpt and where in it they stand. */
export async function searchJournal(db: Db, trader: Trader, query: SearchAsked) {
  const page = cursorPage(query, instantAndId)
  const [at = null, id = null] = page.after ?? []
  const { scope = null, accountId = null, mood = null, from = null, to = null, tagId = null } = query
  const narrowed = [scope, accountId, mood, from, to, tagId, trader.shownAMonth]
  const asked = [trader.id, query.q, ...narrowed]
  const rows = await db.raw<Found>(SEARCH, [...asked, at, id, START, STOP, page.limit + 1])
  const hiddenByPlan = trader.shownAMonth === null ? 0 : await countHidden(db, asked)
  const found = page.of(
    rows,
    (row) => [row.at.toISOString(), row.id],
    ({ kind, id: foundId, day, trade_id: tradeId, title, marked, at: updatedAt }) => ({
      ...{ kind, id: foundId, day, tradeId, title, updatedAt, ...unmarked(marked) },
    }),
  )
  return { ...found, hiddenByPlan }
}

async function countHidden(db: Db, asked: readonly unknown[]): Promise<number> {
  const [row] = await db.raw<{ count: number }>(HIDDEN, asked)
  return row?.count ?? 0
}

/** The excerpt without marks, and the bounds of what they stood around, in UTF-16 units. */
function unmarked(marked: string) {
  const highlights: { start: number; end: number }[] = []
  let excerpt = ''
  for (const part of marked.split(START)) {
    const end = part.indexOf(STOP)
    if (end >= 0) highlights.push({ start: excerpt.length, end: excerpt.length + end })
    excerpt += part.replaceAll(STOP, '')
  }
  return { excerpt, highlights }
}
