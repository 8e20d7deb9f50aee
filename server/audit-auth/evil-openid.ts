import { createHmac, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { SignJWT } from 'jose'
import { readForm, redirect, type StandIn, sendJson, standIn } from './stand-in.ts'

/** What the provider does differently from an honest one; absent members are done by the book. */
export interface Mischief {
  /** Over the discovery document. */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** On the parameters it sends the browser back with. */
  readonly answer?: (parameters: URLSearchParams) => void
  /** Over the ID token's claims; undefined removes one. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Who signs the ID token: a stranger's key, the public key as HMAC secret, or nobody. */
  readonly signedBy?: 'stranger' | 'public-key' | 'nobody'
  /** In place of the userinfo answer; a number is a status. */
  readonly userInfo?: Readonly<Record<string, unknown>> | number
  /** In place of an endpoint's answer. */
  readonly failing?: {
    readonly path: string
    readonly with: 'hang' | 'cut' | 'flood' | 'redirect' | number | string
  }
}

export interface EvilOpenId extends StandIn {
  readonly clientId: string
  readonly clientSecret: string
  mischief: Mischief
  /** The PKCE challenge that the last code was asked for with, and the verifier that redeemed it. */
  redeemed(): { readonly challenge: string; readonly verifier: string }
  /** Paths asked since the last look. */
  asked(): string[]
}

/** Below it stand metadata that name another issuer. */
export const IMPOSTOR_PATH = '/impostor'
/** What each code was asked for with. */
type Codes = Map<string, { readonly nonce: string; readonly challenge: string }>

export const EVIL_SUBJECT = 'evil-subject'
/** Whom it takes the instance for. */
export const EVIL_CLIENT = { id: 'plinth-at-evil', secret: 'evil-secret' } as const

/** An OpenID provider in the hands of an attacker: what it says is well formed, signed as told, and may be false. */
export async function startEvilOpenId(
  algorithm: 'ES256' | 'RS256' = 'RS256',
  at?: { readonly host: string; readonly port: number },
): Promise<EvilOpenId> {
  const pair = () =>
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keys = { algorithm, own: pair(), stranger: pair() }
  const codes: Codes = new Map()
  const state = { mischief: {} as Mischief, redeemed: { challenge: '', verifier: '' } }
  let paths: string[] = []
  const server = await standIn(
    (url) => async (request, response) => {
      const asked = new URL(request.url ?? '/', url)
      const { mischief } = state
      paths.push(asked.pathname)
      if (mischief.failing?.path === asked.pathname) return fail(response, mischief.failing.with, url)
      if (asked.pathname === '/.well-known/openid-configuration')
        return sendJson(response, 200, { ...metadataOf(url, algorithm), ...mischief.metadata })
      if (asked.pathname === `${IMPOSTOR_PATH}/.well-known/openid-configuration`)
        return sendJson(response, 200, metadataOf(url, algorithm))
      if (asked.pathname === '/keys') return sendJson(response, 200, { keys: [publicJwk(keys.own.publicKey)] })
      if (asked.pathname === '/authorize') return authorize(response, asked.searchParams, { url, mischief, codes })
      if (asked.pathname === '/token') {
        const form = await readForm(request)
        const { nonce, challenge } = codes.get(form.get('code') ?? '') ?? { nonce: '', challenge: '' }
        state.redeemed = { challenge, verifier: form.get('code_verifier') ?? '' }
        const idToken = await makeIdToken({ url, nonce, mischief, keys })
        return sendJson(response, 200, { access_token: 'evil-access', token_type: 'Bearer', id_token: idToken })
      }
      if (asked.pathname !== '/userinfo') return sendJson(response, 404, {})
      const { userInfo = { sub: EVIL_SUBJECT } } = mischief
      return typeof userInfo === 'number' ? sendJson(response, userInfo, {}) : sendJson(response, 200, userInfo)
    },
    at,
  )
  return {
    ...server,
    ...{ clientId: EVIL_CLIENT.id, clientSecret: EVIL_CLIENT.secret },
    get mischief() {
      return state.mischief
    },
    set mischief(mischief) {
      state.mischief = mischief
    },
    redeemed: () => state.redeemed,
    asked() {
      const seen = paths
      paths = []
      return seen
    },
  }
}

function metadataOf(url: string, algorithm: string) {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    userinfo_endpoint: `${url}/userinfo`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [algorithm],
    authorization_response_iss_parameter_supported: true,
  }
}

const publicJwk = (key: KeyObject) => ({ ...(key.export({ format: 'jwk' }) as object), kid: 'k1', use: 'sig' })

function authorize(
  response: ServerResponse,
  asked: URLSearchParams,
  { url, mischief, codes }: { url: string; mischief: Mischief; codes: Codes },
): void {
  const code = randomBytes(10).toString('hex')
  codes.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' })
  const back = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of [
    ['code', code],
    ['state', asked.get('state') ?? ''],
    ['iss', url],
  ] as const)
    back.searchParams.set(name, value)
  mischief.answer?.(back.searchParams)
  redirect(response, back)
}

interface Signing {
  readonly url: string
  readonly nonce: string
  readonly mischief: Mischief
  readonly keys: {
    readonly algorithm: string
    readonly own: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
    readonly stranger: { readonly privateKey: KeyObject }
  }
}

async function makeIdToken({ url, nonce, mischief, keys }: Signing): Promise<string> {
  const at = Math.floor(Date.now() / 1000)
  const standard = { iss: url, sub: EVIL_SUBJECT, aud: EVIL_CLIENT.id, nonce, iat: at, exp: at + 300 }
  const claims = JSON.parse(JSON.stringify({ ...standard, ...mischief.claims }))
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  if (mischief.signedBy === 'nobody') return `${encode({ alg: 'none' })}.${encode(claims)}.`
  if (mischief.signedBy === 'public-key') {
    const head = `${encode({ alg: 'HS256', kid: 'k1' })}.${encode(claims)}`
    const secret = keys.own.publicKey.export({ type: 'spki', format: 'pem' })
    return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
  }
  const { privateKey } = mischief.signedBy === 'stranger' ? keys.stranger : keys.own
  return new SignJWT(claims).setProtectedHeader({ alg: keys.algorithm, kid: 'k1' }).sign(privateKey)
}

const FLOOD = Buffer.alloc(64 * 1024, 'x')

function fail(response: ServerResponse, how: NonNullable<Mischief['failing']>['with'], url: string): unknown {
  if (how === 'hang') return undefined
  if (how === 'cut') return response.destroy()
  if (how === 'redirect') return redirect(response, new URL(`${url}/keys`))
  if (typeof how === 'number') return sendJson(response, how, { error: 'server_error' })
  response.writeHead(200, { 'content-type': 'application/json' })
  if (how !== 'flood') return response.end(how)
  for (let sent = 0; sent < 10; sent += 1) response.write(FLOOD)
  return response.end()
}
