import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import { keepKeyFile, readKeyFile } from './key-folder.ts'
import type { RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'

export type SigningAlgorithm = 'ES256' | 'RS256'

export interface SigningKey {
  readonly kid: string
  readonly privateKeyPem: Secret
  readonly active: boolean
}

/** A private key as a key management service sealed it: of use only to whom that service opens it. */
export interface WrappedKey {
  readonly kid: string
  readonly ciphertext: string
  readonly active: boolean
}

export interface SigningSettings {
  readonly signing: readonly SigningKey[]
  readonly wrapped: readonly WrappedKey[]
  /** Where wrapped keys are opened; null without one. */
  readonly kms: { readonly url: URL; readonly token: Secret } | null
  /** What the active key must sign with; null: either. */
  readonly algorithm: SigningAlgorithm | null
}

/** Of keys that were rotated in place. */
export const KEY_SET_FILE = 'jwt-keys.json'
const RSA_BITS_MIN = 2048
const RSA_BITS = 3072
const KID = /^[A-Za-z0-9._-]{1,64}$/

/** The algorithm a private key signs with here; throws a sentence for one that is of no use. */
export function algorithmOf(key: KeyObject): SigningAlgorithm {
  if (key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  if (key.asymmetricKeyType !== 'rsa') throw new TypeError('is not an EC key on P-256, nor an RSA key')
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < RSA_BITS_MIN) throw new TypeError(`is an RSA key of ${bits} bits; ${RSA_BITS_MIN} are the least`)
  return 'RS256'
}

/** A new private key in PKCS#8 PEM. */
export function newSigningKey(algorithm: SigningAlgorithm): string {
  const { privateKey } =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** What is wrong with a private key, in words; null when it can sign (with `algorithm`, if it must). */
export function signingKeyFault(pem: string, algorithm: SigningAlgorithm | null): string | null {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    return 'is not a private key in PKCS#8 PEM'
  }
  try {
    const own = algorithmOf(key)
    return algorithm === null || own === algorithm ? null : `signs with ${own}, and SIGNING_ALGORITHM says ${algorithm}`
  } catch (error) {
    return (error as Error).message
  }
}

/** Reads JWT_KEYS, JWT_PRIVATE_KEY or what is kept in DATA_DIR; `generated` is told when nothing was given. */
export function readSigningKeys(
  raw: RawValues,
  dataDir: string,
  production: boolean,
  generated: (variable: string) => void,
): SigningSettings {
  const algorithm = (raw.get('SIGNING_ALGORITHM') as SigningAlgorithm | undefined) ?? null
  const kms = readKms(raw)
  const given = raw.get('JWT_KEYS')
  if (given !== undefined) return { ...parseKeySet(given, raw, algorithm), kms, algorithm }
  const single = raw.get('JWT_PRIVATE_KEY')
  if (single !== undefined) return { signing: one(single, raw, algorithm), wrapped: [], kms, algorithm }
  generated('JWT_PRIVATE_KEY')
  if (production) return { signing: [], wrapped: [], kms, algorithm }
  const rotated = readKeyFile(dataDir, KEY_SET_FILE)
  if (rotated !== null) return { ...parseKeySet(rotated, raw, algorithm), kms, algorithm }
  const file = algorithm === 'RS256' ? 'jwt-private-key-rs256.pem' : 'jwt-private-key.pem'
  const kept = keepKeyFile(dataDir, file, () => newSigningKey(algorithm ?? 'ES256'))
  return { signing: one(kept, raw, algorithm), wrapped: [], kms, algorithm }
}

function one(pem: string, raw: RawValues, algorithm: SigningAlgorithm | null): SigningKey[] {
  const fault = signingKeyFault(pem, algorithm)
  if (fault !== null) raw.fault('JWT_PRIVATE_KEY', `key k1 ${fault}`)
  return [{ kid: 'k1', privateKeyPem: secret(pem), active: true }]
}

interface Entry {
  readonly kid?: unknown
  readonly privateKeyPem?: unknown
  readonly wrappedKey?: unknown
  readonly active?: unknown
}

function parseKeySet(
  text: string,
  raw: RawValues,
  algorithm: SigningAlgorithm | null,
): Pick<SigningSettings, 'signing' | 'wrapped'> {
  const entries = parseEntries(text)
  if (entries.length === 0) raw.fault('JWT_KEYS', 'is a JSON array with at least one key')
  const signing: SigningKey[] = []
  const wrapped: WrappedKey[] = []
  for (const { kid, privateKeyPem, wrappedKey, active: flag } of entries) {
    const active = flag === true
    const named = typeof kid === 'string' && KID.test(kid)
    if (!named || (typeof privateKeyPem === 'string') === (typeof wrappedKey === 'string')) {
      raw.fault('JWT_KEYS', 'each key has kid (letters, digits, . _ -) and either privateKeyPem or wrappedKey')
    } else if (typeof privateKeyPem === 'string') {
      const fault = signingKeyFault(privateKeyPem, active ? algorithm : null)
      if (fault !== null) raw.fault('JWT_KEYS', `key ${kid} ${fault}`)
      signing.push({ kid, privateKeyPem: secret(privateKeyPem), active })
    } else wrapped.push({ kid, ciphertext: String(wrappedKey), active })
  }
  const all = [...signing, ...wrapped]
  if (all.filter((key) => key.active).length !== 1) raw.fault('JWT_KEYS', 'exactly one key has "active": true')
  if (new Set(all.map((key) => key.kid)).size < all.length) raw.fault('JWT_KEYS', 'each key has a kid of its own')
  if (wrapped.length > 0 && raw.get('KMS_UNWRAP_URL') === undefined)
    raw.fault('JWT_KEYS', 'a wrappedKey needs KMS_UNWRAP_URL')
  return { signing, wrapped }
}

function parseEntries(text: string): Entry[] {
  try {
    const entries: unknown = JSON.parse(text)
    return Array.isArray(entries) ? entries.map((entry) => (entry ?? {}) as Entry) : []
  } catch {
    return []
  }
}

function readKms(raw: RawValues): SigningSettings['kms'] {
  const text = raw.get('KMS_UNWRAP_URL')
  const token = raw.get('KMS_UNWRAP_TOKEN')
  if (text === undefined && token === undefined) return null
  if (text === undefined || token === undefined) {
    raw.fault(text === undefined ? 'KMS_UNWRAP_URL' : 'KMS_UNWRAP_TOKEN', 'goes together with its pair')
    return null
  }
  const url = new URL(text)
  const isLocal = url.hostname === 'localhost' || (isIP(url.hostname) === 4 && url.hostname.startsWith('127.'))
  if (url.protocol !== 'https:' && !isLocal) raw.fault('KMS_UNWRAP_URL', 'is reached by https')
  return { url, token: secret(token) }
}
