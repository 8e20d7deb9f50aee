import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, line, namedObject, nullable, object } from '../../../kernel/http/schema.ts'
import type { FlagsDeps } from '../parts.ts'
import {
  changeEnvironment,
  createEnvironment,
  type Environment,
  findEnvironment,
  listEnvironments,
  removeEnvironment,
} from './environments.ts'
import { APPROVE, CSRF, environmentKey, READ } from './words.ts'

/** Whether changes need approval is said by somebody who has just proven who they are. */
const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const
const NOT_FOUND = 'flags/environment-not-found'
const byKey = object({ key: environmentKey })
const environmentShape = namedObject('FlagEnvironment', {
  key: Type.String(),
  title: Type.String(),
  revision: Type.Integer({ description: 'Grows with every change of what is evaluated there' }),
  needsApproval: Type.Boolean(),
  isBuiltIn: Type.Boolean(),
  isOwn: Type.Boolean({ description: 'Whether this installation evaluates it for its own callers' }),
  copiedFrom: nullable(Type.String()),
  createdAt: instant,
})

export function environmentRoutes(deps: FlagsDeps): Route[] {
  return [...listRoutes(deps), ...administratorRoutes(deps)]
}

function listRoutes({ db, environment: own }: FlagsDeps): Route[] {
  return [
    route(
      {
        id: 'flags.listEnvironments',
        method: 'GET',
        path: '/api/flag-environments',
        summary: 'Where flags are evaluated.',
        policy: READ,
        schema: { response: { 200: object({ items: Type.Array(environmentShape) }) } },
      },
      async () => ({ items: (await listEnvironments(db)).map((row) => shown(row, own)) }),
    ),
  ]
}

function administratorRoutes(deps: FlagsDeps): Route[] {
  const { environment: own } = deps
  return [
    route(
      {
        id: 'flags.createEnvironment',
        method: 'POST',
        path: '/api/flag-environments',
        summary: 'Makes an environment as a copy of another: the same rules, and everybody in the same bucket.',
        policy: APPROVE,
        schema: {
          body: object({
            ...{ key: environmentKey, title: line(100), copiedFrom: environmentKey },
            needsApproval: Type.Optional(Type.Boolean()),
          }),
          response: { 201: environmentShape },
        },
        problems: [NOT_FOUND, 'flags/key-taken', 'flags/too-many', CSRF],
      },
      ({ body, transaction }) =>
        transaction(async (tx) => {
          await createEnvironment(tx, { needsApproval: false, ...body })
          return shown(await findEnvironment(tx, body.key), own)
        }),
    ),
    route(
      {
        id: 'flags.changeEnvironment',
        method: 'PATCH',
        path: '/api/flag-environments/{key}',
        summary: 'Changes the title of an environment, or whether its changes need approval.',
        policy: { ...APPROVE, assurance: FRESH },
        schema: {
          params: byKey,
          body: object({ title: Type.Optional(line(100)), needsApproval: Type.Optional(Type.Boolean()) }),
          response: { 200: environmentShape },
        },
        problems: [NOT_FOUND, CSRF],
      },
      ({ params: { key }, body, transaction }) =>
        transaction(async (tx) => {
          await changeEnvironment(tx, key, body)
          return shown(await findEnvironment(tx, key), own)
        }),
    ),
    route(
      {
        id: 'flags.removeEnvironment',
        method: 'DELETE',
        path: '/api/flag-environments/{key}',
        summary: 'Removes an environment that was made here, with what its flags served.',
        policy: APPROVE,
        schema: { params: byKey, response: { 204: null } },
        problems: [NOT_FOUND, 'flags/built-in', 'flags/needs-approval', CSRF],
      },
      ({ params: { key }, transaction }) => transaction((tx) => removeEnvironment(deps, tx, key)),
    ),
  ]
}

function shown(row: Environment, own: string) {
  return {
    ...{ key: row.key, title: row.title, revision: Number(row.revision), needsApproval: row.needs_approval },
    ...{ isBuiltIn: row.is_built_in, isOwn: row.key === own, copiedFrom: row.copied_from, createdAt: row.created_at },
  }
}
