import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { algorithmOf, type SigningAlgorithm } from '../../kernel/config/signing-keys.ts'
import type { IdentityConfig } from './config.ts'
import { identityProblem } from './problems.ts'

/** A key of access tokens. */
export interface RingKey {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly active: boolean
  /** The first part of every token it signs. */
  readonly header: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly signatureBytes: number
  /** RFC 7638, SHA-256. */
  readonly thumbprint: string
  /** The public key (RFC 7517). */
  readonly jwk: Readonly<Record<string, string>>
}

/** The keys of this process and which of them must not be trusted any more. */
export interface KeyRing {
  readonly keys: readonly RingKey[]
  /** The active key; when it is compromised, the first that is not. Throws identity/no-signing-key. */
  signer(): RingKey
  /** The key whose tokens begin with `header`, if it may be trusted. */
  byHeader(header: string): RingKey | undefined
  isTrusted(key: RingKey): boolean
  distrust(thumbprint: string): void
}

export function createKeyRing(keys: IdentityConfig['keys']): KeyRing {
  const ring = keys.map(ringKey)
  if (!ring.some((key) => key.active)) throw new TypeError('no active key for access tokens')
  const inOrder = [...ring].sort((one, other) => Number(other.active) - Number(one.active))
  const headers = new Map(ring.map((key) => [key.header, key]))
  const distrusted = new Set<string>()
  const isTrusted = (key: RingKey): boolean => !distrusted.has(key.thumbprint)
  return {
    keys: inOrder,
    isTrusted,
    signer() {
      const signer = inOrder.find(isTrusted)
      if (signer === undefined) throw identityProblem('no-signing-key')
      return signer
    },
    byHeader(header) {
      const key = headers.get(header)
      return key !== undefined && isTrusted(key) ? key : undefined
    },
    distrust: (thumbprint) => void distrusted.add(thumbprint),
  }
}

function ringKey({ kid, privateKeyPem, active }: IdentityConfig['keys'][number]): RingKey {
  const privateKey = createPrivateKey(privateKeyPem.reveal())
  const publicKey = createPublicKey(privateKey)
  const algorithm = algorithmOf(privateKey)
  const members = publicMembers(publicKey, algorithm)
  const header = Buffer.from(JSON.stringify({ alg: algorithm, typ: 'at+jwt', kid })).toString('base64url')
  return {
    kid,
    algorithm,
    active,
    header,
    privateKey,
    publicKey,
    signatureBytes: algorithm === 'ES256' ? 64 : Math.ceil((privateKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8),
    thumbprint: createHash('sha256').update(JSON.stringify(members)).digest('base64url'),
    jwk: { ...members, kid, alg: algorithm, use: 'sig' },
  }
}

/** What makes the public key, in the order that its thumbprint is taken over. */
function publicMembers(key: KeyObject, algorithm: SigningAlgorithm): Record<string, string> {
  const { kty = '', crv = '', x = '', y = '', e = '', n = '' } = key.export({ format: 'jwk' })
  return algorithm === 'ES256' ? { crv, kty, x, y } : { e, kty, n }
}
