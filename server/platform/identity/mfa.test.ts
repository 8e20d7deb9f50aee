import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testServerUrl } from '../../../test/support/database.ts'
import { addPerson, bearer, signInByBearer, startIdentity, watch } from '../../../test/support/identity.ts'
import { asBearer, challengeOf, signInWithTotp, verifyMfa, withTotp } from '../../../test/support/totp.ts'
import { setClock } from '../../kernel/clock.ts'

const stack = await startIdentity()
const other = await stack.startNode()
const nodeOf = (index: number): string => (index % 2 === 0 ? stack.url : other.url)

async function later<Result>(offsetMs: number, work: () => Promise<Result>): Promise<Result> {
  const restore = setClock(() => Date.now() + offsetMs)
  try {
    return await work()
  } finally {
    restore()
  }
}

/** Somebody with an authenticator, and how codes of it answer a new challenge. */
async function enrolled() {
  const person = await addPerson(stack)
  const { app, accessToken } = await withTotp(stack.url, person)
  return { person, app, accessToken }
}

const code = (answer: { status: number; body: { code?: string } | null }) => [answer.status, answer.body?.code]
const WRONG = [401, 'identity/second-factor-wrong']
const OVER = [401, 'identity/challenge-invalid']

describe('a challenge', () => {
  test('is all that a right password gets: no session, no token, no cookie that opens anything', async () => {
    const { person } = await enrolled()
    const seen = watch(stack)
    const client = cookieClient(stack.url)
    const { email, password } = person
    const answer = await client.post('/api/auth/login', { email, password })
    assert.equal(answer.status, 200)
    assert.deepEqual(Object.keys(answer.body).sort(), ['challenge', 'methods', 'mfaRequired'])
    assert.deepEqual(answer.body.methods, ['totp', 'backup'])
    assert.deepEqual([...client.jar.keys()], ['__Secure-mc'])
    assert.equal((await client.get('/api/auth/me')).status, 401)
    const { challenge } = answer.body
    assert.equal((await cookieClient(stack.url).get('/api/auth/me', bearer(challenge))).status, 401)
    assert.equal((await cookieClient(stack.url).post('/api/auth/refresh', { refreshToken: challenge })).status, 401)
    assert.deepEqual(seen(), { audit: ['identity.mfa.challenged'], events: [], letters: [] })
    const binding = client.jar.get('__Secure-mc') ?? ''
    for (const value of [binding, challenge]) {
      assert.equal((await cookieClient(stack.url).get('/api/auth/sessions', bearer(value))).status, 401)
    }
  })

  test('is met by a code: a session at aal 2 begins under a new id and the challenge is over', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const seen = watch(stack)
    const answer = await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() })
    assert.equal(answer.status, 200)
    assert.deepEqual(seen(), { audit: ['identity.session.started'], events: [], letters: [] })
    const me = await asBearer(stack.url, answer.body.accessToken)('GET', '/api/auth/me')
    assert.equal(me.body.session.aal, 2)
    assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code(1) })), OVER)
  })

  test('keeps the level over a refresh', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const { refreshToken } = (await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() })).body
    const refreshed = await cookieClient(stack.url).post('/api/auth/refresh', { refreshToken })
    const me = await asBearer(stack.url, refreshed.body.accessToken)('GET', '/api/auth/me')
    assert.equal(me.body.session.aal, 2)
  })

  test('by cookies sets them and ends the session that the browser had', async () => {
    const person = await addPerson(stack)
    const client = cookieClient(stack.url)
    const { email, password } = person
    await client.post('/api/auth/login', { email, password })
    const before = client.jar.get('__Host-at') ?? ''
    const { app } = await withTotp(stack.url, person)
    const { challenge } = (await client.post('/api/auth/login', { email, password }, await client.csrf())).body
    const headers = await client.csrf()
    const answer = await client.post('/api/auth/mfa/verify', { challenge, method: 'totp', code: app.code() }, headers)
    assert.equal(answer.status, 200)
    assert.equal(answer.body.refreshToken, undefined)
    for (const name of ['__Host-at', '__Host-csrf', '__Secure-rt']) assert.ok(client.jar.has(name), name)
    assert.ok(!client.jar.has('__Secure-mc'))
    assert.equal((await client.get('/api/auth/me')).body.session.aal, 2)
    assert.equal((await cookieClient(stack.url).get('/api/auth/me', bearer(before))).status, 401)
  })

  test('made in one browser is not met from another, nor without cookies', async () => {
    const { person, app } = await enrolled()
    const { email, password } = person
    const browser = cookieClient(stack.url)
    const { challenge } = (await browser.post('/api/auth/login', { email, password })).body
    const answer = { challenge, method: 'totp', code: app.code() }
    const seen = watch(stack)
    assert.deepEqual(code(await verifyMfa(stack.url, answer)), OVER)
    assert.deepEqual(seen().audit, ['identity.mfa.refused'])
    const thief = cookieClient(stack.url)
    await thief.post('/api/auth/login', { email, password })
    assert.deepEqual(code(await thief.post('/api/auth/mfa/verify', answer)), OVER)
    assert.equal((await browser.post('/api/auth/mfa/verify', answer)).status, 200)
  })

  test('of one person is not met by the code of another', async () => {
    const [one, two] = [await enrolled(), await enrolled()]
    const challenge = await challengeOf(stack.url, one.person)
    assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'totp', code: two.app.code() })), WRONG)
    const backup = two.app.backupCodes?.[0]
    assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'backup', code: backup })), WRONG)
    await signInWithTotp(stack.url, two.person, two.app.code())
  })

  test('lasts ten minutes', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const answered = await later(10 * 60_000 + 1000, () =>
      verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() }),
    )
    assert.deepEqual(code(answered), OVER)
  })

  test('answered rightly by many at once with different codes starts one session and spends one code', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const codes = app.backupCodes ?? []
    const answers = await Promise.all(
      codes
        .slice(0, 4)
        .map((backup, index) =>
          cookieClient(nodeOf(index)).post('/api/auth/2fa/backup/verify', { challenge, code: backup }),
        ),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers.filter(({ status }) => status !== 200)) assert.deepEqual(code(answer), OVER)
    const token = answers.find(({ status }) => status === 200)?.body.accessToken
    assert.equal((await asBearer(stack.url, token)('GET', '/api/auth/mfa')).body.backupCodesLeft, 9)
    assert.equal((await asBearer(stack.url, token)('GET', '/api/auth/sessions')).body.items.length, 2)
  })

  test('ends when the password changes or the account is closed', async () => {
    const { person, app } = await enrolled()
    const proven = await signInWithTotp(stack.url, person, app.code())
    const challenge = await challengeOf(stack.url, person)
    const changed = await asBearer(stack.url, proven)('POST', '/api/auth/change-password', {
      currentPassword: person.password,
      newPassword: 'another long password of somebody',
    })
    assert.equal(changed.status, 200, changed.text)
    assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code(1) })), OVER)
    const next = await challengeOf(stack.url, { ...person, password: 'another long password of somebody' })
    const root = await addPerson(stack, 'administrator')
    const { accessToken: rootToken } = await signInByBearer(stack.url, root)
    assert.equal((await asBearer(stack.url, rootToken)('POST', `/api/users/${person.userId}/disable`, {})).status, 204)
    const closed = await verifyMfa(stack.url, { challenge: next, method: 'totp', code: app.code(1) })
    assert.deepEqual(code(closed), [403, 'identity/account-disabled'])
  })
})

