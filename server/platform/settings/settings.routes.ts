import { Type } from 'typebox'
import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { change, type known, standing, standings } from './values.ts'

type Known = ReturnType<typeof known>

const VERSION = Type.Integer({
  minimum: 0,
  maximum: 1_000_000_000,
  description: '0 as long as nobody has said anything',
})

const circumstances = {
  version: VERSION,
  changedAt: nullable(instant),
  changedBy: nullable(idOf('user')),
  isOutdated: Type.Boolean({
    description: 'What was said is of an older schema; the default holds until it is said anew',
  }),
}

const anyObject = (description: string) => Type.Object({}, { additionalProperties: true, description })

/** All there are, with the schema of each, for forms that know none by name. */
export function settingsRoute(db: Db, settings: readonly Known[]): Route {
  const one = object({
    ...{ key: Type.String(), title: Type.String(), description: Type.String(), isPublic: Type.Boolean() },
    ...{ schema: anyObject('JSON Schema of the value'), value: anyObject('What holds'), ...circumstances },
  })
  return route(
    {
      id: 'settings.list',
      method: 'GET',
      path: '/api/settings',
      summary: 'Every setting with its schema and what holds.',
      policy: { can: 'settings:read', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(one) }) } },
    },
    async () => {
      const all = await standings(db, settings)
      const items = settings.flatMap((setting) => {
        const { key, title, description, isPublic } = setting
        const schema = JSON.parse(JSON.stringify(setting.schema)) as object
        const found = all.get(key)
        return found === undefined ? [] : [{ key, title, description, isPublic, schema, ...found }]
      })
      return { items }
    },
  )
}

/** What a site or an app shows of itself. */
export function publicRoute(db: Db, settings: readonly Known[]): Route {
  return route(
    {
      id: 'settings.public',
      method: 'GET',
      path: '/api/settings/public',
      summary: 'The settings that everybody may read, by key.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: anyObject('By key, the value of each; `GET /api/settings/{key}` has the types') } },
    },
    async (call) => {
      const open = settings.filter(({ isPublic }) => isPublic)
      call.reply.header('cache-control', 'public, max-age=60')
      const all = await standings(db, open)
      return Object.fromEntries(open.map(({ key }) => [key, all.get(key)?.value ?? {}]))
    },
  )
}

export function readRoute(db: Db, setting: Known): Route {
  const { key, title, schema, isPublic } = setting
  return route(
    {
      id: `settings.read${capital(key)}`,
      method: 'GET',
      path: `/api/settings/${key}`,
      summary: `${title}: what holds.`,
      policy: isPublic ? { access: 'public', rate: 'read' } : { can: 'settings:read', rate: 'read' },
      schema: { response: { 200: object({ value: schema, version: VERSION }) } },
    },
    async () => {
      const { value, version } = await standing(db, setting)
      return { value, version }
    },
  )
}

export function changeRoute(cache: Cache, setting: Known): Route {
  const { key, title, schema } = setting
  return route(
    {
      id: `settings.change${capital(key)}`,
      method: 'PUT',
      path: `/api/settings/${key}`,
      summary: `${title}: says it anew; \`version\` is that of what was read before.`,
      policy: { can: 'settings:manage', rate: 'write' },
      schema: {
        body: object({ value: schema, version: VERSION }),
        response: { 200: object({ value: schema, ...circumstances }) },
      },
      problems: ['settings/changed-since', 'identity/csrf'],
    },
    async (call) => {
      const by = call.principal?.actor.userId ?? null
      const { value, version } = call.body as { readonly value: object; readonly version: number }
      return await call.transaction((tx) => change(tx, cache, { setting, value, version, by }))
    },
  )
}

function capital(key: string): string {
  return key.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
