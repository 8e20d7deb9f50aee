import { type Static, Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, instant, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import type { ChangeRow } from '../tables.ts'
import { findChange, type WantedChange } from './changes.ts'
import { changesBetween } from './diff.ts'
import { changesShape } from './history.routes.ts'
import { findRevision, findVersion } from './history.ts'
import { segmentContent } from './segments.routes.ts'
import { flagContent } from './shapes.ts'
import { namesOf } from './show.ts'
import { type Standing, standingOf } from './standing.ts'
import { completedTargeting } from './targeting.ts'
import { wantedTargeting } from './targeting-shapes.ts'
import { assertSound } from './variants.ts'
import { environmentKey, keyText, type Names, personShape, reasonText, toPerson, versionNumber } from './words.ts'

const said = {
  target: keyText,
  environment: Type.Optional(environmentKey),
  targeting: Type.Optional(wantedTargeting),
  flag: Type.Optional(flagContent),
  segment: Type.Optional(segmentContent),
  revisionId: Type.Optional(idOf('flag-revision')),
  baseVersion: versionNumber,
  reason: Type.Optional(reasonText),
  scheduledAt: Type.Optional(nullable(Type.String({ format: 'date-time' }))),
}
/** One of `targeting` (with its environment), `flag`, `segment`, or `revisionId`: what that left behind. */
export const changeBody = object(said)
export const editBody = object({ version: versionNumber, ...said })

/** What a body says, with ids and salts. Throws flags/invalid, flags/revision-not-found and what is not found. */
export async function changeOf(tx: Tx, body: Static<typeof changeBody>): Promise<WantedChange> {
  const { baseVersion, reason = '', scheduledAt = null } = body
  const common = { baseVersion, reason, scheduledAt: scheduledAt === null ? null : new Date(scheduledAt) }
  return { ...(await contentOf(tx, body)), ...common }
}

async function contentOf(tx: Tx, body: Static<typeof changeBody>): Promise<Pick<WantedChange, 'subject' | 'content'>> {
  const { target, environment, targeting, flag, segment, revisionId } = body
  const given = [targeting, flag, segment, revisionId].filter((one) => one !== undefined)
  if (given.length !== 1 || (environment !== undefined) !== (targeting !== undefined)) assertSound([UNCLEAR])
  if (targeting !== undefined && environment !== undefined) {
    const content = await completedTargeting(tx, { key: target, environment, wanted: targeting })
    return { subject: { kind: 'targeting', target, environment }, content }
  }
  if (flag !== undefined) return { subject: { kind: 'flag', target, environment: null }, content: flag }
  if (segment !== undefined) return { subject: { kind: 'segment', target, environment: null }, content: segment }
  const revision = await findRevision(tx, null, target, revisionId as Id<'flag-revision'>)
  return { subject: { kind: revision.kind, target, environment: revision.environment }, content: revision.after }
}

const UNCLEAR = {
  pointer: '',
  code: 'one-of',
  detail: 'says one of targeting with its environment, flag, segment and revisionId',
}

const item = {
  id: idOf('flag-change'),
  kind: oneOf(['flag', 'targeting', 'segment']),
  target: Type.String(),
  environment: nullable(Type.String()),
  reason: Type.String(),
  state: oneOf(['open', 'approved', 'applied', 'failed', 'rejected', 'cancelled']),
  scheduledAt: nullable(instant),
  version: Type.Integer(),
  proposedBy: nullable(personShape),
  proposedAt: instant,
  approvedBy: nullable(personShape),
  approvedAt: nullable(instant),
  decidedBy: nullable(personShape),
  decidedAt: nullable(instant),
  note: nullable(Type.String()),
  failure: nullable(
    object({
      code: Type.String(),
      detail: Type.String(),
      errors: Type.Array(object({ pointer: Type.String(), code: Type.String(), detail: Type.String() })),
    }),
  ),
}
export const changeItem = object(item)
export const changeDetail = object({
  ...item,
  before: Type.Unknown({ description: 'What held when it was proposed' }),
  content: Type.Unknown({ description: 'What is to hold' }),
  contentHash: Type.String({ description: 'SHA-256 of the canonical JSON of all that is approved' }),
  baseVersion: Type.Integer(),
  /** What holds now; null when there is no such thing any more. */
  standing: nullable(object({ version: Type.Integer(), content: Type.Unknown() })),
  isOutdated: Type.Boolean({ description: 'What it was proposed on has changed since' }),
  changes: changesShape,
})

export async function shownChanges(deps: Pick<FlagsDeps, 'people'>, reader: Reader, rows: readonly ChangeRow[]) {
  const ids = rows.flatMap((row) => [row.proposed_by, row.approved_by, row.decided_by])
  const names = await namesOf(deps, reader, ids)
  return rows.map((row) => toItem(row, names))
}

export async function shownChange(deps: Pick<FlagsDeps, 'people'>, reader: Reader, id: Id<'flag-change'>) {
  const row = await findChange(reader, id)
  const [shown] = await shownChanges(deps, reader, [row])
  const standing = await standingIfThere(reader, row)
  const isOutdated = standing?.version !== row.base_version
  const before = isOutdated ? await replacedContent(reader, row) : standing.content
  return {
    ...shown,
    ...{ before, content: row.content, contentHash: row.content_hash, baseVersion: row.base_version },
    ...{ standing, isOutdated },
    changes: changesBetween(before, row.content),
  }
}

/** What held at the version that a change was proposed on, by the revision that put something else in its place. */
async function replacedContent(reader: Reader, { kind, target, environment, base_version: base }: ChangeRow) {
  const revision = await findVersion(reader, { kind, target, environment }, base + 1)
  return revision?.before ?? {}
}

/** What it is of may have been removed. */
async function standingIfThere(reader: Reader, { kind, target, environment }: ChangeRow): Promise<Standing | null> {
  return await standingOf(reader, { kind, target, environment }).catch((error: { status?: number }) => {
    if (error.status === 404) return null
    throw error
  })
}

function toItem(row: ChangeRow, names: Names) {
  const { id, kind, target, environment, reason, state, version, note, failure } = row
  return {
    ...{ id, kind, target, environment, reason, state, version, note, failure },
    scheduledAt: row.scheduled_at,
    proposedBy: toPerson(row.proposed_by, names),
    proposedAt: row.proposed_at,
    approvedBy: toPerson(row.approved_by, names),
    approvedAt: row.approved_at,
    decidedBy: toPerson(row.decided_by, names),
    decidedAt: row.decided_at,
  }
}
