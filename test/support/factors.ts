import assert from 'node:assert/strict'
import type { Id } from '../../server/kernel/id.ts'
import { createHttpClient, type HttpAnswer, type HttpClient } from './http-client.ts'
import type { TestServer } from './server.ts'

/** Lets each person of a test come from a network of their own. */
export const BEHIND_PROXY = { TRUSTED_PROXIES: '127.0.0.1', SMS_COUNTRY_HOURLY_MAX: '100000' }

let networks = 0
let numbers = 0

/** A number in a block of its own. */
export function newPhone(): string {
  numbers += 1
  return `+4915${String(numbers).padStart(4, '0')}1234`
}

export interface Somebody {
  readonly id: Id<'user'>
  readonly email: string
  readonly password: string
  readonly ip: string
  /** Signed in by password. */
  readonly http: HttpClient
  readonly anonymous: HttpClient
}

export async function somebody(server: TestServer, ...roles: string[]): Promise<Somebody> {
  const { id, email, password } = await server.people.signedIn(...roles)
  networks += 1
  const ip = `198.51.${networks >> 8}.${networks & 0xff}`
  const anonymous = createHttpClient(server.url, { 'x-forwarded-for': ip })
  const answer = await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })
  return { id, email, password, ip, anonymous, http: withToken(server, { ip }, answer) }
}

/** A further session by password, of somebody who has no second factor yet. */
export async function furtherSession(server: TestServer, person: Somebody): Promise<HttpClient> {
  const { anonymous, email, password } = person
  return withToken(server, person, await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' }))
}

/** A client with the session of a sign-in's answer. */
export function withToken(server: TestServer, { ip }: { readonly ip: string }, answer: HttpAnswer): HttpClient {
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const { accessToken } = answer.body as { accessToken?: string }
  assert.equal(typeof accessToken, 'string', JSON.stringify(answer.body))
  return createHttpClient(server.url, { authorization: `Bearer ${accessToken}`, 'x-forwarded-for': ip })
}

/** The session of a sign-in's answer, after `pass` made it older than its access token. */
export async function agedSession(
  server: TestServer,
  person: Somebody,
  answer: HttpAnswer,
  pass: () => void,
): Promise<HttpClient> {
  const { refreshToken } = answer.body as { refreshToken?: string }
  pass()
  return withToken(server, person, await person.anonymous.post('/api/auth/refresh', { refreshToken }))
}

/** Proves the password, and returns the challenge that is left. */
export async function challengeOf({ anonymous, email, password }: Somebody): Promise<string> {
  const answer = await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  const { mfaRequired, challenge } = answer.body as { mfaRequired?: boolean; challenge: string }
  assert.equal(mfaRequired, true)
  return challenge
}

/** Codes that were sent to an address or number, oldest first. */
export async function codesTo(server: TestServer, address: string): Promise<string[]> {
  const messages = await server.mailbox()
  const codes = messages.filter((one) => one.to.address === address && one.template.endsWith('factors.code'))
  return codes.map(({ text }) => /\b[0-9]{6}\b/.exec(text)?.[0] ?? 'no code')
}

/** The newest of them. */
export async function codeTo(server: TestServer, address: string): Promise<string> {
  const code = (await codesTo(server, address)).at(-1)
  assert.ok(code !== undefined, `no code was sent to ${address}`)
  return code
}

/** Another code of six digits. */
export function wrongCode(code: string, by = 1): string {
  return String((Number(code) + by) % 1_000_000).padStart(6, '0')
}

/** Templates of the mails and SMS to a person's address or number. */
export async function templatesTo(server: TestServer, address: string): Promise<string[]> {
  return (await server.mailbox()).filter((one) => one.to.address === address).map(({ template }) => template)
}

/** What the trail says of a person, in order. */
export async function trailOf(server: TestServer, id: Id<'user'>): Promise<string[]> {
  const rows = await server.app.db.raw<{ action: string }>(
    'SELECT action FROM audit.record WHERE subject_id = $1 ORDER BY at, id',
    [id],
  )
  return rows.map(({ action }) => action)
}
