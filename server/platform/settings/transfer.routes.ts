import { Type } from 'typebox'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { AppEnvironment } from '../../kernel/config/setting-layers.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { admit } from './admit.ts'
import type { Known } from './known.ts'
import type { Members } from './layers.ts'
import type { RouteParts } from './settings.routes.ts'
import { anyObject, reasonShape, versionShape } from './shapes.ts'
import { exportSettings, FORMAT, importSettings } from './transfer.ts'

const KEY = '^[a-z][a-z0-9-]{0,62}$'
const MEMBERS_MAX = 200

const documentShape = namedObject('SettingsDocument', {
  format: oneOf([FORMAT]),
  environment: oneOf(['development', 'test', 'staging', 'production']),
  installation: Type.String({ format: 'uuid', description: 'Where it was exported' }),
  revision: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Of that installation' }),
  settings: Type.Record(
    Type.String({ pattern: KEY }),
    object({
      version: versionShape,
      members: anyObject('What was said, by member'),
      omitted: Type.Array(Type.String({ maxLength: 100 }), { maxItems: MEMBERS_MAX }),
    }),
    { additionalProperties: false },
  ),
})

const saying = object({ state: oneOf(['said', 'omitted', 'unsaid']), value: Type.Unknown() })
const resolution = oneOf(['keep', 'take'])

const differenceShape = object({
  ...{ key: Type.String(), title: nullable(Type.String()), member: Type.String() },
  ...{ base: saying, ours: saying, theirs: saying },
  outcome: Type.Unsafe<'keep' | 'take' | 'conflict' | 'held' | 'unknown'>({
    ...oneOf(['keep', 'take', 'conflict', 'held', 'unknown']),
    description: 'conflict, held and unknown wait for a resolution',
  }),
})

function pointerInDocument({ key }: Known, member: string): string {
  return `/document/settings/${key}/members/${member}`
}

function saidIn({ settings }: RouteParts, told: Readonly<Record<string, { readonly members: object }>>) {
  return settings.flatMap((setting) => {
    const members = told[setting.key]?.members
    return members === undefined ? [] : [[setting, members as Members] as const]
  })
}

/** What carries settings between environments. */
export function transferRoutes(parts: RouteParts, environment: AppEnvironment): Route[] {
  return [
    route(
      {
        id: 'settings.export',
        method: 'GET',
        path: '/api/settings/export',
        summary:
          'What was said in the database, as canonical JSON: the same bytes as long as nobody says anything else.',
        policy: { can: 'settings:read', rate: 'read' },
        schema: { response: { 200: documentShape } },
      },
      async ({ reply }) => {
        const document = await exportSettings(parts.db, parts.settings, environment)
        reply.headers({
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': `attachment; filename="settings.${environment}.export.json"`,
        })
        reply.serializer(String).send(`${canonicalJson(document)}\n`)
      },
    ),
    route(
      {
        id: 'settings.import',
        method: 'POST',
        path: '/api/settings/import',
        summary:
          'Takes over what an export says, in one transaction: what was changed there only is taken, what was changed here only is kept, and both is a conflict that `resolutions` decide.',
        policy: { can: 'settings:manage', rate: 'write' },
        schema: {
          body: object({
            document: documentShape,
            dryRun: Type.Boolean({ description: 'Only tells what would come of it' }),
            resolutions: Type.Optional(
              Type.Record(Type.String({ maxLength: 200 }), resolution, { description: 'By `key.member`, or by key' }),
            ),
            reason: Type.Optional(reasonShape),
          }),
          response: {
            200: object({
              isApplied: Type.Boolean(),
              revision: Type.Integer(),
              differences: Type.Array(differenceShape),
              faults: Type.Array(
                object({ key: Type.String(), member: nullable(Type.String()), message: Type.String() }),
              ),
            }),
          },
        },
        problems: [
          ...['settings/conflicts', 'settings/held-by-environment', 'settings/not-of-the-schema', 'identity/csrf'],
          'settings/secret-refused',
        ],
      },
      async (call) => {
        const { document, dryRun, resolutions = {}, reason = null } = call.body
        const by = call.principal?.actor.userId ?? null
        await admit(parts, call.principal?.actor, saidIn(parts, document.settings), pointerInDocument)
        const answer = await call.transaction((tx) =>
          importSettings(tx, parts, { document: document as never, resolutions, isDryRun: dryRun, reason, by }),
        )
        const titles = new Map(parts.settings.map(({ key, title }) => [key, title]))
        const differences = answer.differences.map((one) => ({ ...one, title: titles.get(one.key) ?? null }))
        return { ...answer, differences }
      },
    ),
  ]
}
