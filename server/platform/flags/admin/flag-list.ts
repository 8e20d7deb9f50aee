import type { FlagType } from '@plinth/sdk/flags'
import { now } from '../../../kernel/clock.ts'
import { holdingPattern } from '../../../kernel/db/like.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagRow, FlagTables, TargetingRow } from '../tables.ts'

interface FlagFilter {
  readonly key?: string
  readonly archived?: boolean
  readonly search?: string | undefined
  readonly ownerId?: Id<'user'> | undefined
  readonly stale?: boolean | undefined
  readonly type?: FlagType | undefined
  readonly after?: string | undefined
  readonly limit: number
}

interface WatchedRow extends FlagRow {
  readonly last_evaluated_at: Date | null
  readonly stale: 'unused' | 'settled' | null
}

/** A flag with how it stands in each environment, in the order of these. */
export interface FlagView {
  readonly row: WatchedRow
  readonly standings: readonly TargetingRow[]
}

/** Flags of booleans steer releases and are soon done with; others are tuned for longer. */
const WATCHED = `
  SELECT flag.*, used.last_at AS last_evaluated_at, judged.stale
    FROM flags.flag flag
    CROSS JOIN LATERAL (SELECT max(last_at) AS last_at FROM flags.usage WHERE flag_key = flag.key) used
    CROSS JOIN LATERAL (SELECT CASE WHEN bool_and(is_settled) THEN max(changed_at) END AS settled_at
                          FROM flags.targeting WHERE flag_id = flag.id) standing
    CROSS JOIN LATERAL (SELECT $1::timestamptz - make_interval(days =>
                          coalesce(flag.stale_after_days, CASE flag.type WHEN 'boolean' THEN 40 ELSE 90 END)) AS before) due
    CROSS JOIN LATERAL (SELECT CASE
                          WHEN flag.is_permanent OR flag.archived_at IS NOT NULL THEN NULL
                          WHEN greatest(used.last_at, flag.created_at) < due.before THEN 'unused'
                          WHEN standing.settled_at < due.before THEN 'settled' END AS stale) judged
   WHERE ($2::text IS NULL OR flag.key = $2)
     AND ($3::boolean IS NULL OR (flag.archived_at IS NOT NULL) = $3)
     AND ($4::text IS NULL OR flag.key ILIKE $4 OR flag.title ILIKE $4)
     AND ($5::uuid IS NULL OR flag.owner_id = $5)
     AND ($6::boolean IS NULL OR (judged.stale IS NOT NULL) = $6)
     AND ($7::text IS NULL OR flag.type = $7)
     AND ($8::text IS NULL OR flag.key > $8)
   ORDER BY flag.key LIMIT $9`

/** Flags by key. */
export async function viewFlags(reader: Reader, filter: FlagFilter): Promise<FlagView[]> {
  const { key, archived, search, ownerId, stale, type, after, limit } = filter
  const pattern = search === undefined ? null : holdingPattern(search)
  const values = [now(), key, archived, pattern, ownerId, stale, type, after, limit].map((value) => value ?? null)
  const rows = await reader.raw<WatchedRow & Record<string, unknown>>(WATCHED, values)
  const standings = await standingsOf(reader, rows)
  return rows.map((row) => ({ row, standings: standings.get(row.id) ?? [] }))
}

/** Throws flags/flag-not-found. */
export async function viewFlag(reader: Reader, key: string): Promise<FlagView> {
  const [view] = await viewFlags(reader, { key, limit: 1 })
  if (view === undefined) throw flagsProblem('flag-not-found')
  return view
}

async function standingsOf(reader: Reader, flags: readonly FlagRow[]): Promise<Map<string, TargetingRow[]>> {
  if (flags.length === 0) return new Map()
  const ids = flags.map(({ id }) => id)
  const rows = await reader
    .query<FlagTables>()
    .selectFrom('flags.targeting as targeting')
    .innerJoin('flags.environment as environment', 'environment.key', 'targeting.environment')
    .selectAll('targeting')
    .where('targeting.flag_id', 'in', ids)
    .orderBy('environment.position')
    .orderBy('environment.key')
    .execute()
  return Map.groupBy(rows, ({ flag_id: id }) => id)
}
