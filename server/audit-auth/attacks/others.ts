import { randomBytes } from 'node:crypto'
import type { Attack } from '../attack.ts'
import { valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'

const ME = '/api/auth/me'
const REGISTER = '/api/auth/register'

const POLLUTION: Readonly<Record<string, unknown>> = {
  role: 'administrator',
  roles: ['administrator'],
  is_admin: true,
  isAdmin: true,
  admin: 1,
  email_verified: true,
  emailVerified: true,
  emailVerifiedAt: '2026-01-01T00:00:00.000Z',
  tenant_id: 'other',
  organisationId: '00000000-0000-7000-8000-000000000000',
  id: '00000000-0000-7000-8000-000000000000',
  permissions: ['access:manage'],
  epoch: 99,
}

const massAssignment: Attack = {
  id: 'I1',
  attack:
    'register and sign in with role, is_admin, email_verified, tenant, id, permissions, __proto__, constructor in the body',
  expected: '400, or ignored: an ordinary, unproven account',
  async run({ stage, see, status }) {
    const base = () => ({ email: stage.address(), password: 'quite a long pass phrase', name: 'Mallory' })
    for (const [name, value] of Object.entries(POLLUTION))
      status(name, await stage.visitor().post(REGISTER, { ...base(), [name]: value }), 400)
    for (const key of ['__proto__', 'constructor', 'prototype', 'constructor.prototype']) {
      const raw = JSON.stringify({ ...base(), KEY: { isAdmin: true, role: 'administrator' } }).replace('KEY', key)
      const answer = await stage
        .visitor()
        .send('POST', REGISTER, { raw, headers: { 'content-type': 'application/json' } })
      status(key, answer, 400)
    }
    const { person, send } = await stage.bearer()
    const login = await stage
      .visitor()
      .post('/api/auth/login', { ...person, name: undefined, aal: 2, roles: ['administrator'] })
    status('login', login, 400)
    const me = await send('GET', ME)
    see('permissions', (valueAt(me.json, 'permissions') as unknown[]).includes('access:manage'), false)
    see('roles', valueAt(me.json, 'user.roles'), [])
    if (!stage.has('PATCH /api/auth/me')) return
    for (const [name, value] of Object.entries({ ...POLLUTION, email: 'evil@audit.example', password: 'x' }))
      status(`PATCH ${name}`, await send('PATCH', ME, { body: { name: 'Mallory', [name]: value } }), 400)
  },
}

const vertical: Attack = {
  id: 'I1v',
  attack:
    'a person without any role calls every operation that demands a permission; nobody calls those that demand a session',
  expected: '401 to nobody; 403 or a refusal to the person; nothing answered 2xx or 5xx',
  async run({ stage, see }) {
    const { send } = await stage.bearer()
    const answer = await stage.visitor().get('/api/openapi.json')
    const paths = valueAt(answer.json, 'paths') as Record<string, Record<string, Record<string, unknown>>>
    const wrong: string[] = []
    let tried = 0
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) {
        const permission = String(operation['x-permission'])
        if (!permission.includes(':') && permission !== 'signed-in') continue
        tried += 1
        const url = path.replace(/\{[^}]+\}/g, '00000000-0000-7000-8000-000000000000')
        const sending = method === 'get' || method === 'delete' ? {} : { body: {} }
        const nobody = await stage.visitor().send(method.toUpperCase(), url, sending)
        if (nobody.status !== 401) wrong.push(`nobody ${method} ${path} ${nobody.status}`)
        if (!permission.includes(':')) continue
        const person = await send(method.toUpperCase(), url, sending)
        if (person.status !== 403) wrong.push(`person ${method} ${path} ${person.status}`)
      }
    see('answered otherwise', wrong, [])
    see('operations were tried', tried > 10, true)
  },
}

/** Every text that stands in a row, with what can be made of bytes. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 8 ? [value] : []
  if (Buffer.isBuffer(value))
    return value.length >= 8 ? [value.toString('hex'), value.toString('base64url'), value.toString('latin1')] : []
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.values(value).flatMap(textsOf)
  return []
}

/** Schemas whose tables hold anything about who may come in. */
const AUTH_SCHEMAS = [
  'identity',
  'factors',
  'federation',
  'organisations',
  'api_keys',
  'provider',
  'access',
  'kernel',
  'audit',
  'pgboss',
]
/** Every column is there with the first; a thorough run takes the second. */
const VALUES_MAX = 150
const VALUES_MAX_THOROUGH = 1000

