import type { Flag, Segment, Snapshot } from '@plinth/sdk/flags'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagTables } from '../tables.ts'

/**
 * All flags of an environment that are not archived, and all segments. The revision is read first, so that what a change between the reads
 * brings is read once more with the notice of that change. Throws flags/environment-not-found.
 */
export async function loadSnapshot(reader: Reader, environment: string): Promise<Snapshot> {
  const revision = await revisionOf(reader, environment)
  const rows = await reader
    .query<FlagTables>()
    .selectFrom('flags.flag as flag')
    .innerJoin('flags.targeting as targeting', 'targeting.flag_id', 'flag.id')
    .select(['flag.key', 'flag.type', 'flag.variants', 'flag.is_public'])
    .select(['enabled', 'off_variant', 'prerequisites', 'rules', 'fallthrough'])
    .where('targeting.environment', '=', environment)
    .where('flag.archived_at', 'is', null)
    .orderBy('flag.key')
    .execute()
  const flags = rows.map(
    ({ is_public: isPublic, off_variant: offVariant, ...row }): Flag => ({ ...row, isPublic, offVariant }),
  )
  const segments: Segment[] = await reader
    .query<FlagTables>()
    .selectFrom('flags.segment')
    .select(['key', 'condition'])
    .orderBy('key')
    .execute()
  return { environment, revision, flags, segments }
}

/** How often what is evaluated in an environment has changed. Throws flags/environment-not-found. */
async function revisionOf(reader: Reader, environment: string): Promise<number> {
  const found = await reader
    .query<FlagTables>()
    .selectFrom('flags.environment')
    .select('revision')
    .where('key', '=', environment)
    .executeTakeFirst()
  if (found === undefined) throw flagsProblem('environment-not-found')
  return Number(found.revision)
}
