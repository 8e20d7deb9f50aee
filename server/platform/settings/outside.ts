import type { TSchema } from 'typebox'
import { type ConfigFault, parseBoolean } from '../../kernel/config/read.ts'
import { SETTING_PREFIX, type SettingLayers } from '../../kernel/config/setting-layers.ts'
import { compileValidator } from '../../kernel/http/validate.ts'
import { type FieldFault, Problem } from '../../kernel/problem.ts'
import type { Held, Members, Outside } from './layers.ts'
import type { Setting } from './setting.ts'

interface Read extends Outside {
  readonly faults: readonly ConfigFault[]
}

/** What the environment file and the variables say of a setting, and what of it is not right. */
export function readOutside(setting: Setting, layers: SettingLayers): Read {
  const faults: ConfigFault[] = []
  const file = fileMembers(setting, layers.file, faults)
  const held = heldMembers(setting, layers.variables, faults)
  return { fallback: setting.fallback as Members, file, held, faults }
}

/** The name of the variable for a setting, or for one member of it: SETTING_SITE, SETTING_SITE_NAME. */
function variableOf(key: string, member?: string): string {
  const names = member === undefined ? [key] : [key, member.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')]
  return SETTING_PREFIX + names.map((name) => name.replaceAll('-', '_').toUpperCase()).join('_')
}

/** What the file and the variables name that no declared setting is called. */
export function strangers(settings: readonly Setting[], { file, variables }: SettingLayers): ConfigFault[] {
  const keys = new Set(settings.map(({ key }) => key))
  const names = new Set(settings.flatMap((setting) => [...variableNames(setting)]))
  const message = 'is no setting of the units that run'
  return [
    ...Object.keys(file?.values ?? {}).flatMap((key) =>
      keys.has(key) ? [] : [{ variable: `${file?.path}: ${key}`, message }],
    ),
    ...[...variables.keys()].flatMap((variable) => (names.has(variable) ? [] : [{ variable, message }])),
  ]
}

export function variableNames(setting: Setting): Set<string> {
  return new Set([
    variableOf(setting.key),
    ...Object.keys(setting.schema.properties).map((member) => variableOf(setting.key, member)),
  ])
}

function fileMembers(setting: Setting, file: SettingLayers['file'], faults: ConfigFault[]): Members {
  const given = file?.values[setting.key]
  if (file === null || given === undefined) return {}
  return validMembers(setting, given, `${file.path}: ${setting.key}`, faults)
}

function heldMembers(
  setting: Setting,
  variables: SettingLayers['variables'],
  faults: ConfigFault[],
): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>()
  const whole = variableOf(setting.key)
  const text = variables.get(whole)
  if (text !== undefined)
    for (const [name, value] of Object.entries(validMembers(setting, parsed(text, whole, faults), whole, faults)))
      held.set(name, { variable: whole, value })
  for (const [member, schema] of Object.entries(setting.schema.properties)) {
    const variable = variableOf(setting.key, member)
    const given = variables.get(variable)
    if (given === undefined) continue
    const value = isText(schema) ? given : parsed(given, variable, faults)
    if (value === undefined) continue
    const wrong = schemaFaults(schema, value)
    faults.push(...wrong.map((fault) => asConfigFault(variable, fault)))
    if (wrong.length === 0) held.set(member, { variable, value })
  }
  return held
}

/** The members that are of the schema; faults tell of the others. */
function validMembers(setting: Setting, given: unknown, place: string, faults: ConfigFault[]): Members {
  if (given === undefined) return {}
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    faults.push({ variable: place, message: 'is an object of members' })
    return {}
  }
  const valid = Object.entries(given).filter(([name, value]) => {
    const schema = setting.schema.properties[name]
    const wrong =
      schema === undefined ? [{ pointer: '', detail: 'is not a known member' }] : schemaFaults(schema, value)
    faults.push(...wrong.map((fault) => asConfigFault(`${place}.${name}`, fault)))
    return wrong.length === 0
  })
  return Object.fromEntries(valid)
}

function asConfigFault(place: string, { pointer, detail }: Pick<FieldFault, 'pointer' | 'detail'>): ConfigFault {
  return { variable: `${place}${pointer.replaceAll('/', '.')}`, message: detail }
}

function isText(schema: TSchema): boolean {
  const { type, enum: values } = schema as { readonly type?: unknown; readonly enum?: unknown }
  return type === 'string' || Array.isArray(values)
}

function parsed(text: string, variable: string, faults: ConfigFault[]): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const truth = parseBoolean(text)
    if (truth === null) faults.push({ variable, message: 'is not JSON' })
    return truth ?? undefined
  }
}

function schemaFaults(schema: TSchema, value: unknown): readonly FieldFault[] {
  return faultsBy(compileValidator(schema, 'body'), value)
}

/** What a validator finds wrong with a value; nothing when it is of the schema. */
export function faultsBy(validate: (value: unknown) => void, value: unknown): readonly FieldFault[] {
  try {
    validate(value)
    return []
  } catch (error) {
    if (error instanceof Problem) return error.errors ?? []
    throw error
  }
}
