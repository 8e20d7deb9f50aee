import { APPLICATION_ROUTES, makeProof, registerApplication } from '../application.ts'
import type { Attack } from '../attack.ts'
import { postAsPerson } from '../captcha.ts'
import { type Answer, type Client, valueAt } from '../client.ts'
import { openDoors, type Props, takenBy } from '../doors.ts'
import { logIn } from '../log-in.ts'
import { type Enrolled, enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'
import { lock } from '../standing.ts'

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

/** Somebody with one of everything, and what in plain text stands behind some of what is kept of it. */
interface Life extends Props {
  readonly owner: Enrolled
  /** A secret that is good at a door, by its name: the door has to tell it from one that is made up. */
  readonly good: Readonly<Record<string, string>>
}

/** Lives a life of which a dump would show everything that is kept. */
async function liveFully(stage: Stage): Promise<Life> {
  await stage.unproven()
  const owner = await enrol(stage)
  const { email } = owner.person
  const session = await owner.signIn()
  const as = async (path: string, body?: object) =>
    done(
      await stage
        .visitor()
        .send('POST', path, { ...(body ? { body } : {}), headers: bearerHeader(session.at('accessToken')) }),
    )
  await as('/api/auth/email', { newEmail: stage.address() })
  await as('/api/auth/delete')
  await as('/api/api-keys', { name: 'Key', scopes: [] })
  await as('/api/auth/mfa/email', {})
  const credential = stage.passkey().create((await as('/api/auth/mfa/passkeys/options')).json)
  await as('/api/auth/mfa/passkeys', { credential, name: 'Laptop' })
  const browser = stage.visitor()
  const asked = (await logIn(browser, owner.person)).at('challenge')
  const verify = { challenge: asked, method: 'totp', code: await owner.app.next(), trustDevice: true }
  done(await browser.post('/api/auth/mfa/verify', verify, await browser.csrf()))
  for (const path of ['/api/auth/forgot-password', '/api/auth/magic-link'])
    if (stage.has(`POST ${path}`)) done(await postAsPerson(stage.visitor(), path, { email }))
  const further = stage.unmet('administrator') === null ? await administered(stage, owner) : { granted: null, good: {} }
  const traveller = stage.unmet('provider') === null ? await onItsWay(stage) : null
  // Last, since the lock holds up what else he does.
  const challenge = await owner.challenge()
  await lock(stage, email)
  await stage.letter(email, 'identity.unlock')
  const ofChallenge = { '/api/auth/mfa/verify': challenge, '/api/auth/2fa/backup/verify': challenge }
  const good = { ...further.good, ...ofChallenge, bearer: session.at('accessToken') }
  return { owner, granted: further.granted, traveller, good }
}

function done(answer: Answer): Answer {
  if (answer.status < 300) return answer
  throw new Error(`a step of the life was answered ${answer.status} ${answer.text.slice(0, 200)}`)
}

/** What an administrator has a hand in: an invitation, and applications that sign people in by this instance. */
async function administered(stage: Stage, owner: Enrolled): Promise<Pick<Life, 'granted' | 'good'>> {
  const administrator = await stage.administrator()
  done(await administrator.send('POST', '/api/invitations', { body: { email: stage.address(), roles: [] } }))
  if (!APPLICATION_ROUTES.every((route) => stage.has(route))) return { granted: null, good: {} }
  const application = await registerApplication(stage, administrator)
  const confidential = await registerApplication(stage, administrator, true)
  const { verifier, challenge } = makeProof()
  const codeOf = async (): Promise<string> => {
    const asking = { code_challenge: challenge, code_challenge_method: 'S256' }
    return (await application.authorize(owner.before, asking)).searchParams.get('code') ?? ''
  }
  const redeemed = await application.redeem({
    grant_type: 'authorization_code',
    code: await codeOf(),
    code_verifier: verifier,
  })
  const good = {
    'an access token of an application': redeemed.at('access_token'),
    'an authorization code': await codeOf(),
    'the secret of an application': confidential.secret ?? '',
  }
  // One more that nobody redeems.
  await codeOf()
  return { granted: { application, verifier, confidential }, good }
}

async function onItsWay(stage: Stage): Promise<Client> {
  const traveller = stage.visitor()
  await traveller.get(`/api/auth/oauth/${stage.provider().id}/start`)
  return traveller
}

/** Tries values as the second factor of their owner: as a backup code, and as the cookie of a browser that is trusted. */
async function asSecondFactor(stage: Stage, owner: Enrolled, values: readonly (readonly [string, string])[]) {
  const accepted: string[] = []
  const browser = (await stage.cookieName('at')).replace(/at$/, 'td')
  for (const [index, [value, column]] of values.entries()) {
    if (index % CODES_MAX === 0) await stage.query('DELETE FROM factors.attempt')
    const client = stage.visitor()
    client.jar.set(browser, encodeURIComponent(value))
    const login = await logIn(client, { ...owner.person, transport: 'bearer' })
    if (valueAt(login.json, 'mfaRequired') !== true) accepted.push(`${column} as ${browser}`)
    else if ((await owner.answer(login.at('challenge'), value.slice(0, 64), 'backup')).status === 200)
      accepted.push(`${column} as backup code`)
  }
  return accepted
}

/** The factor closes after ten wrong codes: so many are tried before it is opened again. */
const CODES_MAX = 8

/** So many of each column; more of one that keeps secrets by its name, each of which is there in four spellings. A thorough run takes all. */
const OF_COLUMN_MAX = 12
const OF_SECRETS_MAX = 60
const SECRETS = /hash|secret|token|code|key$/

function sample(values: ReadonlyMap<string, string>, isThorough: boolean): [string, string][] {
  const byColumn = Map.groupBy([...values], ([, column]) => column)
  return [...byColumn].flatMap(([column, group]) =>
    isThorough ? group : group.slice(-(SECRETS.test(column) ? OF_SECRETS_MAX : OF_COLUMN_MAX)),
  )
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
    const life = await liveFully(stage)
    const doors = await openDoors(stage, life)
    const lenient = doors.filter(({ refusals }) => [...refusals].some((told) => !/^[34]/.test(told)))
    see(
      'doors that take what is made up',
      lenient.map(({ name }) => name),
      [],
    )
    for (const door of doors.filter(({ name }) => name in life.good))
      see(`${door.name} tells a good one`, (await takenBy(stage, door, life.good[door.name] ?? '')) !== null, true)
    const values = sample(await dump(stage, String(now?.id)), stage.thorough)
    const accepted: string[] = []
    const queue = [...values]
    const worker = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [value, column] = next
        for (const door of doors) {
          const taken = await takenBy(stage, door, value)
          if (taken !== null) accepted.push(`${column} at ${taken}`)
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    await stage.query('DELETE FROM identity.attempt')
    const ofFactors = values.filter(([, column]) => /backup_code|device/.test(column))
    const byColumn = [...Map.groupBy(ofFactors, ([, column]) => column).values()]
    const codes = byColumn.flatMap((group) => (stage.thorough ? group : group.slice(0, 2)))
    see('values of factors', codes.length > 0, true)
    accepted.push(...(await asSecondFactor(stage, life.owner, stage.thorough ? codes : codes.slice(0, CODES_MAX))))
    see('accepted', accepted.slice(0, 5), [])
    const columns = new Set(values.map(([, column]) => column))
    see('values were tried', values.length > 100 && columns.size > 60, true)
    note(`${values.length} values of ${columns.size} columns at ${doors.length + 2} doors`)
  },
}

export const dumpAttacks: readonly Attack[] = [databaseDump]
