import type { Static, TObject } from 'typebox'
import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Route } from '../../kernel/http/route.ts'
import type { Unit } from '../../kernel/unit.ts'
import { settingsProblem } from './problems.ts'
import type { Setting, SettingHandle } from './setting.ts'
import { changeRoute, publicRoute, readRoute, settingsRoute } from './settings.routes.ts'
import { known, standing, tagOf } from './values.ts'

export type { Setting, SettingHandle } from './setting.ts'

export interface SettingsDeps {
  readonly db: Db
  readonly cache: Cache
}

export interface Settings extends Unit {
  /** Adds a setting with its routes; while the program is assembled, before routes are read. */
  declare<Schema extends TObject>(setting: Setting<Schema>): SettingHandle<Static<Schema>>
}

const KEY = /^[a-z][a-z0-9-]{0,62}$/
/** Addresses of this unit's own. */
const TAKEN: readonly string[] = ['public']

/** What operators say without a deployment, declared by other units: typed, versioned, audited, and public where it is for everybody. */
export function createSettings({ db, cache }: SettingsDeps): Settings {
  const settings: ReturnType<typeof known>[] = []
  const routes: Route[] = [settingsRoute(db, settings), publicRoute(db, settings)]
  return {
    name: 'settings',
    migrations: new URL('./migrations/', import.meta.url),
    routes,
    problems: [settingsProblem],
    permissions: { 'settings:read': 'Read all settings', 'settings:manage': 'Change settings' },
    events: [],
    declare<Schema extends TObject>(setting: Setting<Schema>) {
      if (!KEY.test(setting.key) || TAKEN.includes(setting.key) || settings.some(({ key }) => key === setting.key))
        throw new TypeError(`${setting.key} is no key, or one that is taken`)
      const one = known(setting)
      if (!one.isValid(setting.fallback)) throw new TypeError(`the fallback of ${setting.key} is not of its schema`)
      settings.push(one)
      routes.push(readRoute(db, one), changeRoute(cache, one))
      return {
        tag: tagOf(setting.key),
        read: async (reader) => (await standing(reader, one)).value as Static<Schema>,
      }
    },
  }
}
