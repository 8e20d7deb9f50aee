import { Type } from 'typebox'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { FlagsDeps } from '../parts.ts'
import { apply } from './apply.ts'
import { viewFlags } from './flag-list.ts'
import { createFlag } from './flags.ts'
import { changedFlag, flagShape, TYPES, wantedFlag } from './shapes.ts'
import { shownFlag, shownFlags } from './show.ts'
import { findFlag, flagContentOf } from './standing.ts'
import { CSRF, keyText, READ, reasonText, versionNumber, WRITE } from './words.ts'

const byKey = object({ key: keyText })
const CHANGE_PROBLEMS = [
  'flags/flag-not-found',
  'flags/changed-since',
  'flags/needs-approval',
  'flags/invalid',
  'flags/in-use',
  CSRF,
]

export function flagRoutes(deps: FlagsDeps): Route[] {
  return [...readRoutes(deps), ...writeRoutes(deps), ...archiveRoutes(deps)]
}

function readRoutes(deps: FlagsDeps): Route[] {
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
            stale: Type.Optional(Type.Boolean()),
            ownerId: Type.Optional(idOf('user')),
            type: Type.Optional(oneOf(TYPES)),
          }),
          response: { 200: page(flagShape) },
        },
      },
      async ({ query }) => {
        const list = cursorPage(query, (values) => (values.length === 1 ? values : null))
        const { search, archived = false, stale, ownerId, type } = query
        const filter = { search, archived, stale, ownerId, type, after: list.after?.[0], limit: list.limit + 1 }
        const shown = await shownFlags(deps, db, await viewFlags(db, filter))
        return list.of(
          shown,
          ({ key }) => [key],
          (flag) => flag,
        )
      },
    ),
    route(
      {
        id: 'flags.get',
        method: 'GET',
        path: '/api/flags/{key}',
        summary: 'A flag with what it serves in every environment.',
        policy: READ,
        schema: { params: byKey, response: { 200: flagShape } },
        problems: ['flags/flag-not-found'],
      },
      (call) => shownFlag(deps, db, call.params.key),
    ),
  ]
}

function writeRoutes(deps: FlagsDeps): Route[] {
  return [
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
      ({ body, transaction }) =>
        transaction(async (tx) => {
          await createFlag(deps, tx, body)
          return await shownFlag(deps, tx, body.key)
        }),
    ),
    route(
      {
        id: 'flags.change',
        method: 'PATCH',
        path: '/api/flags/{key}',
        summary:
          'Changes what a flag is everywhere. Variants and whether it is public need approval when an environment does.',
        policy: WRITE,
        schema: { params: byKey, body: changedFlag, response: { 200: flagShape } },
        problems: CHANGE_PROBLEMS,
      },
      ({ params: { key }, body: { version, reason = '', ...said }, transaction }) =>
        transaction(async (tx) => {
          const content = { ...flagContentOf(await findFlag(tx, key)), ...said }
          await apply(deps, tx, { subject: flagNamed(key), content, baseVersion: version, reason })
          return await shownFlag(deps, tx, key)
        }),
    ),
  ]
}

function archiveRoutes(deps: FlagsDeps): Route[] {
  const settled = { response: { 200: flagShape } }
  return [
    route(
      {
        id: 'flags.archive',
        method: 'DELETE',
        path: '/api/flags/{key}',
        summary: 'Takes a flag out of every environment; its key stays taken and its history is kept.',
        policy: WRITE,
        schema: {
          params: byKey,
          query: object({ version: versionNumber, reason: Type.Optional(reasonText) }),
          ...settled,
        },
        problems: CHANGE_PROBLEMS,
      },
      ({ params: { key }, query: { version, reason = '' }, transaction }) =>
        transaction(async (tx) => {
          const content = { ...flagContentOf(await findFlag(tx, key)), archived: true }
          const subject = flagNamed(key)
          await apply(deps, tx, { subject, content, baseVersion: version, reason, action: 'archived' })
          return await shownFlag(deps, tx, key)
        }),
    ),
    route(
      {
        id: 'flags.restore',
        method: 'POST',
        path: '/api/flags/{key}/restore',
        summary: 'Brings an archived flag back, as it stood.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({ version: versionNumber, reason: Type.Optional(reasonText) }),
          ...settled,
        },
        problems: CHANGE_PROBLEMS,
      },
      ({ params: { key }, body: { version, reason = '' }, transaction }) =>
        transaction(async (tx) => {
          const content = { ...flagContentOf(await findFlag(tx, key)), archived: false }
          const subject = flagNamed(key)
          await apply(deps, tx, { subject, content, baseVersion: version, reason, action: 'restored' })
          return await shownFlag(deps, tx, key)
        }),
    ),
  ]
}

function flagNamed(target: string) {
  return { kind: 'flag', target, environment: null } as const
}
