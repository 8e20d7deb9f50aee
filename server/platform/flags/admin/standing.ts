import type { Rule } from '@plinth/sdk/flags'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagRow, FlagTables, TargetingRow } from '../tables.ts'
import type { Content, FlagContent, SegmentContent, Subject, TargetingContent } from './content.ts'
import { actorOf } from './record.ts'

/** What holds before a change. */
export interface Standing {
  readonly version: number
  readonly content: Content
}

export function flagContentOf(row: FlagRow): FlagContent {
  return {
    ...{ title: row.title, description: row.description, variants: row.variants, isPublic: row.is_public },
    ...{ isPermanent: row.is_permanent, staleAfterDays: row.stale_after_days, ownerId: row.owner_id },
    archived: row.archived_at !== null,
  }
}

export function targetingContentOf(row: TargetingRow): TargetingContent {
  const { enabled, off_variant: offVariant, prerequisites, rules, fallthrough } = row
  return { enabled, offVariant, prerequisites, rules, fallthrough }
}

/** Throws flags/flag-not-found. */
export async function findFlag(reader: Reader, key: string): Promise<FlagRow> {
  const found = await rows(reader).selectFrom('flags.flag').selectAll().where('key', '=', key).executeTakeFirst()
  if (found === undefined) throw flagsProblem('flag-not-found')
  return found
}

/** Throws flags/environment-not-found, for a flag that is there. */
export async function findTargeting(reader: Reader, flag: FlagRow, environment: string | null): Promise<TargetingRow> {
  const found = await rows(reader)
    .selectFrom('flags.targeting')
    .selectAll()
    .where('flag_id', '=', flag.id)
    .where('environment', '=', environment ?? '')
    .executeTakeFirst()
  if (found === undefined) throw flagsProblem('environment-not-found')
  return found
}

/** A rule of a flag as it stands in an environment; null when there is none. */
export async function findRule(
  reader: Reader,
  flag: string,
  environment: string,
  ruleId: string,
): Promise<Rule | null> {
  const found = await rows(reader)
    .selectFrom('flags.targeting as targeting')
    .innerJoin('flags.flag as flag', 'flag.id', 'targeting.flag_id')
    .select('targeting.rules')
    .where('flag.key', '=', flag)
    .where('targeting.environment', '=', environment)
    .executeTakeFirst()
  return found?.rules.find(({ id }) => id === ruleId) ?? null
}

/** Throws flags/segment-not-found. */
export async function findSegment(reader: Reader, key: string) {
  const found = await rows(reader).selectFrom('flags.segment').selectAll().where('key', '=', key).executeTakeFirst()
  if (found === undefined) throw flagsProblem('segment-not-found')
  return found
}

/** Throws flags/flag-not-found, flags/environment-not-found, flags/segment-not-found. */
export async function standingOf(reader: Reader, { kind, target, environment }: Subject): Promise<Standing> {
  if (kind === 'segment') {
    const { version, title, description, condition } = await findSegment(reader, target)
    return { version, content: { title, description, condition } }
  }
  const flag = await findFlag(reader, target)
  if (kind === 'flag') return { version: flag.version, content: flagContentOf(flag) }
  const targeting = await findTargeting(reader, flag, environment)
  return { version: targeting.version, content: targetingContentOf(targeting) }
}

/** Puts the content in the place of what stood; the caller holds the lock of writes and has judged it. */
export async function writeContent(tx: Tx, subject: Subject, content: Content, version: number): Promise<void> {
  if (subject.kind === 'flag') await writeFlag(tx, subject, content as FlagContent, version)
  else if (subject.kind === 'segment') await writeSegment(tx, subject, content as SegmentContent, version)
  else await writeTargeting(tx, subject, content as TargetingContent, version)
}

async function writeFlag(tx: Tx, { target }: Subject, content: FlagContent, version: number): Promise<void> {
  await rows(tx)
    .updateTable('flags.flag')
    .set(({ fn, val }) => ({
      ...{ title: content.title, description: content.description, variants: JSON.stringify(content.variants) },
      ...{ is_public: content.isPublic, is_permanent: content.isPermanent },
      ...{ stale_after_days: content.staleAfterDays, owner_id: content.ownerId, version },
      archived_at: content.archived ? fn.coalesce('archived_at', val(now())) : null,
    }))
    .where('key', '=', target)
    .execute()
}

async function writeTargeting(tx: Tx, subject: Subject, content: TargetingContent, version: number): Promise<void> {
  const { target, environment } = subject
  await rows(tx)
    .updateTable('flags.targeting')
    .set(({ ref }) => ({
      ...{ enabled: content.enabled, off_variant: content.offVariant, version },
      ...{ prerequisites: JSON.stringify(content.prerequisites), rules: JSON.stringify(content.rules) },
      fallthrough: content.fallthrough === null ? null : JSON.stringify(content.fallthrough),
      killed_at: content.enabled ? null : ref('killed_at'),
      ...{ changed_at: now(), changed_by: actorOf(tx) },
    }))
    .where('environment', '=', environment ?? '')
    .where('flag_id', '=', (query) => query.selectFrom('flags.flag').select('id').where('key', '=', target))
    .execute()
}

async function writeSegment(tx: Tx, { target }: Subject, content: SegmentContent, version: number): Promise<void> {
  await rows(tx)
    .updateTable('flags.segment')
    .set({
      ...{ title: content.title, description: content.description, condition: JSON.stringify(content.condition) },
      ...{ version, changed_at: now(), changed_by: actorOf(tx) },
    })
    .where('key', '=', target)
    .execute()
}

function rows(from: Reader) {
  return from.query<FlagTables>()
}
