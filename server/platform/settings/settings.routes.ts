import { Type } from 'typebox'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { sendUnlessKnown } from '../../kernel/http/conditional.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { admit, standingsLookedAt } from './admit.ts'
import { change, type Telling } from './change.ts'
import { findingsOf } from './findings.ts'
import type { Known } from './known.ts'
import type { Members } from './layers.ts'
import type { NamedSecrets, SecretSource } from './named-secrets.ts'
import {
  anyObject,
  circumstances,
  findingShape,
  type Names,
  namesOf,
  reasonShape,
  shown,
  versionShape,
} from './shapes.ts'
import { standing, standings } from './values.ts'

/** What the routes of this unit stand on. */
export interface RouteParts extends Telling {
  readonly db: Db
  readonly people: Names
  readonly settings: readonly Known[]
  readonly named: NamedSecrets
  readonly source: SecretSource
}

/** All there are, with the schema of each, for forms that know none by name. */
export function settingsRoute(parts: RouteParts): Route {
  const { people, settings } = parts
  const one = object({
    ...{ key: Type.String(), title: Type.String(), description: Type.String() },
    isPublic: Type.Boolean({ description: 'Whether everybody reads all of it' }),
    publicMembers: Type.Array(Type.String(), { description: 'What everybody reads' }),
    ...{ schema: anyObject('JSON Schema of the value'), value: anyObject('What holds'), ...circumstances },
    findings: Type.Array(object({ ...findingShape, member: nullable(Type.String()) })),
  })
  return route(
    {
      id: 'settings.list',
      method: 'GET',
      path: '/api/settings',
      summary: 'Every setting with its schema, what holds, and where each member of it comes from.',
      policy: { can: 'settings:read', rate: 'read' },
      schema: { response: { 200: object({ items: Type.Array(one) }) } },
    },
    async () => {
      const all = await standingsLookedAt(parts)
      const names = await namesOf(people, all.values())
      const items = settings.flatMap((setting) => {
        const found = all.get(setting.key)
        if (found === undefined) return []
        const { key, title, description, publicNames } = setting
        const schema = JSON.parse(JSON.stringify(setting.schema)) as object
        const findings = findingsOf(setting, found).map((finding) => ({ member: null, ...finding }))
        const isPublic = setting.isPublic === true
        return [
          { key, title, description, isPublic, publicMembers: publicNames, schema, ...shown(found, names), findings },
        ]
      })
      return { items }
    },
  )
}

/** What a site or an app shows of itself. */
export function publicRoute({ db, settings }: RouteParts): Route {
  return route(
    {
      id: 'settings.public',
      method: 'GET',
      path: '/api/settings/public',
      summary: 'What everybody may read of the settings, by key; with an ETag.',
      policy: { access: 'public', rate: 'read' },
      schema: { response: { 200: anyObject('By key, the value of each; `GET /api/settings/{key}` has the types') } },
    },
    async (call) => sendPublic(call, await publicValues(db, settings), 'public, max-age=60'),
  )
}

/** Sends what everybody may read, or 304 to who has it. */
export function sendPublic(call: Call, answer: object, caching: string): void {
  sendUnlessKnown(call, canonicalJson(answer), {
    'cache-control': caching,
    'content-type': 'application/json; charset=utf-8',
  })
}

/** The public members that hold, by key: the list of what is open decides, never one of what is not. */
export async function publicValues(reader: Db | Tx, settings: readonly Known[]): Promise<Record<string, Members>> {
  const open = settings.filter(({ publicNames }) => publicNames.length > 0)
  const all = await standings(reader, open)
  return Object.fromEntries(
    open.map(({ key, publicNames }) => {
      const value = all.get(key)?.value ?? {}
      return [key, Object.fromEntries(Object.entries(value).filter(([name]) => publicNames.includes(name)))]
    }),
  )
}

export function readRoute({ db }: RouteParts, setting: Known): Route {
  const { key, title, schema, isPublic } = setting
  return route(
    {
      id: `settings.read${capital(key)}`,
      method: 'GET',
      path: `/api/settings/${key}`,
      summary: `${title}: what holds.`,
      policy: isPublic === true ? { access: 'public', rate: 'read' } : { can: 'settings:read', rate: 'read' },
      schema: { response: { 200: object({ value: schema, version: versionShape }) } },
    },
    async () => {
      const { value, version } = await standing(db, setting)
      return { value, version }
    },
  )
}

interface ChangeBody {
  readonly value: Members
  readonly version: number
  readonly inherit?: readonly string[]
  readonly reason?: string
}

export function changeRoute(parts: RouteParts, setting: Known): Route {
  const { key, title, schema, names } = setting
  return route(
    {
      id: `settings.change${capital(key)}`,
      method: 'PUT',
      path: `/api/settings/${key}`,
      summary: `${title}: says it anew; \`version\` is that of what was read before.`,
      policy: { can: 'settings:manage', rate: 'write' },
      schema: {
        body: object({
          ...{ value: schema, version: versionShape, reason: Type.Optional(reasonShape) },
          inherit: Type.Optional(
            Type.Array(oneOf(names), {
              maxItems: names.length,
              description: 'Members that follow the environment file and the default again, whatever `value` says',
            }),
          ),
        }),
        response: { 200: object({ value: schema, ...circumstances }) },
      },
      problems: [
        ...['settings/changed-since', 'settings/held-by-environment', 'settings/refused'],
        ...['settings/not-of-the-schema', 'settings/secret-refused', 'identity/csrf'],
      ],
    },
    async (call) => {
      const by = call.principal?.actor.userId ?? null
      const { value, version, inherit = [], reason = null } = call.body as ChangeBody
      await admit(parts, call.principal?.actor, [[setting, value]])
      const changed = await call.transaction((tx) =>
        change(tx, parts, { setting, value, version, inherit, reason, by }),
      )
      return shown(changed, await namesOf(parts.people, [changed]))
    },
  )
}

function capital(key: string): string {
  return key.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