async function dump(stage: Stage): Promise<Map<string, string>> {
  const tables = await stage.query(
    'SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema = ANY($1) ORDER BY 1, 2',
    [AUTH_SCHEMAS],
  )
  const values = new Map<string, string>()
  for (const { table_schema: schema, table_name: table } of tables) {
    const rows = await stage.query(`SELECT * FROM "${schema}"."${table}" LIMIT 200`)
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        for (const text of textsOf(value)) values.set(text, `${schema}.${table}.${column}`)
  }
  return values
}

/** One of each column first, so that a bound on their number leaves no column out. */
function sample(values: ReadonlyMap<string, string>, max: number): [string, string][] {
  const byColumn = Map.groupBy([...values], ([, column]) => column)
  const chosen: [string, string][] = []
  for (let at = 0; chosen.length < max; at += 1) {
    const next = [...byColumn.values()].flatMap((group) => group.slice(at, at + 1))
    if (next.length === 0) break
    chosen.push(...next)
  }
  return chosen.slice(0, max)
}

/** The doors that take a secret in the body, by the field it goes in. */
const DOORS: readonly (readonly [string, (value: string) => Record<string, unknown>])[] = [
  ['/api/auth/refresh', (refreshToken) => ({ refreshToken })],
  ['/api/auth/reset-password', (token) => ({ token, password: 'quite a long pass phrase' })],
  ['/api/auth/verify', (token) => ({ token })],
  [
    '/api/auth/setup',
    (token) => ({ token, email: 'dump@audit.example', password: 'quite a long pass phrase', name: 'Dump' }),
  ],
  ['/api/auth/unlock', (token) => ({ token })],
  ['/api/auth/email/confirm', (token) => ({ token })],
  ['/api/auth/email/revert', (token) => ({ token })],
  ['/api/auth/magic-link/redeem', (token) => ({ token })],
  ['/api/auth/delete/confirm', (token) => ({ token })],
  ['/api/auth/mfa/verify', (challenge) => ({ challenge, method: 'totp', code: '000000' })],
  ['/api/auth/2fa/backup/verify', (challenge) => ({ challenge, code: challenge.slice(0, 40) })],
  ['/api/auth/passkey/login', (challenge) => ({ challenge, credential: {} })],
  ['/api/invitations/peek', (token) => ({ token })],
  ['/api/invitations/accept', (token) => ({ token, password: 'quite a long pass phrase', name: 'Dump' })],
]

const databaseDump: Attack = {
  id: 'S10',
  attack:
    'read every column of every table of the auth schemas and try each value as bearer, cookie, refresh, reset, verification and other token',
  expected: 'none is accepted',
  needs: ['database'],
  alone: true,
  async run({ stage, see, note }) {
    await stage.unproven()
    const { person, client } = await stage.signIn()
    await stage.visitor().post('/api/auth/forgot-password', { email: person.email })
    await stage.letter(person.email, 'identity.reset')
    const cookies = ['at', 'rt', 'td'].flatMap((ending) =>
      [...client.jar.keys()].filter((name) => name.endsWith(ending)),
    )
    const values = sample(await dump(stage), stage.thorough ? VALUES_MAX_THOROUGH : VALUES_MAX)
    const doors = DOORS.filter(([path]) => stage.has(`POST ${path}`))
    const accepted: string[] = []
    const queue = [...values]
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        accepted.push(...(await whereAccepted(stage, next, { doors, cookies })))
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    see('accepted', accepted.slice(0, 5), [])
    see('values were tried', values.length > 20, true)
    note(
      `${values.length} values of ${new Set(values.map(([, column]) => column)).size} columns at ${doors.length + 1 + cookies.length} doors`,
    )
  },
}

interface Doors {
  readonly doors: typeof DOORS
  readonly cookies: readonly string[]
}

