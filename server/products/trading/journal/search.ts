import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
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
const ENTRY = `($8::text IS NULL OR scope = $8) AND ($9::uuid IS NULL OR account_id = $9) AND ($10::integer IS NULL OR mood = $10)
  AND ($11::date IS NULL OR day >= $11) AND ($12::date IS NULL OR day <= $12)
  AND ($13::uuid IS NULL OR EXISTS (SELECT FROM trading.journal_tag WHERE entry_id = journal_entry.id AND tag_id = $13))`
/** A note is about its trade: on the day that it closed, with the tags of the trade. It has no mood. */
const NOTE = `($8::text IS NULL OR $8 = 'trade') AND ($9::uuid IS NULL OR note.account_id = $9) AND $10::integer IS NULL
  AND (($11::date IS NULL AND $12::date IS NULL) OR EXISTS (SELECT FROM trading.trade WHERE id = note.trade_id
    AND ($11::date IS NULL OR closed_day >= $11) AND ($12::date IS NULL OR closed_day <= $12)))
  AND ($13::uuid IS NULL OR EXISTS (SELECT FROM trading.trade_tag WHERE trade_id = note.trade_id AND tag_id = $13))`

/** The excerpt is made of the rows of one page only. */
const SEARCH = `
  SELECT kind, id, day, trade_id, title, at,
         ts_headline('english', translate(words, $5 || $6, ''), websearch_to_tsquery('english', $2),
           'StartSel="' || $5 || '", StopSel="' || $6 || '", MinWords=20, MaxWords=45') AS marked
    FROM (
      SELECT 'entry' AS kind, id, day, trade_id, title, CASE WHEN plain = '' THEN title ELSE plain END AS words, updated_at AS at
        FROM trading.journal_entry
       WHERE owner_id = $1 AND search @@ websearch_to_tsquery('english', $2) AND (${ENTRY})
      UNION ALL
      SELECT 'note', note.trade_id, NULL, note.trade_id, '', note.text, note.updated_at
        FROM trading.trade_note note JOIN trading.account account ON account.id = note.account_id
       WHERE account.owner_id = $1 AND to_tsvector('english', note.text) @@ websearch_to_tsquery('english', $2) AND (${NOTE})
    ) AS found
   WHERE $3::timestamptz IS NULL OR (at, id) < ($3, $4::uuid)
   ORDER BY at DESC, id DESC LIMIT $7`

type SearchAsked = Pick<EntryFilter, 'scope' | 'accountId' | 'tagId' | 'mood' | 'from' | 'to' | 'limit' | 'cursor'> & {
  readonly q: string
}

/** Entries and trade notes that hold the words, the newest first, each with an excerpt and where in it they stand. */
export async function searchJournal(db: Db, ownerId: Id<'user'>, query: SearchAsked) {
  const page = cursorPage(query, instantAndId)
  const [at = null, id = null] = page.after ?? []
  const { scope = null, accountId = null, mood = null, from = null, to = null, tagId = null } = query
  const narrowed = [scope, accountId, mood, from, to, tagId]
  const rows = await db.raw<Found>(SEARCH, [ownerId, query.q, at, id, START, STOP, page.limit + 1, ...narrowed])
  return page.of(
    rows,
    (row) => [row.at.toISOString(), row.id],
    ({ kind, id: foundId, day, trade_id: tradeId, title, marked, at: updatedAt }) => ({
      ...{ kind, id: foundId, day, tradeId, title, updatedAt, ...unmarked(marked) },
    }),
  )
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
