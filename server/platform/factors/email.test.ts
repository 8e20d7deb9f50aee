import assert from 'node:assert/strict'
import { after, afterEach, describe, test } from 'node:test'
import {
  BEHIND_PROXY,
  challengeOf,
  codesTo,
  codeTo,
  furtherSession,
  type Somebody,
  somebody,
  templatesTo,
  withToken,
  wrongCode,
} from '../../../test/support/factors.ts'
import { startServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'

const server = await startServer({ environment: BEHIND_PROXY })

let restore: (() => void) | null = null

async function enrol(person: Somebody): Promise<string> {
  const started = await person.http.post('/api/auth/mfa/email', {})
  assert.equal(started.status, 201, JSON.stringify(started.body))
  const code = await codeTo(server, person.email)
  const confirmed = await person.http.post(`/api/auth/mfa/email/${started.body.id}/confirm`, { code })
  assert.equal(confirmed.status, 200, JSON.stringify(confirmed.body))
  assert.equal(confirmed.body.backupCodes.length, 10)
  return started.body.id
}

async function asked(person: Somebody) {
  const challenge = await challengeOf(person)
  const sent = await person.anonymous.post('/api/auth/mfa/send', { challenge, method: 'email' })
  assert.equal(sent.status, 202)
  return { challenge, code: await codeTo(server, person.email) }
}

const verify = (person: Somebody, challenge: string, code: string, method = 'email') =>
  person.anonymous.post('/api/auth/mfa/verify', { challenge, method, code })

describe('e-mail codes', () => {
  after(() => server.stop())
  afterEach(() => {
    restore?.()
    restore = null
  })

  test('become a factor when a code has come back, and end a sign-in', async () => {
    const person = await somebody(server)
    const id = await enrol(person)
    const { methods, emails } = (await person.http.get('/api/auth/mfa')).body
    assert.deepEqual([methods, emails.length, emails[0].id], [['email', 'backup'], 1, id])
    const [mail] = (await server.mailbox()).filter(
      (one) => one.template === 'factors.code' && one.to.address === person.email,
    )
    assert.doesNotMatch(mail?.subject ?? '0', /[0-9]/)
    const { challenge, code } = await asked(person)
    const http = withToken(server, person, await verify(person, challenge, code))
    assert.equal((await http.get('/api/auth/me')).body.session.aal, 2)
    const again = await http.post('/api/auth/mfa/email', {})
    assert.deepEqual([again.status, again.body.code], [409, 'factors/too-many'])
  })

  test('a code is wrong in another flow, by another method, used, or late', async () => {
    const person = await somebody(server)
    await enrol(person)
    const first = await asked(person)
    const second = await asked(person)
    assert.equal((await verify(person, second.challenge, first.code)).status, 401)
    assert.equal((await verify(person, second.challenge, second.code, 'sms')).status, 401)
    assert.equal((await verify(person, second.challenge, second.code)).status, 200)
    assert.equal((await verify(person, second.challenge, second.code)).status, 401)
    restore = setClock(() => Date.now() + 11 * 60_000)
    assert.equal((await verify(person, first.challenge, first.code)).status, 401)
  })

  test('of twenty right answers at once one gets a session', async () => {
    const person = await somebody(server)
    await enrol(person)
    const { challenge, code } = await asked(person)
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(person, challenge, code)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })

  test('wrong codes end an enrolment, and starting it anew buys no more tries', async () => {
    const person = await somebody(server)
    const start = () => person.http.post('/api/auth/mfa/email', {})
    const { id } = (await start()).body
    const confirm = (code: string) => person.http.post(`/api/auth/mfa/email/${id}/confirm`, { code })
    const code = await codeTo(server, person.email)
    for (let tries = 1; tries <= 5; tries += 1) assert.equal((await confirm(wrongCode(code, tries))).status, 422)
    assert.equal((await start()).body.id, id)
    assert.equal((await codesTo(server, person.email)).length, 1)
    assert.equal((await confirm(code)).status, 422)
    await server.app.db.raw(
      "UPDATE factors.sent_code SET expires_at = now() - interval '1 second' WHERE user_id = $1",
      [person.id],
    )
    await server.app.db.raw('DELETE FROM factors.attempt WHERE user_id = $1', [person.id])
    assert.equal((await start()).body.id, id)
    assert.equal((await codesTo(server, person.email)).length, 2)
    assert.equal((await confirm(await codeTo(server, person.email))).status, 200)
  })

  test('an address gets five codes an hour, and more are answered alike', async () => {
    const person = await somebody(server)
    await enrol(person)
    for (let at = 0; at < 20; at += 1) await asked(person)
    assert.equal((await codesTo(server, person.email)).length, 5)
  })

  test('are ended by a session of two factors, and their owner is told', async () => {
    const person = await somebody(server)
    const weak = await furtherSession(server, person)
    const id = await enrol(person)
    assert.equal((await weak.delete(`/api/auth/mfa/email/${id}`)).status, 403)
    const { challenge, code } = await asked(person)
    const http = withToken(server, person, await verify(person, challenge, code))
    assert.equal((await http.delete(`/api/auth/mfa/email/${id}`)).status, 204)
    assert.equal((await templatesTo(server, person.email)).at(-1), 'factors.removed')
    assert.deepEqual((await http.get('/api/auth/mfa')).body.methods, [])
  })
})
