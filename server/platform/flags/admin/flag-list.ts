import { holdingPattern } from '../../../kernel/db/like.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader } from '../parts.ts'
import type { FlagRow, FlagTables, TargetingRow } from '../tables.ts'

export interface FlagFilter {
  readonly search?: string | undefined
  readonly archived: boolean
  readonly ownerId?: Id<'user'> | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** Flags by key. */
export async function listFlags(reader: Reader, filter: FlagFilter): Promise<FlagRow[]> {
  const { search, archived, ownerId, after, limit } = filter
  return reader
    .query<FlagTables>()
    .selectFrom('flags.flag')
    .selectAll()
    .where('archived_at', archived ? 'is not' : 'is', null)
    .$if(search !== undefined, (query) => {
      const pattern = holdingPattern(search ?? '')
      return query.where((where) => where.or([where('key', 'ilike', pattern), where('title', 'ilike', pattern)]))
    })
    .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId ?? null))
    .$if(after !== undefined, (query) => query.where('key', '>', after ?? ''))
    .orderBy('key')
    .limit(limit)
    .execute()
}

/** How each flag stands in each environment, in the order of these. */
export async function standingsOf(reader: Reader, ids: readonly Id<'flag'>[]): Promise<Map<string, TargetingRow[]>> {
  const rows = await reader
    .query<FlagTables>()
    .selectFrom('flags.targeting as targeting')
    .innerJoin('flags.environment as environment', 'environment.key', 'targeting.environment')
    .selectAll('targeting')
    .where('targeting.flag_id', 'in', [...ids, NO_FLAG])
    .orderBy('environment.position')
    .orderBy('environment.key')
    .execute()
  return Map.groupBy(rows, ({ flag_id: id }) => id)
}

/** A list in SQL is never empty. */
const NO_FLAG = asId<'flag'>('00000000-0000-0000-0000-000000000000')
