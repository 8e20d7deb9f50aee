import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { admit } from './admit.ts'
import { history, layerAt, rollBack } from './history.ts'
import type { Known } from './known.ts'
import { settingsProblem } from './problems.ts'
import type { RouteParts } from './settings.routes.ts'
import { anyObject, circumstances, namesOf, reasonShape, shown, versionShape } from './shapes.ts'

const path = object({ key: Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$' }) })

const revisionShape = namedObject('SettingRevision', {
  version: versionShape,
  kind: oneOf(['changed', 'rolled-back', 'imported']),
  reason: nullable(Type.String()),
  changedAt: instant,
  changedBy: nullable(idOf('user')),
  changedByName: nullable(Type.String()),
  changes: Type.Array(object({ member: Type.String(), before: Type.Unknown(), after: Type.Unknown() }), {
    description: 'null: not there',
  }),
  value: anyObject('What would hold by this revision today'),
  isOfTodaysSchema: Type.Boolean({ description: 'Whether a rollback to it would be taken' }),
})

/** What each change left, and the way back. */
export function historyRoutes(parts: RouteParts): Route[] {
  return [
    route(
      {
        id: 'settings.history',
        method: 'GET',
        path: '/api/settings/{key}/history',
        summary: 'The revisions of a setting, newest first: who, when, why, and each member before and after.',
        policy: { can: 'settings:read', rate: 'read' },
        schema: { params: path, query: object(pageQuery), response: { 200: page(revisionShape) } },
        problems: ['settings/no-such-setting'],
      },
      async ({ params, query }) => {
        const found = await history(parts.db, settingOf(parts, params.key), query)
        const ids = found.items.flatMap(({ changedBy }) => (changedBy === null ? [] : [changedBy]))
        const names = await parts.people([...new Set(ids)])
        const items = found.items.map((item) => ({
          ...item,
          changedByName: item.changedBy === null ? null : (names.get(item.changedBy)?.name ?? null),
        }))
        return { ...found, items }
      },
    ),
    route(
      {
        id: 'settings.rollBack',
        method: 'POST',
        path: '/api/settings/{key}/rollback',
        summary: 'Says again what an old revision said, as a new one; 0 says nothing, so that the layers beneath hold.',
        policy: { can: 'settings:manage', rate: 'write' },
        schema: {
          params: path,
          body: object({ to: versionShape, version: versionShape, reason: Type.Optional(reasonShape) }),
          response: { 200: object({ value: anyObject('What holds now'), ...circumstances }) },
        },
        problems: [
          ...['settings/no-such-setting', 'settings/no-such-revision', 'settings/changed-since', 'identity/csrf'],
          ...[
            'settings/held-by-environment',
            'settings/refused',
            'settings/not-of-the-schema',
            'settings/secret-refused',
          ],
        ],
      },
      async (call) => {
        const setting = settingOf(parts, call.params.key)
        const { to, version, reason = null } = call.body
        const by = call.principal?.actor.userId ?? null
        const layer = await layerAt(parts.db, setting.key, to)
        await admit(parts, call.principal?.actor, [[setting, layer?.members ?? {}]], () => '/to')
        const now = await call.transaction((tx) => rollBack(tx, parts, { setting, to, version, reason, by }))
        return shown(now, await namesOf(parts.people, [now]))
      },
    ),
  ]
}

function settingOf({ settings }: RouteParts, key: string): Known {
  const found = settings.find((setting) => setting.key === key)
  if (found === undefined) throw settingsProblem('no-such-setting')
  return found
}
