import type { Static, TObject } from 'typebox'
import type { Cache } from '../../kernel/cache/cache.ts'
import { ConfigError } from '../../kernel/config/read.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Route } from '../../kernel/http/route.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Unit } from '../../kernel/unit.ts'
import { standingsLookedAt } from './admit.ts'
import { type ConfigParts, configRoutes } from './config.routes.ts'
import { byWeight, configFindings, type Finding, findingsCheck, settingFindings } from './findings.ts'
import { historyRoutes } from './history.routes.ts'
import { type Known, known, sharesVariables } from './known.ts'
import type { Members, Source } from './layers.ts'
import { createNamedSecrets, type SecretSource } from './named-secrets.ts'
import { strangers } from './outside.ts'
import { settingsProblem } from './problems.ts'
import type { Setting, SettingHandle } from './setting.ts'
import { changeRoute, publicRoute, type RouteParts, readRoute, settingsRoute } from './settings.routes.ts'
import type { Names } from './shapes.ts'
import { transferRoutes } from './transfer.routes.ts'
import { standing, tagOf } from './values.ts'
import { createWatch, type Watch } from './watch.ts'

export type { Finding } from './findings.ts'
export { type Setting, type SettingHandle, secretReference } from './setting.ts'

export interface SettingsDeps {
  readonly db: Db
  readonly bus: Bus
  readonly cache: Cache
  readonly log: Logger
  readonly people: Names
  readonly config: ConfigParts
  readonly secrets: SecretSource
}

export interface Settings extends Unit {
  /** Adds a setting with its routes; while the program is assembled, before routes are read. */
  declare<Schema extends TObject>(setting: Setting<Schema>): SettingHandle<Static<Schema>>
  /**
   * Refuses a state that must not run, and begins to follow changes; after all settings are declared. Throws ConfigError with every
   * fault of the environment file, of the variables `SETTING_*` and of the values that hold.
   */
  prepare(): Promise<void>
  /** Every member of every setting with where it comes from, and what is to be said of the whole configuration, the gravest first. */
  report(): Promise<SettingsReport>
}

export interface SettingsReport {
  readonly members: readonly { readonly name: string; readonly source: Source; readonly value: unknown }[]
  readonly findings: readonly Finding[]
}

const KEY = /^[a-z][a-z0-9-]{0,62}$/
/** Addresses of this unit's own. */
const TAKEN: readonly string[] = ['public', 'export', 'import']

/** What operators say without a deployment, declared by other units: typed, layered, versioned, audited, and public where it is for everybody. */
export function createSettings(deps: SettingsDeps): Settings {
  const { db, bus, cache, config, secrets: source } = deps
  const settings: Known[] = []
  const named = createNamedSecrets(source, deps.log)
  const parts: RouteParts = { db, bus, cache, people: deps.people, settings, named, source }
  const watch = createWatch({ ...deps, settings })
  const routes: Route[] = [
    settingsRoute(parts),
    publicRoute(parts),
    ...historyRoutes(parts),
    ...transferRoutes(parts, config.layers.environment),
    ...configRoutes(parts, config),
  ]
  const report = () => reportOf(parts, config)
  const ofValues = async () => settingFindings(settings, await standingsLookedAt(parts))
  return {
    name: 'settings',
    migrations: new URL('./migrations/', import.meta.url),
    routes,
    problems: [settingsProblem],
    permissions: { 'settings:read': 'Read all settings', 'settings:manage': 'Change settings' },
    events: [],
    health: [
      findingsCheck('configuration', async () => configFindings(config.inspection.findings)),
      findingsCheck('settings', ofValues),
    ],
    declare<Schema extends TObject>(setting: Setting<Schema>) {
      const one = known(setting as unknown as Setting, config.layers, named)
      assertNew(one, settings)
      settings.push(one)
      routes.push(readRoute(parts, one), changeRoute(parts, one))
      return handleOf<Static<Schema>>(one, watch, async (member) => {
        const reference = (await standing(db, one)).value[member]
        return typeof reference === 'string' ? await named.get(reference) : null
      })
    },
    async prepare() {
      const { findings } = await report()
      const errors = findings.filter(({ severity }) => severity === 'error')
      if (errors.length > 0)
        throw new ConfigError(errors.map(({ subject, message }) => ({ variable: subject, message })))
      await watch.start()
    },
    report,
    stop: async () => watch.stop(),
  }
}

function assertNew(one: Known, settings: readonly Known[]): void {
  if (!KEY.test(one.key) || TAKEN.includes(one.key) || settings.some(({ key }) => key === one.key))
    throw new TypeError(`${one.key} is no key, or one that is taken`)
  const other = settings.find((setting) => sharesVariables(setting, one))
  if (other !== undefined) throw new TypeError(`${one.key} and ${other.key} are told by a variable of the same name`)
}

function handleOf<Value>(one: Known, watch: Watch, secret: SettingHandle<Value>['secret']): SettingHandle<Value> {
  return {
    tag: tagOf(one.key),
    read: async (reader) => (await standing(reader, one)).value as Value,
    onChange: (listener) => watch.on(one.key, (value: Members) => listener(value as Value)),
    secret,
  }
}

async function reportOf(parts: RouteParts, config: ConfigParts): Promise<SettingsReport> {
  const { settings } = parts
  const all = await standingsLookedAt(parts)
  const faults = [...settings.flatMap(({ outsideFaults }) => outsideFaults), ...strangers(settings, config.layers)]
  const errors = faults.map(({ variable, message }) => ({ severity: 'error', subject: variable, message }) as const)
  const ofSettings = settingFindings(settings, all)
  return {
    members: [...all].flatMap(([key, { value, members }]) =>
      members.map(({ name, source }) => ({ name: `${key}.${name}`, source, value: value[name] ?? null })),
    ),
    findings: byWeight([...errors, ...configFindings(config.inspection.findings), ...ofSettings]),
  }
}
