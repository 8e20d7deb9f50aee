import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import {
  agedSession,
  BEHIND_PROXY,
  challengeOf,
  codesTo,
  codeTo,
  furtherSession,
  newPhone,
  type Somebody,
  somebody,
  templatesTo,
  trailOf,
  withToken,
  wrongCode,
} from '../../../test/support/factors.ts'
import { startServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'

const server = await startServer({ environment: BEHIND_PROXY })
const MINUTE_MS = 60_000

let restore: (() => void) | null = null
function pass(ms: number): void {
  restore = setClock(() => Date.now() + ms)
}

/** Starts with a number and confirms it. */
async function enrol(person: Somebody, http = person.http, phone = newPhone()) {
  const started = await http.post('/api/auth/mfa/sms', { phone })
  assert.equal(started.status, 201, JSON.stringify(started.body))
  const code = await codeTo(server, phone)
  const confirmed = await http.post(`/api/auth/mfa/sms/${started.body.id}/confirm`, { code })
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  return { phone, id: started.body.id as string, backupCodes: confirmed.body.backupCodes as string[] | undefined }
}

/** Sends a code for a new challenge; both. */
async function asked(person: Somebody, phone: string) {
  const challenge = await challengeOf(person)
  const sent = await person.anonymous.post('/api/auth/mfa/send', { challenge, method: 'sms' })
  assert.equal(sent.status, 202, JSON.stringify(sent.body))
  return { challenge, code: await codeTo(server, phone) }
}

const verify = (person: Somebody, challenge: string, code: string) =>
  person.anonymous.post('/api/auth/mfa/verify', { challenge, method: 'sms', code })

/** A session at aal 2. */
async function proven(person: Somebody, phone: string) {
  const { challenge, code } = await asked(person, phone)
  return withToken(server, person, await verify(person, challenge, code))
}

describe('SMS codes', () => {
  after(() => server.stop())
  afterEach(() => {
    restore?.()
    restore = null
  })

  test('a number counts once its code has come back, and is then asked for at sign-in', async () => {
    const person = await somebody(server)
    const phone = newPhone()
    const started = await person.http.post('/api/auth/mfa/sms', { phone: `${phone.slice(0, 3)} ${phone.slice(3)}` })
    assert.equal(started.status, 201)
    assert.equal(started.body.number, '+49 \u2022\u2022\u2022 34')
    const { id } = started.body
    assert.deepEqual((await person.http.get('/api/auth/mfa')).body.methods, [])
    const [message] = (await server.mailbox()).filter((one) => one.to.address === phone)
    const code = await codeTo(server, phone)
    assert.equal(message?.text.split('\n').at(-1), `@localhost #${code}`)
    const wrong = await person.http.post(`/api/auth/mfa/sms/${id}/confirm`, { code: wrongCode(code) })
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'factors/wrong-code'])
    const confirmed = await person.http.post(`/api/auth/mfa/sms/${id}/confirm`, { code })
    assert.equal(confirmed.body.backupCodes.length, 10)
    const { phones, methods } = (await person.http.get('/api/auth/mfa')).body
    assert.deepEqual(methods, ['sms', 'backup'])
    assert.deepEqual([phones.length, phones[0].id, phones[0].number], [1, id, '+49 \u2022\u2022\u2022 34'])
    assert.deepEqual((await templatesTo(server, person.email)).slice(-1), ['factors.added'])
    await proven(person, phone)
    const trail = await trailOf(server, person.id)
    assert.ok(trail.includes('factors.factor.added'), String(trail))
  })

  test('neither number nor code stands in the database, the trail or the jobs', async () => {
    const person = await somebody(server)
    const { phone } = await enrol(person)
    const { code } = await asked(person, phone)
    const tables = [
      'factors.phone',
      'factors.sent_code',
      'kernel.sms',
      'kernel.sms_count',
      'audit.record',
      'pgboss.job',
    ]
    for (const table of tables) {
      const rows = JSON.stringify(await server.app.db.raw(`SELECT * FROM ${table}`), (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      assert.ok(rows.length > 2, table)
      const bytes = [...rows.matchAll(/"data":\[([0-9,]*)\]/g)].map(([, list]) =>
        Buffer.from((list ?? '').split(',').map(Number)),
      )
      const text = rows + Buffer.concat(bytes).toString('latin1')
      assert.equal(text.includes(phone.slice(1)), false, table)
      assert.equal(new RegExp(`\\b${code}\\b`).test(text), false, table)
    }
  })

  test('five wrong codes end the flow, and the right one comes too late', async () => {
    const person = await somebody(server)
    const { phone } = await enrol(person)
    const { challenge, code } = await asked(person, phone)
    for (let tries = 1; tries <= 5; tries += 1)
      assert.equal((await verify(person, challenge, wrongCode(code, tries))).status, 401)
    assert.equal((await verify(person, challenge, code)).status, 401)
  })

  test('wrong codes of an enrolment are counted over all its codes', async () => {
    const person = await somebody(server)
    const phone = newPhone()
    const { body } = await person.http.post('/api/auth/mfa/sms', { phone })
    const code = await codeTo(server, phone)
    const confirm = (given: string) => person.http.post(`/api/auth/mfa/sms/${body.id}/confirm`, { code: given })
    for (let tries = 1; tries <= 5; tries += 1) assert.equal((await confirm(wrongCode(code, tries))).status, 422)
    assert.equal((await confirm(code)).status, 422)
    assert.deepEqual((await person.http.get('/api/auth/mfa')).body.phones, [])
  })

  test('of twenty right answers at once one gets a session', async () => {
    const person = await somebody(server)
    const { phone } = await enrol(person)
    const { challenge, code } = await asked(person, phone)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(person, challenge, code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.deepEqual(
      [...new Set(answers.map(({ status }) => status))].filter((status) => ![200, 401, 429].includes(status)),
      [],
    )
  })

  test('a code is wrong in another flow: another challenge, another person, enrolment for sign-in', async () => {
    const ada = await somebody(server)
    const eve = await somebody(server)
    const { phone } = await enrol(ada)
    const { phone: hers } = await enrol(eve)
    const first = await asked(ada, phone)
    const second = await asked(ada, phone)
    assert.equal((await verify(ada, second.challenge, first.code)).status, 401)
    const eves = await asked(eve, hers)
    assert.equal((await verify(eve, eves.challenge, second.code)).status, 401)
    assert.equal((await verify(ada, second.challenge, second.code)).status, 200)
    const fresh = await proven(eve, hers)
    const next = newPhone()
    await fresh.post('/api/auth/mfa/sms', { phone: next })
    const challenge = await challengeOf(eve)
    assert.equal((await verify(eve, challenge, await codeTo(server, next))).status, 401)
  })

  test('a code is over after ten minutes', async () => {
    const person = await somebody(server)
    const phone = newPhone()
    const { body } = await person.http.post('/api/auth/mfa/sms', { phone })
    const code = await codeTo(server, phone)
    const confirm = () => person.http.post(`/api/auth/mfa/sms/${body.id}/confirm`, { code })
    await server.app.db.raw(
      "UPDATE factors.sent_code SET expires_at = now() - interval '1 second' WHERE user_id = $1",
      [person.id],
    )
    assert.equal((await confirm()).status, 422)
    const { phone: other } = await enrol(await somebody(server))
    const spare = await somebody(server)
    const enrolled = await enrol(spare)
    const sent = await asked(spare, enrolled.phone)
    pass(11 * MINUTE_MS)
    assert.equal((await verify(spare, sent.challenge, sent.code)).status, 401)
    assert.notEqual(other, enrolled.phone)
  })

  test('the newest code of a flow is the one that is good, three are sent, and more are answered alike', async () => {
    const person = await somebody(server)
    const { phone } = await enrol(person)
    const { challenge, code } = await asked(person, phone)
    for (let sends = 2; sends <= 6; sends += 1)
      assert.equal((await person.anonymous.post('/api/auth/mfa/send', { challenge, method: 'sms' })).status, 202)
    const [, ...ofFlow] = await codesTo(server, phone)
    assert.equal(ofFlow.length, 3)
    if (ofFlow.at(-1) !== code) assert.equal((await verify(person, challenge, code)).status, 401)
    assert.equal((await verify(person, challenge, ofFlow.at(-1) ?? '')).status, 200)
  })

  test('who knows the password cannot make a telephone ring all day', async () => {
    const person = await somebody(server)
    const { phone } = await enrol(person)
    for (let at = 0; at < 20; at += 1) await asked(person, phone)
    assert.equal((await codesTo(server, phone)).length, 5)
    pass(61 * MINUTE_MS)
    await asked(person, phone)
    assert.equal((await codesTo(server, phone)).length, 6)
  })

  test('premium numbers and what is no number get nothing', async () => {
    const person = await somebody(server)
    for (const [phone, code] of [
      ['+4990012345678', 'sms/country-refused'],
      ['+447012345678', 'sms/country-refused'],
      ['+882161234567', 'sms/country-refused'],
      ['0151 2345678', 'sms/bad-number'],
      ['+49', 'sms/bad-number'],
    ]) {
      const answer = await person.http.post('/api/auth/mfa/sms', { phone })
      assert.deepEqual([answer.status, answer.body.code], [422, code], phone)
    }
    const sent = await Promise.all(
      Array.from({ length: 60 }, (_, at) => person.http.post('/api/auth/mfa/sms', { phone: `+1900555${1000 + at}` })),
    )
    assert.deepEqual([...new Set(sent.map(({ status }) => status))], [422])
  })

  test('a number is changed by a fresh session of two factors only, and rules until the next one is confirmed', async () => {
    const person = await somebody(server)
    const weak = await furtherSession(server, person)
    const { phone } = await enrol(person)
    const start = (http: typeof person.http, to: string) => http.post('/api/auth/mfa/sms', { phone: to })
    const refused = await start(weak, newPhone())
    assert.deepEqual([refused.status, refused.body.code, refused.body.params?.aal], [403, 'http/assurance-too-low', 2])
    const strong = await proven(person, phone)
    const next = newPhone()
    const started = await start(strong, next)
    assert.equal(started.status, 201)
    const before = await asked(person, phone)
    assert.ok(before.code)
    const code = await codeTo(server, next)
    const confirmed = await strong.post(`/api/auth/mfa/sms/${started.body.id}/confirm`, { code })
    assert.deepEqual([confirmed.status, confirmed.body], [200, {}])
    assert.equal((await verify(person, before.challenge, before.code)).status, 401)
    assert.equal((await strong.get('/api/auth/mfa')).body.phones.length, 1)
    const last = await asked(person, next)
    const answer = await verify(person, last.challenge, last.code)
    const old = await agedSession(server, person, answer, () => pass(11 * MINUTE_MS))
    const stale = await start(old, newPhone())
    assert.deepEqual([stale.status, stale.body.code], [403, 'http/assurance-too-low'])
    assert.equal((await old.delete(`/api/auth/mfa/sms/${started.body.id}`)).status, 403)
  })

  test('a number is removed by its owner, who is told', async () => {
    const person = await somebody(server)
    const eve = await somebody(server)
    const weak = await furtherSession(server, person)
    const { phone, id } = await enrol(person)
    assert.equal((await eve.http.delete(`/api/auth/mfa/sms/${id}`)).status, 404)
    assert.equal((await weak.delete(`/api/auth/mfa/sms/${id}`)).status, 403)
    const strong = await proven(person, phone)
    assert.equal((await strong.delete(`/api/auth/mfa/sms/${id}`)).status, 204)
    assert.deepEqual((await strong.get('/api/auth/mfa')).body.methods, [])
    assert.equal((await templatesTo(server, person.email)).at(-1), 'factors.removed')
    assert.equal((await strong.delete(`/api/auth/mfa/sms/${id}`)).status, 404)
  })

  test("nobody confirms another's number, nor by another's code", async () => {
    const ada = await somebody(server)
    const eve = await somebody(server)
    const phone = newPhone()
    const { body } = await ada.http.post('/api/auth/mfa/sms', { phone })
    const code = await codeTo(server, phone)
    assert.equal((await eve.http.post(`/api/auth/mfa/sms/${body.id}/confirm`, { code })).status, 404)
    const hers = await eve.http.post('/api/auth/mfa/sms', { phone: newPhone() })
    assert.equal((await eve.http.post(`/api/auth/mfa/sms/${hers.body.id}/confirm`, { code })).status, 422)
    assert.equal((await ada.http.post(`/api/auth/mfa/sms/${body.id}/confirm`, { code })).status, 200)
  })
})
