import { randomBytes, randomUUID } from 'node:crypto'
import type { Application } from './application.ts'
import { type Answer, type Client, patiently, valueAt } from './client.ts'
import { bearerHeader, type Stage } from './stage.ts'

const ME = '/api/auth/me'
const PASSWORD = 'quite a long pass phrase'

/** A place that takes a secret, and how its answer says that it did. */
export interface Door {
  readonly name: string
  try(visitor: Client, value: string): Promise<Answer>
  /** What the door answers to a secret of nobody's. */
  readonly refusals: ReadonlySet<string>
}

type Untried = Omit<Door, 'refusals'>

/** Doors that take the secret in the body, by the field it goes in. A passkey's challenge is none: its id is no secret. */
const BODIES: readonly (readonly [path: string, body: (value: string) => Record<string, unknown>])[] = [
  ['/api/auth/refresh', (refreshToken) => ({ refreshToken })],
  ['/api/auth/reset-password', (token) => ({ token, password: PASSWORD })],
  ['/api/auth/verify', (token) => ({ token })],
  ['/api/auth/setup', (token) => ({ token, email: 'dump@audit.example', password: PASSWORD, name: 'Dump' })],
  ['/api/auth/unlock', (token) => ({ token })],
  ['/api/auth/email/confirm', (token) => ({ token })],
  ['/api/auth/email/revert', (token) => ({ token })],
  ['/api/auth/magic-link/redeem', (token) => ({ token })],
  ['/api/auth/delete/confirm', (token) => ({ token })],
  ['/api/auth/mfa/verify', (challenge) => ({ challenge, method: 'totp', code: '000000' })],
  ['/api/auth/2fa/backup/verify', (challenge) => ({ challenge, code: 'aaaa-bbbb-cccc-dddd' })],
  ['/api/invitations/peek', (token) => ({ token })],
  ['/api/invitations/accept', (token) => ({ token, password: PASSWORD, name: 'Dump' })],
]

/** Headers hold no other values. */
const isHeader = (value: string): boolean => /^[\x21-\x7e]{1,2000}$/.test(value)

/** What stays the same of two answers that refuse. */
function told(answer: Answer): string {
  const where = new URL(answer.headers.get('location') ?? '/', 'http://none.invalid')
  return `${answer.status} ${answer.code ?? valueAt(answer.json, 'error') ?? where.pathname + where.hash}`
}

/** An application of this instance's own, as provider, with a code that nobody has redeemed. */
export interface Granted {
  readonly application: Application
  readonly verifier: string
  /** Another that has a secret. */
  readonly confidential: Application
}

/** What some doors are reached with; null where there is none here. */
export interface Props {
  readonly granted: Granted | null
  /** Somebody's browser on its way to the provider. */
  readonly traveller: Client | null
}

/** Every door of the instance, each with what it answers to a secret that is made up, in the forms that secrets have. */
export async function openDoors(stage: Stage, props: Props): Promise<Door[]> {
  const bodies = BODIES.filter(([path]) => stage.has(`POST ${path}`)).map(
    ([path, body]): Untried => ({ name: path, try: (visitor, value) => visitor.post(path, body(value)) }),
  )
  const untried = [...bodies, ...(await headerDoors(stage)), ...applicationDoors(props), ...providerDoors(stage, props)]
  const madeUp = [
    randomBytes(32).toString('base64url'),
    randomBytes(32).toString('hex'),
    randomUUID(),
    'x',
    '{}',
    'a'.repeat(3000),
    '\0'.repeat(40),
  ]
  return Promise.all(
    untried.map(async (door) => {
      const answers = await Promise.all(madeUp.map((value) => patiently(() => door.try(stage.visitor(), value))))
      return { ...door, refusals: new Set(answers.map(told)) }
    }),
  )
}

/** As bearer or API key, and as the cookies of a session, the refresh cookie also where it is renewed. */
async function headerDoors(stage: Stage): Promise<Untried[]> {
  const names = await Promise.all((['at', 'rt'] as const).map((ending) => stage.cookieName(ending)))
  const cookies = names.map(
    (name): Untried => ({
      name: `the cookie ${name}`,
      try: (visitor, value) => visitor.get(ME, { cookie: `${name}=${isHeader(value) ? value : 'x'}` }),
    }),
  )
  const [, refresh = ''] = names
  return [
    {
      name: 'bearer',
      try: (visitor, value) => visitor.get(ME, bearerHeader(isHeader(value) ? value : 'x')),
    },
    ...cookies,
    {
      name: `the cookie ${refresh}, renewed`,
      async try(visitor, value) {
        const headers = await visitor.csrf()
        visitor.jar.set(refresh, isHeader(value) ? value : 'x')
        return visitor.post('/api/auth/refresh', {}, headers)
      },
    },
  ]
}

/** Where the instance itself is the provider: as code, refresh token, access token and secret of an application. */
function applicationDoors({ granted }: Props): Untried[] {
  if (granted === null) return []
  const { application, verifier, confidential } = granted
  return [
    {
      name: 'an authorization code',
      try: (_, code) => application.redeem({ grant_type: 'authorization_code', code, code_verifier: verifier }),
    },
    {
      name: 'a refresh token of an application',
      try: (_, token) => application.redeem({ grant_type: 'refresh_token', refresh_token: token }),
    },
    {
      name: 'the secret of an application',
      try: (_, secret) =>
        confidential.redeem({ grant_type: 'refresh_token', refresh_token: 'x', client_secret: secret }),
    },
    {
      name: 'an access token of an application',
      try: (visitor, value) => visitor.get('/oidc/me', bearerHeader(isHeader(value) ? value : 'x')),
    },
  ]
}

/** The state of a sign-in by a provider, in the very browser that began one. */
function providerDoors(stage: Stage, { traveller }: Props): Untried[] {
  if (traveller === null) return []
  const { id } = stage.provider()
  const cookies = [...traveller.jar]
  return [
    {
      name: 'the state of a provider',
      try(visitor, value) {
        for (const [name, cookie] of cookies) visitor.jar.set(name, cookie)
        return visitor.get(`/api/auth/oauth/${id}/callback?${new URLSearchParams({ state: value, code: 'x' })}`)
      },
    },
  ]
}

/** How a door answered a value that it took; null for one that it refused as it refuses what is made up. */
export async function takenBy(stage: Stage, door: Door, value: string): Promise<string | null> {
  const answer = told(await patiently(() => door.try(stage.visitor(), value)))
  return door.refusals.has(answer) ? null : `${door.name}: ${answer}`
}
