import type { Flag, Segment, Snapshot } from '@plinth/sdk/flags'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'

/** Keys of flags and segments. */
export interface SnapshotKeys {
  readonly flags: Iterable<string>
  readonly segments: Iterable<string>
}

interface Row {
  readonly revision: bigint
  readonly flags: readonly Flag[]
  readonly segments: readonly Segment[]
}

/** One statement sees one state: the flags and segments are those of the revision that it reads. */
function statement(flags: string, segments: string): string {
  return `
SELECT environment.revision,
  (SELECT coalesce(json_agg(json_build_object(
      'key', flag.key, 'type', flag.type, 'variants', flag.variants, 'isPublic', flag.is_public,
      'enabled', targeting.enabled, 'offVariant', targeting.off_variant, 'prerequisites', targeting.prerequisites,
      'rules', targeting.rules, 'fallthrough', targeting.fallthrough) ORDER BY flag.key), '[]')
    FROM flags.flag JOIN flags.targeting ON targeting.flag_id = flag.id
    WHERE targeting.environment = environment.key AND flag.archived_at IS NULL ${flags}) AS flags,
  (SELECT coalesce(json_agg(json_build_object('key', key, 'condition', condition) ORDER BY key), '[]')
    FROM flags.segment ${segments}) AS segments
  FROM flags.environment WHERE environment.key = $1`
}

const WHOLE = statement('', '')
const PART = statement('AND flag.key = ANY($2)', 'WHERE segment.key = ANY($3)')

/** All flags of an environment that are not archived, and all segments. Throws flags/environment-not-found. */
export function loadSnapshot(reader: Reader, environment: string): Promise<Snapshot> {
  return load(reader, environment, WHOLE)
}

/** As `loadSnapshot`, but of these keys only; those that are not there any more are left out. */
export function loadPart(reader: Reader, environment: string, { flags, segments }: SnapshotKeys): Promise<Snapshot> {
  return load(reader, environment, PART, [[...flags], [...segments]])
}

async function load(
  reader: Reader,
  environment: string,
  text: string,
  keys: readonly string[][] = [],
): Promise<Snapshot> {
  const [found] = await reader.raw<Row & Record<string, unknown>>(text, [environment, ...keys])
  if (found === undefined) throw flagsProblem('environment-not-found')
  const { revision, flags, segments } = found
  return { environment, revision: Number(revision), flags, segments }
}
