import { Type } from 'typebox'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import type { FlagRow } from '../tables.ts'
import { listFlags, standingsOf } from './flag-list.ts'
import { createFlag, findFlag } from './flags.ts'
import { flagShape, keyText, toFlag, wantedFlag } from './shapes.ts'

const READ = { can: 'flags:read', rate: 'read' } as const
const WRITE = { can: 'flags:write', rate: 'write' } as const
const CSRF = 'identity/csrf'

export function flagRoutes(deps: FlagsDeps): Route[] {
  const { db } = deps
  return [
    route(
      {
        id: 'flags.list',
        method: 'GET',
        path: '/api/flags',
        summary: 'Flags by key, with how each stands in every environment.',
        policy: READ,
        schema: {
          query: object({
            ...pageQuery,
            search: Type.Optional(line(100)),
            archived: Type.Optional(Type.Boolean()),
            ownerId: Type.Optional(idOf('user')),
          }),
          response: { 200: page(flagShape) },
        },
      },
      async ({ query }) => {
        const list = cursorPage(query, (values) => (values.length === 1 ? values : null))
        const { search, archived = false, ownerId } = query
        const filter = { search, archived, ownerId, after: list.after?.[0], limit: list.limit + 1 }
        const rows = await listFlags(db, filter)
        const shown = await shownFlags(deps, db, rows)
        return list.of(
          shown,
          ({ key }) => [key],
          (flag) => flag,
        )
      },
    ),
    route(
      {
        id: 'flags.create',
        method: 'POST',
        path: '/api/flags',
        summary: 'Makes a flag, switched off in every environment.',
        policy: WRITE,
        schema: { body: wantedFlag, response: { 201: flagShape } },
        problems: ['flags/key-taken', 'flags/invalid', 'flags/too-many', CSRF],
      },
      (call) => call.transaction(async (tx) => shownFlag(deps, tx, await createFlag(deps, tx, call.body))),
    ),
    route(
      {
        id: 'flags.get',
        method: 'GET',
        path: '/api/flags/{key}',
        summary: 'A flag with what it serves in every environment.',
        policy: READ,
        schema: { params: object({ key: keyText }), response: { 200: flagShape } },
        problems: ['flags/flag-not-found'],
      },
      async (call) => shownFlag(deps, db, await findFlag(db, call.params.key)),
    ),
  ]
}

async function shownFlag(deps: FlagsDeps, reader: Reader, row: FlagRow) {
  return (await shownFlags(deps, reader, [row]))[0]
}

async function shownFlags({ people }: FlagsDeps, reader: Reader, rows: readonly FlagRow[]) {
  const standings = await standingsOf(
    reader,
    rows.map(({ id }) => id),
  )
  const owners = rows.flatMap(({ owner_id: id }) => (id === null ? [] : [id]))
  const names = await people(owners, reader)
  return rows.map((row) => toFlag(row, standings.get(row.id) ?? [], names))
}
