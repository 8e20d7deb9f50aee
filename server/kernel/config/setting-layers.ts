import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Environment, RawValues } from './read.ts'
import { VARIABLES } from './variables.ts'

/** What an installation is for; settings, flags and telemetry are told apart by it. */
export type AppEnvironment = 'development' | 'test' | 'staging' | 'production'

/** What is said of settings outside the database, as it was written: units know what of it is theirs and whether it is right. */
export interface SettingLayers {
  readonly environment: AppEnvironment
  /** Settings by key; null where there is no environment file. */
  readonly file: { readonly path: string; readonly values: Readonly<Record<string, unknown>> } | null
  /** Texts of the variables `SETTING_*` by name; what was given as `SETTING_*_FILE` stands under the name without that ending. */
  readonly variables: ReadonlyMap<string, string>
}

export const SETTING_PREFIX = 'SETTING_'
const FILE_SUFFIX = '_FILE'

/** Reads the environment file and the variables `SETTING_*`; faults go to `raw`. */
export function readSettingLayers(
  environment: Environment,
  raw: RawValues,
  appEnvironment: AppEnvironment,
): SettingLayers {
  return {
    environment: appEnvironment,
    file: readEnvironmentFile(raw, appEnvironment),
    variables: readVariables(environment, raw),
  }
}

function readEnvironmentFile(raw: RawValues, environment: AppEnvironment): SettingLayers['file'] {
  const named = raw.get('SETTINGS_FILE')
  const folder = raw.get('CONFIG_DIR') ?? VARIABLES.CONFIG_DIR.default
  const path = resolve(named ?? join(folder, `settings.${environment}.json`))
  if (named === undefined && !existsSync(path)) return null
  try {
    const values: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { path, values: values as Record<string, unknown> }
    raw.fault('SETTINGS_FILE', `${path} is no object of settings by their keys`)
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    raw.fault('SETTINGS_FILE', `${path} ${reason}: ${(error as Error).message}`)
  }
  return null
}

function readVariables(environment: Environment, raw: RawValues): Map<string, string> {
  const found = new Map<string, string>()
  const given = Object.entries(environment).filter(([name, text]) => name.startsWith(SETTING_PREFIX) && text !== '')
  for (const [name, text = ''] of given) {
    const isFile = name.endsWith(FILE_SUFFIX)
    const target = isFile ? name.slice(0, -FILE_SUFFIX.length) : name
    if (found.has(target)) raw.fault(target, `is set twice: directly and by ${target}_FILE; keep one`)
    const value = isFile ? raw.readFile(target, text) : text
    if (value !== undefined) found.set(target, value)
  }
  return found
}
