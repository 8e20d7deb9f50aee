import { Secret, TOTP } from 'otpauth'
import { nowMs } from '../../server/kernel/clock.ts'
import { type Answer, type CookieClient, cookieClient } from './cookie-client.ts'
import { addPerson, bearer, type IdentityStack, signInByBearer } from './identity.ts'

interface Person {
  readonly email: string
  readonly password: string
}

/** An authenticator app that holds one seed. */
export interface Authenticator {
  readonly id: string
  readonly secret: string
  /** Codes of the first factor only. */
  readonly backupCodes: readonly string[] | undefined
  /** The code of now, or of so many steps of 30 seconds later. */
  code(stepsLater?: number): string
}

export type Ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<Answer>

/** Asks as the holder of an access token. */
export function asBearer(url: string, accessToken: string): Ask {
  return (method, path, body) =>
    cookieClient(url).send(method, path, {
      headers: bearer(accessToken),
      ...(body === undefined ? {} : { body }),
    })
}

/** The app for a seed. */
export function authenticatorOf(secret: string): Pick<Authenticator, 'code'> {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  return { code: (stepsLater = 0) => totp.generate({ timestamp: nowMs() + stepsLater * 30_000 }) }
}

/** Enrols an authenticator; the code of the step before now is used up by it, so that now's still works. */
export async function enrolTotp(ask: Ask): Promise<Authenticator> {
  const started = await ask('POST', '/api/auth/mfa/totp', {})
  if (started.status !== 201) throw new Error(`enrolment answered ${started.status}: ${started.text}`)
  const { id, secret } = started.body
  const app = authenticatorOf(secret)
  const confirm = () => ask('POST', `/api/auth/mfa/totp/${id}/confirm`, { code: app.code(-1) })
  const step = app.code()
  let confirmed = await confirm()
  // The step turned between asking the app and the server's look at the clock.
  if (confirmed.status !== 200 && app.code() !== step) confirmed = await confirm()
  if (confirmed.status !== 200) throw new Error(`confirmation answered ${confirmed.status}: ${confirmed.text}`)
  return { ...app, id, secret, backupCodes: confirmed.body.backupCodes }
}

/** Enrols an authenticator for somebody; `accessToken` is of the session that is left, which proved the password alone. */
export async function withTotp(url: string, person: Person) {
  const { accessToken } = await signInByBearer(url, person)
  const enrolling = await signInByBearer(url, person)
  const ask = asBearer(url, enrolling.accessToken)
  const app = await enrolTotp(ask)
  await ask('POST', '/api/auth/logout', {})
  return { app, accessToken }
}

/** The challenge that a right password is answered with, bearer transport. */
export async function challengeOf(url: string, person: Person) {
  const { email, password } = person
  const answer = await cookieClient(url).post('/api/auth/login', { email, password, transport: 'bearer' })
  if (answer.body?.mfaRequired !== true) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return answer.body.challenge as string
}

/** Answers a challenge. */
export function verifyMfa(url: string, body: Record<string, unknown>): Promise<Answer> {
  return cookieClient(url).post('/api/auth/mfa/verify', body)
}

/** An access token at aal 2. */
export async function signInWithTotp(url: string, person: Person, code: string): Promise<string> {
  const answer = await verifyMfa(url, { challenge: await challengeOf(url, person), method: 'totp', code })
  if (answer.status !== 200) throw new Error(`the second factor answered ${answer.status}: ${answer.text}`)
  return answer.body.accessToken
}

/** Signs in by cookies with the second factor and trusts the browser. */
export async function trustBrowser(url: string, person: Person, totp: string) {
  const client = cookieClient(url, { 'user-agent': 'Trusted Browser' })
  const { email, password } = person
  const { challenge } = (await client.post('/api/auth/login', { email, password })).body
  const answer = await client.post('/api/auth/mfa/verify', { challenge, method: 'totp', code: totp, trustDevice: true })
  if (answer.status !== 200) throw new Error(`the second factor answered ${answer.status}: ${answer.text}`)
  return { client, setCookies: answer.setCookies }
}

/** The answer to a sign-in in the same browser, after signing out. */
export async function signInAgain(client: CookieClient, { email, password }: Person) {
  await client.post('/api/auth/logout', {}, await client.csrf())
  return (await client.post('/api/auth/login', { email, password }, await client.csrf())).body
}

/** Somebody with an authenticator, an older session by bearer, and a trusted browser. */
export async function trustingPerson(stack: IdentityStack) {
  const person = await addPerson(stack)
  const { app, accessToken } = await withTotp(stack.url, person)
  return { person, app, accessToken, ...(await trustBrowser(stack.url, person, app.code())) }
}
