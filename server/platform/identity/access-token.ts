import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { nowMs } from '../../kernel/clock.ts'
import { asId, type Id, isUuid } from '../../kernel/id.ts'
import type { IdentityConfig } from './config.ts'

/** What an access token says. Whether its session still lives is another question. */
export interface AccessClaims {
  readonly userId: Id<'user'>
  readonly sessionId: Id<'session'>
  readonly epoch: number
  readonly expiresAtSeconds: number
}

export interface AccessTokens {
  sign(claims: { userId: Id<'user'>; sessionId: Id<'session'>; aal: 1 | 2; epoch: number }): string
  /** The claims of a token of ours that has not expired; null for anything else. */
  verify(token: string): AccessClaims | null
  /** The public keys (RFC 7517). */
  readonly jwks: { readonly keys: readonly Record<string, string>[] }
}

const TOKEN_MAX = 1500
const CACHE_MAX = 20_000
const CLOCK_LEEWAY_SECONDS = 5
const SIGNATURE_BYTES = 64
const FORM = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/

type TokenConfig = Pick<IdentityConfig, 'keys' | 'publicUrl' | 'accessTokenSeconds'>

/**
 * JWT access tokens (RFC 9068) signed with ES256. A token is ours only when its header is byte for byte one that we write: the
 * algorithm, the type and the key are thereby not the sender's to choose. Verified tokens are remembered by their SHA-256.
 */
export function createAccessTokens(config: TokenConfig): AccessTokens {
  const keys = config.keys.map(({ kid, privateKeyPem, active }) => {
    const privateKey = createPrivateKey(privateKeyPem.reveal())
    const header = encode({ alg: 'ES256', typ: 'at+jwt', kid })
    return { kid, active, header, privateKey, publicKey: createPublicKey(privateKey) }
  })
  const signer = keys.find((key) => key.active)
  if (signer === undefined) throw new TypeError('no active key for access tokens')
  const byHeader = new Map(keys.map((key) => [key.header, key.publicKey]))
  const issuer = config.publicUrl.origin
  const verified = new LRUCache<string, AccessClaims>({ max: CACHE_MAX })

  return {
    sign({ userId, sessionId, aal, epoch }) {
      const iat = Math.floor(nowMs() / 1000)
      const claims = {
        iss: issuer,
        aud: issuer,
        sub: userId,
        sid: sessionId,
        aal,
        epoch,
        iat,
        exp: iat + config.accessTokenSeconds,
      }
      const content = `${signer.header}.${encode(claims)}`
      const key = { key: signer.privateKey, dsaEncoding: 'ieee-p1363' as const }
      return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`
    },
    verify(token) {
      if (token.length > TOKEN_MAX) return null
      const cacheKey = hash('sha256', token, 'base64')
      let claims = verified.get(cacheKey)
      if (claims === undefined) {
        const content = checkSignature(token, byHeader)
        const read = content === null ? null : readClaims(content, issuer)
        if (read === null) return null
        claims = read
        verified.set(cacheKey, claims)
      }
      return claims.expiresAtSeconds * 1000 > nowMs() ? claims : null
    },
    jwks: {
      keys: keys.map(({ kid, publicKey }) => {
        const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' })
        return { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' }
      }),
    },
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** The payload text when the signature is by the key that the header names. */
function checkSignature(token: string, byHeader: ReadonlyMap<string, KeyObject>): string | null {
  const [, header = '', payload = '', signatureText = ''] = FORM.exec(token) ?? []
  const publicKey = byHeader.get(header)
  if (publicKey === undefined) return null
  const signature = Buffer.from(signatureText, 'base64url')
  // One signature has one spelling: spare bits of the last character are zero.
  if (signature.length !== SIGNATURE_BYTES || signature.toString('base64url') !== signatureText) return null
  const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, signature)) return null
  return Buffer.from(payload, 'base64url').toString('utf8')
}

function readClaims(payload: string, issuer: string): AccessClaims | null {
  let claims: Record<string, unknown>
  try {
    claims = JSON.parse(payload)
  } catch {
    return null
  }
  const { iss, aud, sub, sid, epoch, iat, exp, nbf } = claims
  const nowSeconds = nowMs() / 1000 + CLOCK_LEEWAY_SECONDS
  const timely =
    isSeconds(iat) &&
    isSeconds(exp) &&
    iat <= nowSeconds &&
    exp > iat &&
    (nbf === undefined || (isSeconds(nbf) && nbf <= nowSeconds))
  const ours = iss === issuer && aud === issuer && isUuidText(sub) && isUuidText(sid) && isSeconds(epoch)
  if (!timely || !ours) return null
  return { userId: asId<'user'>(sub), sessionId: asId<'session'>(sid), epoch, expiresAtSeconds: exp }
}

function isSeconds(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isUuidText(value: unknown): value is string {
  return typeof value === 'string' && isUuid(value)
}
