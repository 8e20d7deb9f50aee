import type { Db } from '../../kernel/db/database.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { Known } from './known.ts'
import type { Members } from './layers.ts'
import { type NamedSecrets, referencesIn, type SecretSource } from './named-secrets.ts'
import { settingsProblem } from './problems.ts'
import { standings } from './values.ts'

/** What looking at the secrets of settings stands on. */
interface Looking {
  readonly db: Db
  readonly settings: readonly Known[]
  readonly named: NamedSecrets
  readonly source: SecretSource
}

/** All that holds, with the secrets in it looked at. */
export async function standingsLookedAt({ db, settings, named }: Omit<Looking, 'source'>) {
  const all = await standings(db, settings)
  await named.look(settings.map((setting) => [setting, all.get(setting.key)?.value ?? {}]))
  return all
}

/**
 * Before a change begins: a secret that no setting names yet is named by somebody only who may see that it is there, and is looked at.
 * Throws settings/secret-refused.
 */
export async function admit(
  { db, settings, named, source }: Looking,
  actor: Principal['actor'] | undefined,
  wanted: readonly (readonly [Known, Members])[],
  pointerTo: (setting: Known, member: string) => string = (_setting, member) => `/value/${member}`,
): Promise<void> {
  if (!wanted.some(([setting, value]) => referencesIn(setting, value).length > 0)) return
  const all = await standings(db, settings)
  const held = new Set(
    settings.flatMap((one) => referencesIn(one, all.get(one.key)?.value ?? {}).map(({ reference }) => reference)),
  )
  const errors: FieldFault[] = []
  for (const [setting, value] of wanted)
    for (const { name, reference } of referencesIn(setting, value)) {
      if (held.has(reference) || (actor !== undefined && (await source.mayName(actor, reference)))) continue
      const detail = 'names a secret that you may not see, or that is not there'
      errors.push({ pointer: pointerTo(setting, name), code: 'secret', detail })
    }
  if (errors.length > 0) throw settingsProblem('secret-refused', { errors })
  await named.look(wanted)
}
