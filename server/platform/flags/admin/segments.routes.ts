import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, line, namedObject, nullable, object, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { apply } from './apply.ts'
import { revisionPage, revisionShape, rollbackBody } from './history.routes.ts'
import { rollBack } from './history.ts'
import { createSegment, listSegments, removeSegment, segmentNamed, usersOf } from './segments.ts'
import { namesOf } from './show.ts'
import { findSegment } from './standing.ts'
import { conditionShape } from './targeting-shapes.ts'
import { CSRF, keyText, type Names, personShape, READ, reasonText, toPerson, versionNumber, WRITE } from './words.ts'

const segment = {
  key: Type.String(),
  title: Type.String(),
  description: Type.String(),
  condition: conditionShape,
  version: Type.Integer(),
  changedAt: instant,
  changedBy: nullable(personShape),
}
const segmentShape = namedObject('FlagSegment', segment)
const segmentDetail = object({
  ...segment,
  usedBy: Type.Array(object({ flag: Type.String(), environments: Type.Array(Type.String()) })),
})
/** All of a segment that a change request may say. */
export const segmentContent = object({ title: line(200), description: text(2000), condition: conditionShape })

const byKey = object({ key: keyText })
const NOT_FOUND = 'flags/segment-not-found'
const CHANGE_PROBLEMS = [NOT_FOUND, 'flags/changed-since', 'flags/needs-approval', 'flags/invalid', CSRF]

export function segmentRoutes(deps: FlagsDeps): Route[] {
  return [...readRoutes(deps), ...writeRoutes(deps), ...pastRoutes(deps)]
}

function readRoutes(deps: FlagsDeps): Route[] {
  const { db } = deps
  return [
    route(
      {
        id: 'flags.listSegments',
        method: 'GET',
        path: '/api/flag-segments',
        summary: 'All segments by key.',
        policy: READ,
        schema: { response: { 200: object({ items: Type.Array(segmentShape) }) } },
      },
      async () => {
        const rows = await listSegments(db)
        const names = await namesOf(
          deps,
          db,
          rows.map(({ changed_by: by }) => by),
        )
        return { items: rows.map((row) => toSegment(row, names)) }
      },
    ),
    route(
      {
        id: 'flags.getSegment',
        method: 'GET',
        path: '/api/flag-segments/{key}',
        summary: 'A segment, with the flags that use it, directly or by others.',
        policy: READ,
        schema: { params: byKey, response: { 200: segmentDetail } },
        problems: [NOT_FOUND],
      },
      (call) => shownSegment(deps, db, call.params.key),
    ),
  ]
}

function writeRoutes(deps: FlagsDeps): Route[] {
  const { title, description, condition } = segmentContent.properties
  return [
    route(
      {
        id: 'flags.createSegment',
        method: 'POST',
        path: '/api/flag-segments',
        summary: 'Makes a segment: a condition by name, the same in all environments.',
        policy: WRITE,
        schema: {
          body: object({
            ...{ key: keyText, title, description: Type.Optional(description), condition },
            reason: Type.Optional(reasonText),
          }),
          response: { 201: segmentDetail },
        },
        problems: ['flags/key-taken', 'flags/invalid', 'flags/too-many', CSRF],
      },
      ({ body, transaction }) =>
        transaction(async (tx) => {
          await createSegment(deps, tx, { description: '', reason: '', ...body })
          return await shownSegment(deps, tx, body.key)
        }),
    ),
    route(
      {
        id: 'flags.changeSegment',
        method: 'PATCH',
        path: '/api/flag-segments/{key}',
        summary:
          'Changes a segment, and with it every flag that uses it. Needs approval when one of their environments does.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({
            ...{ version: versionNumber, title: Type.Optional(title), description: Type.Optional(description) },
            ...{ condition: Type.Optional(condition), reason: Type.Optional(reasonText) },
          }),
          response: { 200: segmentDetail },
        },
        problems: CHANGE_PROBLEMS,
      },
      ({ params: { key }, body: { version, reason = '', ...said }, transaction }) =>
        transaction(async (tx) => {
          const row = await findSegment(tx, key)
          const standing = { title: row.title, description: row.description, condition: row.condition }
          const content = { ...standing, ...said }
          await apply(deps, tx, { subject: segmentNamed(key), content, baseVersion: version, reason })
          return await shownSegment(deps, tx, key)
        }),
    ),
  ]
}

function pastRoutes(deps: FlagsDeps): Route[] {
  return [
    route(
      {
        id: 'flags.removeSegment',
        method: 'DELETE',
        path: '/api/flag-segments/{key}',
        summary: 'Removes a segment that nothing uses.',
        policy: WRITE,
        schema: {
          params: byKey,
          query: object({ version: versionNumber, reason: Type.Optional(reasonText) }),
          response: { 204: null },
        },
        problems: [NOT_FOUND, 'flags/changed-since', 'flags/in-use', CSRF],
      },
      ({ params: { key }, query: { version, reason = '' }, transaction }) =>
        transaction((tx) => removeSegment(deps, tx, { key, version, reason })),
    ),
    route(
      {
        id: 'flags.segmentHistory',
        method: 'GET',
        path: '/api/flag-segments/{key}/history',
        summary: 'What was changed of a segment, the newest first; also of one that was removed.',
        policy: READ,
        schema: { params: byKey, query: object(pageQuery), response: { 200: page(revisionShape) } },
      },
      ({ params: { key }, query }) => revisionPage(deps, query, { kinds: ['segment'], target: key }),
    ),
    route(
      {
        id: 'flags.rollbackSegment',
        method: 'POST',
        path: '/api/flag-segments/{key}/rollback',
        summary: 'Lets hold again what a revision of a segment left behind, as a new revision.',
        policy: WRITE,
        schema: { params: byKey, body: rollbackBody, response: { 200: segmentDetail } },
        problems: [...CHANGE_PROBLEMS, 'flags/revision-not-found'],
      },
      ({ params: { key }, body: { reason = '', ...wanted }, transaction }) =>
        transaction(async (tx) => {
          await rollBack(deps, tx, { kind: 'segment', target: key, ...wanted, reason })
          return await shownSegment(deps, tx, key)
        }),
    ),
  ]
}

async function shownSegment(deps: FlagsDeps, reader: Reader, key: string) {
  const row = await findSegment(reader, key)
  const names = await namesOf(deps, reader, [row.changed_by])
  return { ...toSegment(row, names), usedBy: await usersOf(reader, key) }
}

function toSegment(row: Awaited<ReturnType<typeof findSegment>>, names: Names) {
  const { key, title, description, condition, version, changed_at: changedAt } = row
  return { key, title, description, condition, version, changedAt, changedBy: toPerson(row.changed_by, names) }
}
