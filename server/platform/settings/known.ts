import type { ConfigFault } from '../../kernel/config/read.ts'
import type { SettingLayers } from '../../kernel/config/setting-layers.ts'
import { compileValidator } from '../../kernel/http/validate.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { Members, Outside } from './layers.ts'
import type { NamedSecrets } from './named-secrets.ts'
import { faultsBy, readOutside, variableNames } from './outside.ts'
import { type SecretMember, type Setting, secretMembers, type ValueFinding } from './setting.ts'

/** A declared setting with the layers that do not change while the program runs. */
export interface Known extends Setting {
  /** Names of all members. */
  readonly names: readonly string[]
  /** Of those that everybody reads. */
  readonly publicNames: readonly string[]
  readonly secrets: readonly SecretMember[]
  readonly outside: Outside
  /** What the environment file or a variable says wrongly. */
  readonly outsideFaults: readonly ConfigFault[]
  faultsOf(value: unknown): readonly FieldFault[]
  findingsOf(value: Members): readonly ValueFinding[]
}

/** Throws TypeError for a declaration that contradicts itself. */
export function known(setting: Setting, layers: SettingLayers, named: Pick<NamedSecrets, 'findingsOf'>): Known {
  const names = Object.keys(setting.schema.properties)
  const secrets = secretMembers(setting)
  const publicNames = publicNamesOf(setting, names, secrets)
  const validate = compileValidator(setting.schema, 'body')
  const { faults, ...outside } = readOutside(setting, layers)
  const one: Known = {
    ...setting,
    ...{ names, publicNames, secrets, outside, outsideFaults: faults },
    faultsOf: (value) => faultsBy(validate, value),
    findingsOf: (value) => [
      ...(setting.check?.(value as never, { environment: layers.environment }) ?? []),
      ...named.findingsOf({ secrets }, value),
    ],
  }
  if (one.faultsOf(setting.fallback).length > 0)
    throw new TypeError(`the fallback of ${setting.key} is not of its schema`)
  return one
}

function publicNamesOf(
  { key, isPublic, schema }: Setting,
  names: readonly string[],
  secrets: Known['secrets'],
): readonly string[] {
  const open = isPublic === true ? names : isPublic === false ? [] : isPublic
  for (const name of open) {
    if (schema.properties[name] === undefined) throw new TypeError(`${key} has no member ${name}`)
    if (secrets.some((secret) => secret.name === name))
      throw new TypeError(`${key}.${name} names a secret and cannot be public`)
  }
  return open
}

/** Whether two settings are told by variables of the same name. */
export function sharesVariables(left: Setting, right: Setting): boolean {
  return [...variableNames(left)].some((name) => variableNames(right).has(name))
}
