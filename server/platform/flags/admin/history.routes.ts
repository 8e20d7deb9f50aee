import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { FlagsDeps } from '../parts.ts'
import { changesBetween } from './diff.ts'
import { listRevisions, rollBack } from './history.ts'
import { flagShape } from './shapes.ts'
import { namesOf, shownFlag } from './show.ts'
import { findFlag } from './standing.ts'
import {
  CSRF,
  environmentKey,
  keyText,
  type Names,
  personShape,
  READ,
  reasonText,
  toPerson,
  versionNumber,
  WRITE,
} from './words.ts'

export const changesShape = Type.Array(object({ pointer: Type.String(), from: Type.Unknown(), to: Type.Unknown() }), {
  description: 'Members that differ; items of lists by their id or key',
})
export const revisionShape = namedObject('FlagRevision', {
  id: idOf('flag-revision'),
  kind: oneOf(['flag', 'targeting', 'segment']),
  environment: nullable(Type.String()),
  version: Type.Integer(),
  action: Type.String(),
  changes: changesShape,
  before: Type.Unknown({ description: 'What held until then; null when it was made' }),
  after: Type.Unknown({ description: 'What held from then on; null when it was removed' }),
  reason: Type.String(),
  changeId: nullable(idOf('flag-change')),
  actor: nullable(personShape),
  at: instant,
})
export const rollbackBody = object({
  revisionId: idOf('flag-revision'),
  version: versionNumber,
  reason: Type.Optional(reasonText),
})

type Revision = Awaited<ReturnType<typeof listRevisions>>[number]

function toRevision(row: Revision, names: Names) {
  const { id, kind, environment, version, action, before, after, reason, at } = row
  return {
    ...{ id, kind, environment, version, action, before, after, reason, at },
    changes: changesBetween(before ?? {}, after ?? {}),
    changeId: row.change_id,
    actor: toPerson(row.actor_id, names),
  }
}

interface RevisionQuery {
  readonly limit?: number
  readonly cursor?: string
  readonly environment?: string
}

/** What became of something, the newest first. */
export async function revisionPage(
  deps: FlagsDeps,
  query: RevisionQuery,
  of: Pick<Parameters<typeof listRevisions>[1], 'kinds' | 'target'>,
) {
  const { db } = deps
  const list = cursorPage(query, acceptId)
  const filter = { environment: query.environment, after: list.after?.[0], limit: list.limit + 1 }
  const rows = await listRevisions(db, { ...of, ...filter })
  const names = await namesOf(
    deps,
    db,
    rows.map(({ actor_id: id }) => id),
  )
  return list.of(
    rows,
    ({ id }) => [id],
    (row) => toRevision(row, names),
  )
}

export function historyRoutes(deps: FlagsDeps): Route[] {
  const { db } = deps
  const params = object({ key: keyText })
  return [
    route(
      {
        id: 'flags.history',
        method: 'GET',
        path: '/api/flags/{key}/history',
        summary: 'What was changed of a flag, by whom and why, the newest first.',
        policy: READ,
        schema: {
          params,
          query: object({ ...pageQuery, environment: Type.Optional(environmentKey) }),
          response: { 200: page(revisionShape) },
        },
        problems: ['flags/flag-not-found'],
      },
      async ({ params: { key }, query }) => {
        await findFlag(db, key)
        return await revisionPage(deps, query, { kinds: ['flag', 'targeting'], target: key })
      },
    ),
    route(
      {
        id: 'flags.rollback',
        method: 'POST',
        path: '/api/flags/{key}/rollback',
        summary: 'Lets hold again what a revision left behind, as a new revision.',
        policy: WRITE,
        schema: { params, body: rollbackBody, response: { 200: flagShape } },
        problems: [
          ...['flags/flag-not-found', 'flags/environment-not-found', 'flags/revision-not-found'],
          ...['flags/changed-since', 'flags/needs-approval', 'flags/invalid', 'flags/in-use', 'flags/archived', CSRF],
        ],
      },
      ({ params: { key }, body: { reason = '', ...wanted }, transaction }) =>
        transaction(async (tx) => {
          await rollBack(deps, tx, { kind: 'flag', target: key, ...wanted, reason })
          return await shownFlag(deps, tx, key)
        }),
    ),
  ]
}
