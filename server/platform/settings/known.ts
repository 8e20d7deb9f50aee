import type { ConfigFault } from '../../kernel/config/read.ts'
import type { AppEnvironment, SettingLayers } from '../../kernel/config/setting-layers.ts'
import { compileValidator } from '../../kernel/http/validate.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { Members, Outside } from './layers.ts'
import { faultsBy, readOutside, variableNames } from './outside.ts'
import { namesSecret, type Setting, type ValueFinding } from './setting.ts'

/** A declared setting with the layers that do not change while the program runs. */
export interface Known extends Setting {
  /** Names of all members. */
  readonly names: readonly string[]
  /** Of those that everybody reads. */
  readonly publicNames: readonly string[]
  readonly outside: Outside
  /** What the environment file or a variable says wrongly. */
  readonly outsideFaults: readonly ConfigFault[]
  faultsOf(value: unknown): readonly FieldFault[]
  findingsOf(value: Members): readonly ValueFinding[]
}

/** Throws TypeError for a declaration that contradicts itself. */
export function known(setting: Setting, layers: SettingLayers): Known {
  const names = Object.keys(setting.schema.properties)
  const publicNames = publicNamesOf(setting, names)
  const validate = compileValidator(setting.schema, 'body')
  const { faults, ...outside } = readOutside(setting, layers)
  const one: Known = {
    ...setting,
    ...{ names, publicNames, outside, outsideFaults: faults },
    faultsOf: (value) => faultsBy(validate, value),
    findingsOf: (value) => findingsOf(setting, value, layers.environment),
  }
  if (one.faultsOf(setting.fallback).length > 0)
    throw new TypeError(`the fallback of ${setting.key} is not of its schema`)
  return one
}

function publicNamesOf({ key, isPublic, schema }: Setting, names: readonly string[]): readonly string[] {
  const open = isPublic === true ? names : isPublic === false ? [] : isPublic
  for (const name of open) {
    const member = schema.properties[name]
    if (member === undefined) throw new TypeError(`${key} has no member ${name}`)
    if (namesSecret(member)) throw new TypeError(`${key}.${name} names a secret and cannot be public`)
  }
  return open
}

function findingsOf(setting: Setting, value: Members, environment: AppEnvironment): readonly ValueFinding[] {
  return setting.check?.(value as never, { environment }) ?? []
}

/** Whether two settings are told by variables of the same name. */
export function sharesVariables(left: Setting, right: Setting): boolean {
  return [...variableNames(left)].some((name) => variableNames(right).has(name))
}
