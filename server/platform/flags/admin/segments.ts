import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { newId } from '../../../kernel/id.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagTables } from '../tables.ts'
import type { SegmentContent, Subject } from './content.ts'
import { listEnvironments } from './environments.ts'
import { assertUnused, faultsWith } from './judge.ts'
import { actorOf, lockWrites, record } from './record.ts'
import { dependentsOf } from './references.ts'
import { loadSnapshot } from './snapshot.ts'
import { findSegment } from './standing.ts'
import { assertSound } from './variants.ts'

const SEGMENTS_MAX = 1000

interface WantedSegment extends SegmentContent {
  readonly key: string
  readonly reason: string
}

export function segmentNamed(target: string): Subject {
  return { kind: 'segment', target, environment: null }
}

/** Makes a segment, which nothing uses yet. Throws flags/key-taken, flags/invalid, flags/too-many. */
export async function createSegment(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, wanted: WantedSegment): Promise<void> {
  const { key, reason, ...content } = wanted
  await lockWrites(tx)
  const [counted] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM flags.segment')
  if (Number(counted?.count ?? 0) >= SEGMENTS_MAX) throw flagsProblem('too-many')
  const made = await tx
    .query<FlagTables>()
    .insertInto('flags.segment')
    .values({
      ...{ id: newId<'flag-segment'>(), key, title: content.title, description: content.description, version: 1 },
      ...{ condition: JSON.stringify(content.condition), changed_at: now(), changed_by: actorOf(tx) },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  if (made === undefined) throw flagsProblem('key-taken')
  assertSound(await faultsWith(tx, segmentNamed(key), content))
  const touches = (await listEnvironments(tx)).map((environment) => environment.key)
  await record(deps, tx, {
    ...{ subject: segmentNamed(key), version: 1, action: 'made', before: null, after: content, reason, touches },
  })
}

interface Removal {
  readonly key: string
  readonly version: number
  readonly reason: string
}

/** Throws flags/segment-not-found, flags/changed-since, flags/in-use. */
export async function removeSegment(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, removal: Removal): Promise<void> {
  const { key, version, reason } = removal
  await lockWrites(tx)
  const { title, description, condition, ...row } = await findSegment(tx, key)
  if (row.version !== version) throw flagsProblem('changed-since')
  const touches = (await listEnvironments(tx)).map((environment) => environment.key)
  for (const environment of touches) assertUnused(await loadSnapshot(tx, environment), { kind: 'segment', key })
  await tx.query<FlagTables>().deleteFrom('flags.segment').where('key', '=', key).execute()
  await record(deps, tx, {
    ...{ subject: segmentNamed(key), version: version + 1, action: 'removed', reason, touches },
    ...{ before: { title, description, condition }, after: null },
  })
}

export function listSegments(reader: Reader) {
  return reader.query<FlagTables>().selectFrom('flags.segment').selectAll().orderBy('key').execute()
}

/** Which flags are evaluated with a segment, and where. */
export async function usersOf(reader: Reader, key: string) {
  const users = new Map<string, string[]>()
  for (const { key: environment } of await listEnvironments(reader)) {
    const snapshot = await loadSnapshot(reader, environment)
    for (const flag of dependentsOf(snapshot, { kind: 'segment', key }))
      users.set(flag.key, [...(users.get(flag.key) ?? []), environment])
  }
  return [...users].map(([flag, environments]) => ({ flag, environments }))
}
