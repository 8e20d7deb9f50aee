import { hash, sign, verify } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { nowMs } from '../../kernel/clock.ts'
import { signEs256, verifyEs256 } from '../../kernel/crypto/es256.ts'
import { asId, type Id, isUuid, newId } from '../../kernel/id.ts'
import type { IdentityConfig } from './config.ts'
import type { KeyRing, RingKey } from './key-ring.ts'

/** What an access token of ours says. Whether its session still lives is another question. */
export interface AccessClaims {
  readonly userId: Id<'user'>
  readonly sessionId: Id<'session'>
  readonly epoch: number
  readonly expiresAtSeconds: number
}

export interface AccessTokens {
  /** Throws identity/no-signing-key. */
  sign(claims: NewClaims): string
  /** The claims of a token of ours that has not expired; null for anything else. */
  verify(token: string): AccessClaims | null
}

export interface NewClaims {
  readonly userId: Id<'user'>
  readonly sessionId: Id<'session'>
  readonly aal: 1 | 2
  /** How the person was proven: names of RFC 8176. */
  readonly amr: readonly string[]
  /** When that was. */
  readonly authenticatedAt: Date
  readonly epoch: number
  /** Who acts in the person's name (RFC 8693, `act`). */
  readonly impersonatorId?: Id<'user'>
  /** Where it is not the usual one: of sessions that are not refreshed. */
  readonly lifetimeSeconds?: number
}

/** Whom RFC 9068 wants named as the client: the console and programs that sign in as a person. */
const CLIENT = 'plinth'
const TOKEN_MAX = 1500
const CACHE_MAX = 20_000
const CLOCK_LEEWAY_SECONDS = 5
const FORM = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/

type TokenConfig = Pick<IdentityConfig, 'publicUrl' | 'accessTokenSeconds'>

/**
 * JWT access tokens after RFC 9068, signed with ES256 or RS256. No client gets any, so `client_id` names this program; a token ends with its
 * session, so `jti` only names it. No tenant stands in one: a session is of a person, who is asked for membership with each request. A token is ours only when its header is byte for byte one that we write: the
 * algorithm, the type and the key are thereby not the sender's to choose. Tokens that were verified or made here are remembered by their SHA-256.
 */
export function createAccessTokens(config: TokenConfig, ring: KeyRing): AccessTokens {
  const issuer = config.publicUrl.origin
  const verified = new LRUCache<string, Verified>({ max: CACHE_MAX })

  return {
    sign({ userId, sessionId, impersonatorId, lifetimeSeconds = config.accessTokenSeconds, ...proven }) {
      const { aal, amr, epoch, authenticatedAt } = proven
      const signer = ring.signer()
      const iat = Math.floor(nowMs() / 1000)
      const claims = {
        iss: issuer,
        aud: issuer,
        sub: userId,
        sid: sessionId,
        client_id: CLIENT,
        jti: newId(),
        aal,
        amr,
        auth_time: Math.floor(authenticatedAt.getTime() / 1000),
        epoch,
        iat,
        exp: iat + lifetimeSeconds,
        ...(impersonatorId === undefined ? {} : { act: { sub: impersonatorId } }),
      }
      const content = `${signer.header}.${encode(claims)}`
      const token = `${content}.${signBy(signer, Buffer.from(content)).toString('base64url')}`
      // Signed here, so there is nothing to verify when it comes back.
      verified.set(hash('sha256', token, 'base64'), {
        claims: { userId, sessionId, epoch, expiresAtSeconds: claims.exp },
        key: signer,
      })
      return token
    },
    verify(token) {
      if (token.length > TOKEN_MAX) return null
      const cacheKey = hash('sha256', token, 'base64')
      let known = verified.get(cacheKey)
      if (known === undefined) {
        const signed = checkSignature(token, ring)
        const claims = signed === null ? null : readClaims(signed.payload, issuer)
        if (signed === null || claims === null) return null
        known = { claims, key: signed.key }
        verified.set(cacheKey, known)
      }
      const { claims, key } = known
      return ring.isTrusted(key) && claims.expiresAtSeconds * 1000 > nowMs() ? claims : null
    },
  }
}

interface Verified {
  readonly claims: AccessClaims
  readonly key: RingKey
}

/** RS256 is RSASSA-PKCS1-v1_5, node's default for RSA keys. */
function signBy({ algorithm, privateKey }: RingKey, content: Buffer): Buffer {
  return algorithm === 'RS256' ? sign('sha256', content, privateKey) : signEs256(content, privateKey)
}

function isSignedBy({ algorithm, publicKey }: RingKey, content: Buffer, signature: Buffer): boolean {
  return algorithm === 'RS256'
    ? verify('sha256', content, publicKey, signature)
    : verifyEs256(content, publicKey, signature)
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** The payload text when the signature is by the key that the header names. */
function checkSignature(token: string, ring: KeyRing): { payload: string; key: RingKey } | null {
  const [, header = '', payload = '', signatureText = ''] = FORM.exec(token) ?? []
  const key = ring.byHeader(header)
  if (key === undefined) return null
  const signature = Buffer.from(signatureText, 'base64url')
  // One signature has one spelling: spare bits of the last character are zero.
  if (signature.length !== key.signatureBytes || signature.toString('base64url') !== signatureText) return null
  if (!isSignedBy(key, Buffer.from(`${header}.${payload}`), signature)) return null
  return { payload: Buffer.from(payload, 'base64url').toString('utf8'), key }
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