async function whereAccepted(
  stage: Stage,
  [value, column]: readonly [string, string],
  { doors, cookies }: Doors,
): Promise<string[]> {
  const visitor = stage.visitor()
  const accepted: string[] = []
  const isHeaderText = /^[\x21-\x7e]+$/.test(value)
  if (isHeaderText) {
    if ((await visitor.get(ME, bearerHeader(value))).status === 200) accepted.push(`${column} as bearer`)
    for (const name of cookies)
      if (value.length < 2000 && (await visitor.get(ME, { cookie: `${name}=${value}` })).status === 200)
        accepted.push(`${column} as ${name}`)
  }
  for (const [path, body] of doors) {
    const answer = await visitor.post(path, body(value))
    if (answer.status < 400 || answer.status >= 500) accepted.push(`${column} at ${path}: ${answer.status}`)
  }
  return accepted
}

/** Digits of a code may be part of a longer number; anything else is looked for as it is. */
function stands(secret: string, text: string): boolean {
  return /^\d+$/.test(secret)
    ? new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text)
    : text.includes(secret)
}

/** A code that was right, one that was wrong, backup codes and a challenge, all of them used. */
async function secondFactorSecrets(stage: Stage): Promise<Record<string, string>> {
  if (!MFA_ROUTES.every((route) => stage.has(route))) return {}
  const person = await enrol(stage)
  const [spent = '', kept = ''] = person.backupCodes
  const challenge = await person.challenge()
  await person.answer(challenge, `${kept}X`, 'backup')
  await person.answer(challenge, spent, 'backup')
  return { code: person.usedCode, 'spent backup code': spent, 'backup code': kept, challenge }
}

const hygiene: Attack = {
  id: 'I11',
  attack:
    'use canary passwords, tokens and links in good and bad requests, then read log, audit trail, metrics and answers',
  expected: 'none of them stands anywhere',
  needs: ['output', 'database'],
  alone: true,
  async run({ stage, see }) {
    const canary = `canary-${randomBytes(9).toString('hex')} pass`
    const wrong = `wrong-${randomBytes(9).toString('hex')} pass`
    const person = await stage.person()
    await stage.visitor().post('/api/auth/forgot-password', { email: person.email })
    const reset = (await stage.letter(person.email, 'identity.reset')).token
    await stage.visitor().post('/api/auth/reset-password', { token: reset, password: canary })
    const answers = [
      await logIn(stage.visitor(), { email: person.email, password: wrong }),
      await stage.visitor().post('/api/auth/login', { email: person.email, password: wrong, extra: wrong }),
      await stage.visitor().post('/api/auth/login', { email: wrong, password: wrong }),
      await stage.visitor().send('POST', '/api/auth/login', {
        raw: `{"password":"${wrong}"`,
        headers: { 'content-type': 'application/json' },
      }),
      await stage.visitor().post('/api/auth/reset-password', { token: reset, password: wrong }),
      await stage.visitor().get(ME, bearerHeader(wrong.replace(/ /g, '-'))),
      await stage.visitor().get(`/api/auth/verify?token=${encodeURIComponent(wrong)}`),
      await stage.visitor().get(`/api/auth/nothing/${encodeURIComponent(wrong)}?password=${encodeURIComponent(wrong)}`),
    ]
    const { accessToken, refreshToken } = await stage.bearer({ ...person, password: canary })
    await stage.visitor().post('/api/auth/refresh', { refreshToken })
    await stage.visitor().post('/api/auth/refresh', { refreshToken: `${refreshToken}A` })
    const second = await secondFactorSecrets(stage)
    const metrics = (await stage.visitor().get('/metrics')).text
    const trail = JSON.stringify(await stage.query('SELECT * FROM audit.record'))
    const places = { log: stage.output(), metrics, trail, answers: answers.map(({ text }) => text).join('\n') }
    const secrets = {
      canary,
      wrong,
      reset,
      accessToken,
      refreshToken,
      signature: accessToken.split('.')[2] ?? '',
      ...second,
    }
    for (const [place, text] of Object.entries(places))
      for (const [what, secret] of Object.entries(secrets))
        see(`${what} in ${place}`, stands(secret, text) || stands(encodeURIComponent(secret), text), false)
    for (const place of ['metrics', 'trail', 'log'] as const)
      see(`the address in ${place}`, places[place].includes(person.email), false)
    see('the log was kept', places.log.length > 1000, true)
    see('the trail was read', trail.includes('identity.login.refused'), true)
  },
}

export const otherAttacks: readonly Attack[] = [massAssignment, vertical, databaseDump, hygiene]
