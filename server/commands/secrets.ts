import { parseArgs } from 'node:util'
import type { App } from '../app.ts'
import { now } from '../kernel/clock.ts'
import type { Config } from '../kernel/config/config.ts'
import { ConfigError } from '../kernel/config/read.ts'
import { systemOrigin } from '../kernel/db/actor.ts'
import { missingKeys, neededKeys } from '../kernel/vault/needed-keys.ts'
import { renewAll } from '../kernel/vault/renewal.ts'
import { withSession } from './session.ts'
import { UsageError } from './usage.ts'

const USAGE = 'plinth secrets rotate [--new-keys]'

const print = (text: string): void => void process.stdout.write(`${text}\n`)

/**
 * `plinth secrets rotate`: wraps the keys of all scopes by the first of ENCRYPTION_KEYS and renews what older keys sealed, beside running
 * servers; run again, it goes on where it was. `--new-keys` gives every scope a new key before. Exit 1 when a value cannot be opened.
 */
export async function secretsCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { 'new-keys': { type: 'boolean', default: false } },
  })
  if (positionals.join(' ') !== 'rotate') throw new UsageError(USAGE)
  return await withSession(async ({ app, config }) => {
    await assertEncryptionKeys(app, config)
    const { db, vault, sealed: columns } = app
    const origin = systemOrigin('secrets.rotate', 'command line')
    if (values['new-keys']) {
      const rotated = await db.transaction(origin, (tx) => vault.rotateOlderThan(tx, now()))
      print(`new keys: ${rotated}`)
    }
    const {
      keys,
      values: renewed,
      unreadable,
    } = await renewAll({ db, vault, columns }, origin, ({ of, renewed: done }) => print(`${of}: ${done}`))
    print(`done: ${keys} keys wrapped anew, ${renewed} values renewed`)
    for (const one of unreadable) print(`UNREADABLE: ${one}`)
    await reportKeys(app, config)
    return unreadable.length === 0 ? 0 : 1
  })
}

/** Which of ENCRYPTION_KEYS are needed, and for what. */
async function reportKeys({ db, sealed }: App, { keys }: Config): Promise<void> {
  const needed = new Map((await neededKeys(db, sealed)).map((one) => [one.kid, one]))
  for (const [at, { kid }] of keys.encryption.entries()) {
    const { keys: wrapped = 0, values = 0, messages = 0 } = needed.get(kid) ?? {}
    const use = `${wrapped} keys, ${values} values, ${messages} messages under way`
    if (at === 0) print(`${kid}: active (${use})`)
    else
      print(wrapped + values + messages === 0 ? `${kid}: may leave ENCRYPTION_KEYS` : `${kid}: still needed (${use})`)
  }
}

/** Throws ConfigError when a key is not at hand without which something in the database cannot be opened. */
export async function assertEncryptionKeys({ db }: App, { keys }: Config): Promise<void> {
  const missing = await missingKeys(
    db,
    keys.encryption.map(({ kid }) => kid),
  )
  if (missing.length > 0)
    throw new ConfigError([
      { variable: 'ENCRYPTION_KEYS', message: `lacks ${missing.join(', ')}, under which the database holds keys` },
    ])
}
