import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, namedObject, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { type ContentType, pascal } from './content-type.ts'
import { createEntry, type EntryChange, type NewEntry, updateEntry, versionOf } from './entries.ts'
import { type ContentParts, editorOf } from './parts.ts'
import { findEntry, findStatus, listEntries } from './staff-reads.ts'
import {
  changeShape,
  lineShape,
  newEntryShape,
  STATES,
  statusShape,
  toStatus,
  toVersion,
  toWhole,
  versionShape,
  wholeShape,
} from './staff-shapes.ts'

export const CSRF = 'identity/csrf'
/** A long article with its structure. */
const BODY_BYTES_MAX = 2_000_000

const byId = object({ id: idOf('entry') })
const notFound = ['content/entry-not-found']
const writing = ['content/slug-taken', 'content/slug-reserved', CSRF]

/** What staff read and write of a type, where the shape of its fields counts. */
export function staffRoutes(parts: ContentParts, type: ContentType): Route[] {
  return [...readRoutes(parts, type), createRoute(parts, type), updateRoute(parts, type)]
}

function readRoutes({ db }: ContentParts, type: ContentType): Route[] {
  const policy = { can: type.permissions.write, rate: 'read' } as const
  const path = `/api/content/${type.name}`
  return [
    route(
      {
        id: `content.browse${pascal(type.plural)}`,
        method: 'GET',
        path,
        summary: `All ${type.plural} that the caller may change, newest first; \`q\` is a part of the title.`,
        policy,
        schema: {
          query: object({
            ...pageQuery,
            state: Type.Optional(oneOf(STATES)),
            locale: Type.Optional(oneOf(type.locales)),
            q: Type.Optional(line(100)),
            own: Type.Optional(Type.Boolean()),
            trashed: Type.Optional(Type.Boolean()),
          }),
          response: { 200: page(lineShape(type)) },
        },
      },
      (call) => listEntries(db, type, editorOf(call, type), call.query),
    ),
    route(
      {
        id: `content.read${pascal(type.name)}`,
        method: 'GET',
        path: `${path}/{id}`,
        summary: `The newest version of one ${type.name}.`,
        policy,
        schema: { params: byId, response: { 200: wholeShape(type) } },
        problems: notFound,
      },
      async (call) => toWhole(await findEntry(db, { type, id: call.params.id, editor: editorOf(call, type) })),
    ),
    route(
      {
        id: `content.read${pascal(type.name)}Version`,
        method: 'GET',
        path: `${path}/{id}/versions/{number}`,
        summary: `One version of a ${type.name}.`,
        policy,
        schema: { params: object({ id: idOf('entry'), number: numberText }), response: { 200: versionShape(type) } },
        problems: [...notFound, 'content/version-not-found'],
      },
      async (call) => {
        const { id } = await findStatus(db, { type, id: call.params.id, editor: editorOf(call, type) })
        return toVersion(await versionOf(db, id, Number(call.params.number)))
      },
    ),
  ]
}

/** A version's number in a path, where every value is text. */
const numberText = Type.String({ pattern: '^[1-9][0-9]{0,6}$', description: 'Number of a version' })

/** Without the fields, which may be longer than what an Idempotency-Key replays. */
const createdShape = namedObject('CreatedEntry', { ...statusShape.properties, slug: Type.String() })

function createRoute(parts: ContentParts, type: ContentType): Route {
  return route(
    {
      id: `content.create${pascal(type.name)}`,
      method: 'POST',
      path: `/api/content/${type.name}`,
      summary: `Writes a new ${type.name}, as a draft.`,
      policy: { can: type.permissions.write, rate: 'write', idempotency: 'optional' },
      schema: { body: newEntryShape(type), response: { 201: createdShape } },
      problems: [...writing, ...notFound, 'content/translation-exists'],
      bodyLimitBytes: BODY_BYTES_MAX,
    },
    async (call) => {
      const { userId } = editorOf(call, type)
      const input = { ...(call.body as NewEntry), ownerId: userId }
      return await call.transaction(async (tx) => {
        const { entry, slug } = await createEntry(tx, parts, type, input)
        return { ...toStatus(entry), slug }
      })
    },
  )
}

function updateRoute(parts: ContentParts, type: ContentType): Route {
  return route(
    {
      id: `content.update${pascal(type.name)}`,
      method: 'PATCH',
      path: `/api/content/${type.name}/{id}`,
      summary: `Saves a new version on top of the one that was read; what is live stays until it is published.`,
      policy: { can: type.permissions.write, rate: 'write' },
      schema: { params: byId, body: changeShape(type), response: { 200: wholeShape(type) } },
      problems: [
        ...[...writing, ...notFound],
        ...['content/changed-since', 'content/edited-by-other', 'content/wrong-state'],
      ],
      bodyLimitBytes: BODY_BYTES_MAX,
    },
    async (call) => {
      const address = { type, id: call.params.id, editor: editorOf(call, type) }
      const saved = await call.transaction((tx) => updateEntry(tx, parts, address, call.body as EntryChange))
      return toWhole(saved)
    },
  )
}