describe('wrong codes', () => {
  test('the fifth ends the challenge, and a new one takes the right code', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const seen = watch(stack)
    for (let tries = 0; tries < 5; tries += 1)
      assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'totp', code: '000000' })), WRONG)
    assert.deepEqual(code(await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() })), OVER)
    assert.deepEqual(seen(), { audit: Array(6).fill('identity.mfa.refused'), events: [], letters: [] })
    await signInWithTotp(stack.url, person, app.code())
  })

  test('ten over challenges and methods close the factors for 15 minutes, not the password, and the owner is told', async () => {
    const { person, app } = await enrolled()
    const seen = watch(stack)
    const last: string[] = []
    for (let tries = 0; tries < 10; tries += 1) {
      const challenge = await challengeOf(stack.url, person)
      const method = tries % 2 === 0 ? 'totp' : 'backup'
      const answer = await verifyMfa(stack.url, { challenge, method, code: '000000' })
      assert.deepEqual(code(answer), WRONG)
      last.push(challenge)
    }
    const closed = await verifyMfa(stack.url, { challenge: last[9], method: 'totp', code: app.code() })
    assert.deepEqual(code(closed), [429, 'factors/too-many-attempts'])
    const wait = Number(closed.headers.get('retry-after'))
    assert.ok(wait > 800 && wait <= 900, `retry-after ${wait}`)
    const challenge = await challengeOf(stack.url, person)
    const backup = { challenge, code: app.backupCodes?.[0] }
    assert.equal((await cookieClient(other.url).post('/api/auth/2fa/backup/verify', backup)).status, 429)
    assert.deepEqual(
      seen().audit.filter((action) => action !== 'identity.mfa.challenged'),
      [...Array(9).fill('identity.mfa.refused'), 'identity.mfa.locked'],
    )
    assert.deepEqual(seen().letters, ['identity.mfa-locked'])
    await later(15 * 60_000 + 1000, () => signInWithTotp(stack.url, person, app.code()))
  })

  test('fifty at once over ten challenges and two processes have ten tries among them', async () => {
    const { person } = await enrolled()
    const challenges: string[] = []
    for (let made = 0; made < 10; made += 1) challenges.push(await challengeOf(stack.url, person))
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        verifyMfa(nodeOf(index), { challenge: challenges[index % 10], method: 'totp', code: '000000' }),
      ),
    )
    const told = answers.map((answer) => answer.status)
    // A machine that is busy with other work answers 503 to some, whether a try was taken or not; one by one the rest is found.
    assert.ok(
      told.every((status) => [401, 429, 503].includes(status)),
      JSON.stringify(told),
    )
    do {
      const challenge = await challengeOf(stack.url, person)
      const next = await verifyMfa(stack.url, { challenge, method: 'totp', code: '1' })
      assert.ok(next.status === 401 || next.body?.code === 'factors/too-many-attempts', JSON.stringify(next.body))
      told.push(next.status)
    } while (told.at(-1) !== 429 && told.length < 61)
    const made = told.filter((status) => status === 401).length
    assert.ok(made > 0 && made <= 10 && told.at(-1) === 429, JSON.stringify(told))
  })

  test('right codes do not count, and wrong ones stay counted beside them', async () => {
    const { person, app } = await enrolled()
    const wrong = async () =>
      verifyMfa(stack.url, { challenge: await challengeOf(stack.url, person), method: 'totp', code: '000000' })
    for (let tries = 0; tries < 9; tries += 1) await wrong()
    await signInWithTotp(stack.url, person, app.code())
    assert.deepEqual(code(await wrong()), WRONG)
    assert.equal((await wrong()).status, 429)
  })

  test('a request that is no answer takes no try', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    for (let tries = 0; tries < 6; tries += 1)
      assert.equal((await verifyMfa(stack.url, { challenge, method: 'telepathy', code: '1' })).status, 400)
    assert.equal((await verifyMfa(stack.url, { challenge, method: 'totp', code: app.code() })).status, 200)
  })
})

