import assert from 'node:assert/strict'
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { calculateJwkThumbprint, createLocalJWKSet, decodeJwt, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { identityConfig, signingKey } from '../../../test/support/identity.ts'
import { nowMs, setClock } from '../../kernel/clock.ts'
import { secret } from '../../kernel/config/secret.ts'
import { newId } from '../../kernel/id.ts'
import { createAccessTokens } from './access-token.ts'
import { createKeyRing } from './key-ring.ts'

const config = identityConfig()
const ring = createKeyRing(config.keys)
const tokens = createAccessTokens(config, ring)
const tokensOf = (keys: typeof config.keys) => createAccessTokens(config, createKeyRing(keys))
const issuer = 'https://plinth.example'
const subject = {
  ...{ userId: newId<'user'>(), sessionId: newId<'session'>(), aal: 1 as const, epoch: 3 },
  ...{ amr: ['pwd'], authenticatedAt: new Date('2026-01-02T03:04:05.678Z') },
}
const privatePem = (at: number): string => config.keys[at]?.privateKeyPem.reveal() ?? ''

const goodHeader = { alg: 'ES256', typ: 'at+jwt', kid: 'k1' }
const nowSeconds = (): number => Math.floor(nowMs() / 1000)
const goodClaims = (): JWTPayload => ({
  iss: issuer,
  aud: issuer,
  sub: subject.userId,
  sid: subject.sessionId,
  aal: 1,
  epoch: 3,
  iat: nowSeconds(),
  exp: nowSeconds() + 600,
})

async function forge(
  changes: JWTPayload,
  header: Partial<typeof goodHeader> = {},
  pem = privatePem(0),
): Promise<string> {
  const { createPrivateKey } = await import('node:crypto')
  const claims = Object.fromEntries(
    Object.entries({ ...goodClaims(), ...changes }).filter(([, value]) => value !== undefined),
  )
  return new SignJWT(claims).setProtectedHeader({ ...goodHeader, ...header }).sign(createPrivateKey(pem))
}

/** jose with every check named, as the reference verifier. */
async function joseAccepts(token: string): Promise<boolean> {
  const options = {
    algorithms: ['ES256'],
    issuer,
    audience: issuer,
    typ: 'at+jwt',
    requiredClaims: ['exp', 'iat', 'sub', 'sid', 'epoch'],
  }
  return jwtVerify(token, createLocalJWKSet({ keys: ring.keys.map((key) => key.jwk) } as never), options).then(
    () => true,
    () => false,
  )
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('access tokens', () => {
  test('a token of ours is read back, by jose too', async () => {
    const token = tokens.sign(subject)
    const { userId, sessionId, epoch } = subject
    assert.deepEqual(tokens.verify(token), { userId, sessionId, epoch, expiresAtSeconds: nowSeconds() + 600 })
    assert.equal(await joseAccepts(token), true)
  })

  test('a token says how and when the person was proven', () => {
    const { aal, amr, auth_time: authTime } = decodeJwt(tokens.sign(subject))
    assert.deepEqual({ aal, amr, authTime }, { aal: 1, amr: ['pwd'], authTime: 1767323045 })
  })

  test('a token has all that RFC 9068 demands, and a name that no other has', () => {
    const [one, other] = [decodeJwt(tokens.sign(subject)), decodeJwt(tokens.sign(subject))]
    for (const claim of ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti']) assert.ok(one[claim], claim)
    assert.equal(one.client_id, 'plinth')
    assert.notEqual(one.jti, other.jti)
  })

  test('a token made by jose with our key is accepted', async () => {
    assert.notEqual(tokens.verify(await forge({})), null)
  })

  test('alg none is refused in every spelling and with any signature', () => {
    const [, payload, signature] = tokens.sign(subject).split('.')
    for (const alg of ['none', 'None', 'nOnE', '']) {
      for (const tail of ['', signature, 'AA']) {
        assert.equal(tokens.verify(`${encode({ alg, typ: 'at+jwt', kid: 'k1' })}.${payload}.${tail}`), null, alg)
      }
    }
  })

  test('HS256 with the public key as secret is refused in every encoding of the key', async () => {
    const key = createPublicKey(privatePem(0))
    const jwk = key.export({ format: 'jwk' })
    const secrets = [
      Buffer.from(key.export({ type: 'spki', format: 'pem' })),
      key.export({ type: 'spki', format: 'der' }),
      Buffer.from(JSON.stringify(jwk)),
      Buffer.from(`${jwk.x}`, 'base64url'),
    ]
    for (const secret of secrets) {
      const token = await new SignJWT(goodClaims()).setProtectedHeader({ ...goodHeader, alg: 'HS256' }).sign(secret)
      assert.equal(tokens.verify(token), null)
    }
  })

  const claimCases: { name: string; claims: JWTPayload; header?: Partial<typeof goodHeader> }[] = [
    { name: 'another issuer', claims: { iss: 'https://evil.example' } },
    { name: 'another audience', claims: { aud: 'https://other.example' } },
    { name: 'no audience', claims: { aud: undefined } as never },
    { name: 'past expiry', claims: { iat: 1000, exp: 2000 } },
    { name: 'no expiry', claims: { exp: undefined } as never },
    { name: 'a future nbf', claims: { nbf: nowSeconds() + 3600 } },
    { name: 'no session', claims: { sid: undefined } },
    { name: 'no subject', claims: { sub: undefined } as never },
    { name: 'no epoch', claims: { epoch: undefined } },
    { name: 'no iat', claims: { iat: undefined } as never },
    { name: 'the type of an ID token', claims: {}, header: { typ: 'JWT' } },
    { name: 'an unknown key id', claims: {}, header: { kid: 'k9' } },
    { name: "another key's id", claims: {}, header: { kid: 'k0' } },
  ]
  for (const { name, claims, header } of claimCases) {
    test(`a well-signed token with ${name} is refused, as jose refuses it`, async () => {
      const token = await forge(claims, header)
      assert.equal(tokens.verify(token), null)
      assert.equal(await joseAccepts(token), false)
    })
  }

  test('claims of the wrong type are refused', async () => {
    for (const claims of [{ epoch: '3' }, { sid: 5 }, { sub: 'not-a-uuid' }, { iat: nowSeconds() + 600 }]) {
      assert.equal(tokens.verify(await forge(claims as never)), null, JSON.stringify(claims))
    }
  })

  test('a changed character anywhere makes the token void', () => {
    const token = tokens.sign(subject)
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === 'A' ? 'B' : 'A'
      assert.equal(tokens.verify(token.slice(0, at) + other + token.slice(at + 1)), null, String(at))
    }
    assert.equal(tokens.verify(`${token}A`), null)
    assert.equal(tokens.verify(`${token}=`), null)
    const spareBits = token.slice(0, -1) + String.fromCharCode(token.charCodeAt(token.length - 1) + 1)
    assert.equal(tokens.verify(spareBits), null)
  })

  test('a remembered token still expires', () => {
    const token = tokens.sign(subject)
    assert.notEqual(tokens.verify(token), null)
    const restore = setClock(() => Date.now() + 601_000)
    try {
      assert.equal(tokens.verify(token), null)
    } finally {
      restore()
    }
  })

  test('a retired key verifies while it is listed and no longer', async () => {
    const old = await forge({}, { kid: 'k0' }, privatePem(1))
    assert.notEqual(tokens.verify(old), null)
    const { keys } = config
    assert.equal(tokensOf(keys.filter(({ kid }) => kid === 'k1')).verify(old), null)
    const next = tokensOf([signingKey('k2', true), ...keys.map((key) => ({ ...key, active: false }))])
    assert.notEqual(next.verify(tokens.sign(subject)), null)
  })

  test('the published keys hold nothing private', () => {
    assert.deepEqual(
      ring.keys.map((key) => Object.keys(key.jwk).sort().join()),
      ['alg,crv,kid,kty,use,x,y', 'alg,crv,kid,kty,use,x,y'],
    )
  })

  test('tokens are signed with RS256 by an RSA key, beside keys of the other algorithm', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = secret(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
    const keys = [
      { kid: 'r1', privateKeyPem: pem, active: true },
      ...config.keys.map((key) => ({ ...key, active: false })),
    ]
    const mixed = createKeyRing(keys)
    const rsa = createAccessTokens(config, mixed)
    const token = rsa.sign(subject)
    assert.equal(rsa.verify(token)?.userId, subject.userId)
    assert.notEqual(rsa.verify(tokens.sign(subject)), null, 'ES256 of before')
    const jwks = createLocalJWKSet({ keys: mixed.keys.map((key) => key.jwk) } as never)
    const { protectedHeader } = await jwtVerify(token, jwks, { algorithms: ['RS256'], issuer, audience: issuer })
    assert.deepEqual(protectedHeader, { alg: 'RS256', typ: 'at+jwt', kid: 'r1' })
    assert.deepEqual(Object.keys(mixed.keys[0]?.jwk ?? {}).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
    const [, payload, signature] = token.split('.')
    for (const header of [{ ...goodHeader }, { ...goodHeader, kid: 'r1' }, { ...goodHeader, alg: 'RS256' }])
      assert.equal(rsa.verify(`${encode(header)}.${payload}.${signature}`), null, JSON.stringify(header))
    const hmac = createHmac('sha256', createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }))
    const confused = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'r1' })}.${payload}`
    assert.equal(rsa.verify(`${confused}.${hmac.update(confused).digest('base64url')}`), null)
  })

  test('the thumbprint of a key is that of RFC 7638', async () => {
    for (const key of ring.keys) assert.equal(key.thumbprint, await calculateJwkThumbprint(key.jwk as never, 'sha256'))
  })

  test('a distrusted key is refused though its token was remembered, the next one signs, and without any nobody does', () => {
    const own = createKeyRing(config.keys)
    const issued = createAccessTokens(config, own)
    const token = issued.sign(subject)
    assert.notEqual(issued.verify(token), null)
    own.distrust(own.keys[0]?.thumbprint ?? '')
    assert.equal(issued.verify(token), null)
    const next = issued.sign(subject)
    assert.equal(JSON.parse(Buffer.from(next.split('.')[0] ?? '', 'base64url').toString()).kid, 'k0')
    assert.notEqual(issued.verify(next), null)
    own.distrust(own.keys[1]?.thumbprint ?? '')
    assert.throws(() => issued.sign(subject), { code: 'identity/no-signing-key' })
  })

  test('is verified once when it was made elsewhere, and not again when it was made here', () => {
    let verified = 0
    const counting = {
      ...ring,
      byHeader: (header: string) => {
        verified += 1
        return ring.byHeader(header)
      },
    }
    const here = createAccessTokens(config, counting)
    const own = here.sign(subject)
    assert.deepEqual([here.verify(own), here.verify(own), verified], [tokens.verify(own), tokens.verify(own), 0])
    const foreign = tokens.sign({ ...subject, epoch: 4 })
    assert.deepEqual([here.verify(foreign)?.epoch, here.verify(foreign)?.epoch, verified], [4, 4, 1])
  })
})
