import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'

export interface SigningKey {
  readonly kid: string
  readonly privateKeyPem: Secret
  readonly active: boolean
}

export interface EncryptionKey {
  readonly kid: string
  readonly key: Buffer
}

export interface Keys {
  readonly sessionSecret: Secret
  readonly signing: readonly SigningKey[]
  readonly encryption: readonly EncryptionKey[]
  /** Names of the variables whose values were generated and kept in DATA_DIR. */
  readonly generated: readonly string[]
}

/** Reads the keys; outside production absent ones are generated once and kept in DATA_DIR/keys with mode 0600. */
export function readKeys(raw: RawValues, dataDir: string, production: boolean): Keys {
  const generated: string[] = []
  const own = (name: string, file: string, make: () => string): string => {
    generated.push(name)
    return production ? make() : keep(dataDir, file, make)
  }
  const session =
    raw.get('SESSION_SECRET') ?? own('SESSION_SECRET', 'session-secret', () => randomBytes(48).toString('base64url'))
  const jwtKeys = raw.get('JWT_KEYS')
  const jwtKey = raw.get('JWT_PRIVATE_KEY')
  const signing =
    jwtKeys !== undefined
      ? parseJwtKeys(jwtKeys, raw)
      : [signingKey('k1', jwtKey ?? own('JWT_PRIVATE_KEY', 'jwt-private-key.pem', newSigningKey), raw)]
  const encryption = parseEncryptionKeys(
    raw.get('ENCRYPTION_KEYS') ??
      own('ENCRYPTION_KEYS', 'encryption-keys', () => `e1:${randomBytes(32).toString('base64')}`),
    raw,
  )
  if (production)
    for (const name of generated) raw.fault(name, 'production brings its own: it is never generated there')
  return { sessionSecret: secret(session), signing: signing.filter((key) => key !== null), encryption, generated }
}

function newSigningKey(): string {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
}

function signingKey(kid: string, pem: string, raw: RawValues): SigningKey | null {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') {
      return { kid, privateKeyPem: secret(pem), active: true }
    }
    raw.fault('JWT_PRIVATE_KEY', `key ${kid} is not an EC key on P-256`)
  } catch {
    raw.fault('JWT_PRIVATE_KEY', `key ${kid} is not a private key in PKCS#8 PEM`)
  }
  return null
}

function parseJwtKeys(text: string, raw: RawValues): (SigningKey | null)[] {
  let entries: unknown
  try {
    entries = JSON.parse(text)
  } catch {
    raw.fault('JWT_KEYS', 'is not JSON')
    return []
  }
  if (!Array.isArray(entries) || entries.length === 0) {
    raw.fault('JWT_KEYS', 'is a JSON array with at least one key')
    return []
  }
  const keys = entries.map((entry: { kid?: unknown; privateKeyPem?: unknown; active?: unknown }) => {
    if (typeof entry?.kid !== 'string' || typeof entry.privateKeyPem !== 'string') {
      raw.fault('JWT_KEYS', 'each key has kid and privateKeyPem')
      return null
    }
    const key = signingKey(entry.kid, entry.privateKeyPem, raw)
    return key === null ? null : { ...key, active: entry.active === true }
  })
  if (keys.filter((key) => key?.active === true).length !== 1)
    raw.fault('JWT_KEYS', 'exactly one key has "active": true')
  if (new Set(keys.map((key) => key?.kid)).size < keys.length) raw.fault('JWT_KEYS', 'each key has a kid of its own')
  return keys
}

function parseEncryptionKeys(text: string, raw: RawValues): EncryptionKey[] {
  const keys: EncryptionKey[] = []
  for (const part of text.split(',')) {
    const match = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/=_-]+)\s*$/.exec(part)
    const key = Buffer.from(match?.[2] ?? '', 'base64')
    if (match?.[1] === undefined || key.length !== 32)
      raw.fault('ENCRYPTION_KEYS', 'is `kid:base64 of 32 bytes`, separated by commas')
    else if (keys.some((known) => known.kid === match[1]))
      raw.fault('ENCRYPTION_KEYS', `names the key ${match[1]} twice`)
    else keys.push({ kid: match[1], key })
  }
  return keys
}

/** Reads DATA_DIR/keys/<file>, or makes it durable before its first use, readable by the owner only. */
function keep(dataDir: string, file: string, make: () => string): string {
  const folder = join(dataDir, 'keys')
  const path = join(folder, file)
  if (existsSync(path)) return readFileSync(path, 'utf8')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const value = make()
  const temporary = `${path}.${process.pid}`
  const descriptor = openSync(temporary, 'w', 0o600)
  writeSync(descriptor, value)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(temporary, path)
  return value
}