describe('a reset of the password', () => {
  test('opens no session, keeps the factors and the next sign-in asks for one', async () => {
    const { person, app } = await enrolled()
    const client = cookieClient(stack.url)
    await client.post('/api/auth/forgot-password', { email: person.email })
    const token = stack.letters.findLast((letter) => letter.to === person.email)?.token
    const password = 'a password chosen after the reset'
    const reset = await client.post('/api/auth/reset-password', { token, password })
    assert.equal(reset.status, 204, reset.text)
    assert.deepEqual([...client.jar.keys()], [])
    await signInWithTotp(stack.url, { ...person, password }, app.code())
  })
})

describe('hygiene', () => {
  after(() => stack.close())

  test('codes, seeds and challenges are in no log line and no audit record', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const digits = app.code()
    await verifyMfa(stack.url, { challenge, method: 'totp', code: 'CANARY-OTP-777' })
    await verifyMfa(stack.url, { challenge, method: 'totp', code: digits })
    const written = stack.log() + JSON.stringify(stack.database.recorded)
    for (const secret of [app.secret, challenge, 'CANARY-OTP-777', ...(app.backupCodes ?? [])])
      assert.ok(!written.includes(secret))
  })

  test('no value of a table is a backup code, a device or a challenge', async () => {
    const { person, app } = await enrolled()
    const client = cookieClient(stack.url)
    const { email, password } = person
    const { challenge } = (await client.post('/api/auth/login', { email, password })).body
    await client.post('/api/auth/mfa/verify', { challenge, method: 'totp', code: app.code(), trustDevice: true })
    const ofPerson = ['totp', 'backup_code', 'device', 'person', 'attempt'].map(
      (table) => `SELECT * FROM factors.${table} WHERE user_id = '${person.userId}'`,
    )
    const ofChallenge = `SELECT * FROM identity.one_time WHERE payload->>'userId' = '${person.userId}'`
    const values: string[] = []
    for (const statement of [...ofPerson, ofChallenge]) {
      for (const row of await stack.database.db.raw(statement))
        for (const value of Object.values(row))
          values.push(
            ...(Buffer.isBuffer(value) ? [value.toString('hex'), value.toString('base64url')] : [String(value)]),
          )
    }
    assert.ok(values.length > 40)
    for (const value of new Set(values)) {
      await stack.database.db.raw('DELETE FROM factors.attempt')
      const next = await challengeOf(stack.url, person)
      const backup = value.slice(0, 64) === '' ? 'x' : value.slice(0, 64)
      const answer = await cookieClient(stack.url).post('/api/auth/2fa/backup/verify', {
        challenge: next,
        code: backup,
      })
      assert.ok([400, 401].includes(answer.status), `${answer.status} for a value of ${value.length} characters`)
    }
    const device = await stack.database.db.raw<{ id: string; secret_hash: Buffer }>(
      'SELECT id, secret_hash FROM factors.device WHERE user_id = $1',
      [person.userId],
    )
    const forged = cookieClient(stack.url)
    forged.jar.set('__Secure-td', `${device[0]?.id}.${device[0]?.secret_hash.toString('base64url')}`)
    assert.equal((await forged.post('/api/auth/login', { email, password })).body.mfaRequired, true)
  })

  test('without a database nothing is tried: 503 and no session, and the code is as good as before', async () => {
    const { person, app } = await enrolled()
    const challenge = await challengeOf(stack.url, person)
    const answer = { challenge, method: 'totp', code: app.code() }
    const admin = new pg.Client({ connectionString: await testServerUrl() })
    await admin.connect()
    const name = new URL(stack.database.url).pathname.slice(1)
    try {
      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT 0`)
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
      const down = await verifyMfa(stack.url, answer)
      assert.equal(down.status, 503, down.text)
      assert.equal(down.body.accessToken, undefined)
    } finally {
      await admin.query(`ALTER DATABASE ${name} CONNECTION LIMIT -1`)
      await admin.end()
    }
    assert.equal((await verifyMfa(stack.url, answer)).status, 200)
  })
})
