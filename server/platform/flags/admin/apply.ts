import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import { type Content, canonical, type FlagContent, type SegmentContent, type Subject } from './content.ts'
import { listEnvironments } from './environments.ts'
import { faultsWith } from './judge.ts'
import { lockWrites, record } from './record.ts'
import { dependentsOf } from './references.ts'
import { loadSnapshot } from './snapshot.ts'
import { type Standing, standingOf, writeContent } from './standing.ts'
import { assertSound } from './variants.ts'

export interface Application {
  readonly subject: Subject
  readonly content: Content
  /** Of what was read before. */
  readonly baseVersion: number
  readonly reason: string
  /** What is done, in the past; `changed` when absent. */
  readonly action?: string
  /** The approved change that this is. */
  readonly changeId?: Id<'flag-change'> | null
  /** Whether it needs no approval: it has one, or it is an emergency. */
  readonly passes?: boolean
}

/**
 * Puts content in the place of what stands: the one way in which flags, targetings and segments change. What is the same already is no change.
 * Throws flags/changed-since, flags/needs-approval, flags/invalid, flags/in-use, flags/archived and what is not found, before it writes.
 */
export async function apply(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, application: Application): Promise<number> {
  const { subject, content, baseVersion, reason, action = 'changed', passes = false } = application
  await lockWrites(tx)
  const standing = await standingOf(tx, subject)
  if (standing.version !== baseVersion) throw flagsProblem('changed-since')
  if (canonical(standing.content) === canonical(content)) return standing.version
  if (!passes) await assertOpen(tx, await environmentsServed(tx, subject, standing, content))
  const touches = await environmentsTouched(tx, subject, standing, content)
  assertSound(await faultsWith(tx, subject, content))
  const version = standing.version + 1
  await writeContent(tx, subject, content, version)
  await record(deps, tx, {
    ...{ subject, version, action, before: standing.content, after: content, reason, touches },
    ...{ changeId: application.changeId ?? null, isEmergency: passes && application.changeId === undefined },
  })
  return version
}

/** Whether a change of this needs somebody's approval. */
export async function isGuarded(
  reader: Reader,
  subject: Subject,
  standing: Standing,
  content: Content,
): Promise<boolean> {
  const touches = new Set(await environmentsServed(reader, subject, standing, content))
  return (await listEnvironments(reader)).some(({ key, needs_approval: guarded }) => guarded && touches.has(key))
}

/** Throws flags/needs-approval. */
async function assertOpen(reader: Reader, touches: readonly string[]): Promise<void> {
  const guarded = (await listEnvironments(reader)).filter(({ needs_approval: needs }) => needs).map(({ key }) => key)
  const environments = guarded.filter((key) => touches.includes(key))
  if (environments.length > 0) throw flagsProblem('needs-approval', { params: { environments } })
}

/** Whose snapshot becomes another: none when only titles and the like differ. */
async function environmentsTouched(
  reader: Reader,
  { environment }: Subject,
  { content: before }: Standing,
  after: Content,
): Promise<string[]> {
  if (environment !== null) return [environment]
  if (isDeepStrictEqual(servedPart(before), servedPart(after))) return []
  return (await listEnvironments(reader)).map(({ key }) => key)
}

/** Where something else is served by it: of a segment, only where it is used. */
async function environmentsServed(
  reader: Reader,
  subject: Subject,
  standing: Standing,
  after: Content,
): Promise<string[]> {
  const touched = await environmentsTouched(reader, subject, standing, after)
  return subject.kind === 'segment' ? await environmentsUsing(reader, subject.target, touched) : touched
}

/** Environments in which a flag is evaluated with the segment. */
async function environmentsUsing(reader: Reader, segment: string, environments: readonly string[]): Promise<string[]> {
  const using: string[] = []
  for (const environment of environments) {
    const snapshot = await loadSnapshot(reader, environment)
    if (dependentsOf(snapshot, { kind: 'segment', key: segment }).length > 0) using.push(environment)
  }
  return using
}

function servedPart(content: Content): unknown {
  if ('condition' in content) return (content satisfies SegmentContent).condition
  const { variants, isPublic, archived } = content as FlagContent
  return { variants, isPublic, archived }
}
