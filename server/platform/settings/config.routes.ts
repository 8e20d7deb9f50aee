import { Type } from 'typebox'
import type { Inspection, VariableStanding } from '../../kernel/config/inspect.ts'
import type { SettingLayers } from '../../kernel/config/setting-layers.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { standingsLookedAt } from './admit.ts'
import { byWeight, configFindings, type Finding, settingFindings, worst } from './findings.ts'
import type { Known } from './known.ts'
import { publicValues, type RouteParts, sendPublic } from './settings.routes.ts'
import { anyObject, circumstances, findingShape, namesOf, shown } from './shapes.ts'

export interface ConfigParts {
  readonly layers: SettingLayers
  readonly inspection: Inspection
  readonly version: string
  readonly products: readonly string[]
}

const severity = nullable(findingShape.severity)
const environment = oneOf(['development', 'test', 'staging', 'production'])

const variableShape = object({
  ...{ name: Type.String(), group: Type.String(), kind: Type.String(), description: Type.String() },
  default: nullable(Type.String()),
  source: oneOf(['environment', 'file', 'generated', 'default', 'unset']),
  isSet: Type.Boolean(),
  value: nullable(Type.String({ description: 'Never of a secret' })),
  severity,
})

const settingShape = object({
  ...{ key: Type.String(), title: Type.String(), publicMembers: Type.Array(Type.String()) },
  value: anyObject('What holds'),
  fallback: anyObject('What holds where nobody says anything'),
  ...circumstances,
  severity,
})

/** What the server runs with: for clients what they must know, for operators all of it. */
export function configRoutes(parts: RouteParts, config: ConfigParts): Route[] {
  const { layers, inspection, version, products } = config
  return [
    route(
      {
        id: 'settings.config',
        method: 'GET',
        path: '/api/config',
        summary: 'Every setting and every variable with where it comes from; of a secret only whether it is set.',
        policy: { can: 'settings:read', rate: 'read' },
        schema: {
          response: {
            200: object({
              ...{ environment, version: Type.String(), settingsFile: nullable(Type.String()) },
              ...{ variables: Type.Array(variableShape), settings: Type.Array(settingShape) },
              findings: Type.Array(object({ ...findingShape, subject: Type.String() })),
            }),
          },
        },
      },
      async () => {
        const all = await standingsLookedAt(parts)
        const names = await namesOf(parts.people, all.values())
        const ofVariables = configFindings(inspection.findings)
        const ofSettings = settingFindings(parts.settings, all)
        return {
          ...{ environment: layers.environment, version, settingsFile: layers.file?.path ?? null },
          variables: inspection.variables.map((variable) => shownVariable(variable, ofVariables)),
          settings: parts.settings.flatMap((setting) => {
            const found = all.get(setting.key)
            if (found === undefined) return []
            return [{ ...headOf(setting), ...shown(found, names), severity: worst(about(setting.key, ofSettings)) }]
          }),
          findings: byWeight([...ofVariables, ...ofSettings]),
        }
      },
    ),
    route(
      {
        id: 'settings.publicConfig',
        method: 'GET',
        path: '/api/config/public',
        summary:
          'What a client must know: the environment, the products that run, and the settings that are public; with an ETag.',
        policy: { access: 'public', rate: 'read' },
        schema: {
          response: {
            200: object({
              ...{ environment, version: Type.String(), products: Type.Array(Type.String()) },
              settings: anyObject('By key, the public members of each'),
            }),
          },
        },
      },
      async (call) => {
        const settings = await publicValues(parts.db, parts.settings)
        sendPublic(call, { environment: layers.environment, version, products, settings }, 'no-cache')
      },
    ),
  ]
}

function shownVariable(variable: VariableStanding, findings: readonly Finding[]) {
  const isSet = variable.source !== 'unset' && variable.source !== 'default'
  return { ...variable, isSet, severity: worst(findings.filter(({ subject }) => subject === variable.name)) }
}

function headOf({ key, title, publicNames, fallback }: Known) {
  return { key, title, publicMembers: publicNames, fallback }
}

function about(key: string, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ subject }) => subject === key || subject.startsWith(`${key}.`))
}
