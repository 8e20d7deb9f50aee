import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { keepKeyFile } from './key-folder.ts'
import type { RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { readSigningKeys, type SigningSettings } from './signing-keys.ts'

export interface EncryptionKey {
  readonly kid: string
  readonly key: KeyObject
}

export interface Keys extends SigningSettings {
  readonly sessionSecret: Secret
  readonly encryption: readonly EncryptionKey[]
  /** Names of the variables whose values were generated and kept in DATA_DIR. */
  readonly generated: readonly string[]
}

/** The keys that what the database holds is read by. */
export type StoreKeys = Pick<Keys, 'sessionSecret' | 'encryption' | 'generated'>

/** Reads the keys; outside production absent ones are generated once and kept in DATA_DIR/keys with mode 0600. */
export function readKeys(raw: RawValues, dataDir: string, production: boolean): Keys {
  const store = readStoreKeys(raw, dataDir, production)
  const generated = [...store.generated]
  const signing = readSigningKeys(raw, dataDir, production, (variable) => void generated.push(variable))
  if (production)
    for (const name of generated) raw.fault(name, 'production brings its own: it is never generated there')
  return { ...store, ...signing, generated }
}

/** As `readKeys`, without those that sign. */
export function readStoreKeys(raw: RawValues, dataDir: string, production: boolean): StoreKeys {
  const generated: string[] = []
  const own = (name: string, file: string, make: () => string): string => {
    generated.push(name)
    return production ? make() : keepKeyFile(dataDir, file, make)
  }
  const session =
    raw.get('SESSION_SECRET') ?? own('SESSION_SECRET', 'session-secret', () => randomBytes(48).toString('base64url'))
  const encryption = parseNamedKeys(
    'ENCRYPTION_KEYS',
    raw.get('ENCRYPTION_KEYS') ??
      own('ENCRYPTION_KEYS', 'encryption-keys', () => `e1:${randomBytes(32).toString('base64')}`),
    raw,
  )
  return { sessionSecret: secret(session), encryption, generated }
}

/** Keys of 32 bytes, each with its name; faults go to `raw` under the name of the variable. */
export function parseNamedKeys(variable: string, text: string, raw: RawValues): EncryptionKey[] {
  const keys: EncryptionKey[] = []
  for (const part of text.split(',')) {
    const match = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/=_-]+)\s*$/.exec(part)
    const key = Buffer.from(match?.[2] ?? '', 'base64')
    if (match?.[1] === undefined || key.length !== 32)
      raw.fault(variable, 'is `kid:base64 of 32 bytes`, separated by commas')
    else if (keys.some((known) => known.kid === match[1])) raw.fault(variable, `names the key ${match[1]} twice`)
    else keys.push({ kid: match[1], key: createSecretKey(key) })
  }
  return keys
}
