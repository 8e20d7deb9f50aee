import type { Attack } from '../attack.ts'
import { postAsPerson } from '../captcha.ts'
import { valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import { type Enrolled, enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'
import { lock } from '../standing.ts'

const ME = '/api/auth/me'
const PASSWORD = 'quite a long pass phrase'

/** Nothing shorter could be a secret. */
const SECRET_MIN = 8

/** Every text that stands in a value, with what can be made of bytes. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Buffer.isBuffer(value))
    return (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) => value.toString(encoding))
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'object' && value !== null && !(value instanceof Date))
    return Object.values(value).flatMap(textsOf)
  return []
}

/** Schemas whose tables hold anything about who may come in. */
const AUTH_SCHEMAS = [
  ...['identity', 'factors', 'federation', 'organisations', 'api_keys', 'provider'],
  ...['access', 'kernel', 'audit', 'pgboss'],
]

/** Every value of one row of every table and of the rows written since `since`, those last, each with its column. */
async function dump(stage: Stage, since: string): Promise<Map<string, string>> {
  const tables = await stage.query(
    "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema = ANY($1) AND table_type = 'BASE TABLE' ORDER BY 1, 2",
    [AUTH_SCHEMAS],
  )
  const values = new Map<string, string>()
  const take = (rows: readonly Record<string, unknown>[], name: string): void => {
    for (const row of rows)
      for (const [column, value] of Object.entries(row))
        for (const text of textsOf(value)) if (text.length >= SECRET_MIN) values.set(text, `${name}.${column}`)
  }
  for (const { table_schema: schema, table_name: table } of tables) {
    const from = `FROM "${schema}"."${table}"`
    const name = `${schema}.${table}`
    take(await stage.query(`SELECT * ${from} ${stage.thorough ? 'LIMIT 200' : 'LIMIT 1'}`), name)
    // Row versions carry the transaction that wrote them; its age tells apart what wrapped around.
    take(await stage.query(`SELECT * ${from} WHERE age(xmin) <= age($1::xid)`, [since]), name)
  }
  return values
}

/** Somebody with one of everything that is kept: what a dump would show of a whole life. */
async function liveFully(stage: Stage): Promise<Enrolled> {
  await stage.unproven()
  const owner = await enrol(stage)
  const { email } = owner.person
  const session = (await owner.signIn()).at('accessToken')
  const as = (path: string, body: object) => stage.visitor().post(path, body, bearerHeader(session))
  await as('/api/auth/email', { newEmail: stage.address() })
  await as('/api/auth/delete', { password: owner.person.password })
  await as('/api/api-keys', { name: 'Key', scopes: [] })
  await as('/api/auth/mfa/email', {})
  const options = await stage
    .visitor()
    .send('POST', '/api/auth/mfa/passkeys/options', { headers: bearerHeader(session) })
  const credential = stage.passkey().create(options.json)
  await as('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
  const browser = stage.visitor()
  const challenge = (await logIn(browser, owner.person)).at('challenge')
  const verify = { challenge, method: 'totp', code: await owner.app.next(), trustDevice: true }
  await browser.post('/api/auth/mfa/verify', verify, await browser.csrf())
  await owner.challenge()
  await postAsPerson(stage.visitor(), '/api/auth/forgot-password', { email })
  await postAsPerson(stage.visitor(), '/api/auth/magic-link', { email })
  await lock(stage, email)
  await stage.letter(email, 'identity.unlock')
  if (stage.unmet('administrator') === null) {
    const administrator = await stage.administrator()
    await administrator.send('POST', '/api/invitations', { body: { email: stage.address(), roles: [] } })
  }
  if (stage.unmet('provider') === null) await stage.visitor().get(`/api/auth/oauth/${stage.provider().id}/start`)
  return owner
}

type Door = readonly [path: string, body: (value: string) => Record<string, unknown>]

/** The doors that take a secret in the body, by the field it goes in. */
const DOORS: readonly Door[] = [
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
  ['/api/auth/2fa/backup/verify', (challenge) => ({ challenge, code: challenge.slice(0, 40) })],
  ['/api/auth/passkey/login', (challenge) => ({ challenge, credential: {} })],
  ['/api/invitations/peek', (token) => ({ token })],
  ['/api/invitations/accept', (token) => ({ token, password: PASSWORD, name: 'Dump' })],
]

interface Doors {
  readonly doors: readonly Door[]
  /** Names of the credential cookies. */
  readonly cookies: readonly string[]
}

async function whereAccepted(
  stage: Stage,
  [value, column]: readonly [string, string],
  { doors, cookies }: Doors,
): Promise<string[]> {
  const visitor = stage.visitor()
  const accepted: string[] = []
  if (/^[\x21-\x7e]{1,2000}$/.test(value)) {
    if ((await visitor.get(ME, bearerHeader(value))).status === 200) accepted.push(`${column} as bearer`)
    for (const name of cookies) {
      const cookie = { cookie: `${name}=${value}` }
      if ((await visitor.get(ME, cookie)).status === 200) accepted.push(`${column} as ${name}`)
    }
  }
  for (const [path, body] of doors) {
    const answer = await visitor.post(path, body(value))
    if (answer.status < 400 || answer.status >= 500) accepted.push(`${column} at ${path}: ${answer.status}`)
  }
  return accepted
}

/** Tries values as the second factor of their owner: as a backup code, and as the cookie of a browser that is trusted. */
async function asSecondFactor(stage: Stage, owner: Enrolled, values: readonly (readonly [string, string])[]) {
  const accepted: string[] = []
  const browser = (await stage.signIn()).client.cookie('at').name.replace(/at$/, 'td')
  for (const [value, column] of values) {
    const client = stage.visitor()
    client.jar.set(browser, encodeURIComponent(value))
    const login = await logIn(client, { ...owner.person, transport: 'bearer' })
    if (valueAt(login.json, 'mfaRequired') !== true) accepted.push(`${column} as ${browser}`)
    else if ((await owner.answer(login.at('challenge'), value.slice(0, 64), 'backup')).status === 200)
      accepted.push(`${column} as backup code`)
  }
  return accepted
}

/** The factor closes after ten wrong codes, so that many values are tried as one: of each kind of column the first. */
const CODES_MAX = 8

/** So many of each column; a thorough run takes all. */
const OF_COLUMN_MAX = 12

function sample(values: ReadonlyMap<string, string>, isThorough: boolean): [string, string][] {
  const byColumn = Map.groupBy([...values], ([, column]) => column)
  return [...byColumn.values()].flatMap((group) => (isThorough ? group : group.slice(-OF_COLUMN_MAX)))
}

const databaseDump: Attack = {
  id: 'S10',
  attack:
    'somebody with one of everything; of every column of every table values of the rows that this wrote: as bearer, API key, cookie, refresh, reset, verification, invitation and every other token, backup code, trusted browser',
  expected: 'none is accepted',
  needs: ['database'],
  routes: [...MFA_ROUTES],
  alone: true,
  async run({ stage, see, note }) {
    const [now] = await stage.query('SELECT pg_current_xact_id()::xid::text AS id')
    const owner = await liveFully(stage)
    const { client } = await stage.signIn()
    const cookies = ['at', 'rt'].map((ending) => client.cookie(ending as 'at' | 'rt').name)
    const values = sample(await dump(stage, String(now?.id)), stage.thorough)
    const doors = DOORS.filter(([path]) => stage.has(`POST ${path}`))
    const accepted: string[] = []
    const queue = [...values]
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift())
        accepted.push(...(await whereAccepted(stage, next, { doors, cookies })))
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    const ofFactors = values.filter(([, column]) => /backup_code|device/.test(column))
    const first = [...Map.groupBy(ofFactors, ([, column]) => column).values()].flatMap((group) => group.slice(0, 2))
    see('values of factors', first.length > 0, true)
    accepted.push(...(await asSecondFactor(stage, owner, first.slice(0, CODES_MAX))))
    see('accepted', accepted.slice(0, 5), [])
    const columns = new Set(values.map(([, column]) => column))
    see('values were tried', values.length > 100 && columns.size > 60, true)
    note(`${values.length} values of ${columns.size} columns at ${doors.length + 3 + cookies.length} doors`)
  },
}

export const dumpAttacks: readonly Attack[] = [databaseDump]
