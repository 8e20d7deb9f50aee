import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { RATE_CLASSES } from '../../kernel/http/rate-classes.ts'
import { solvedFor } from './captcha.test-support.ts'

const MAILS_PER_ADDRESS = 3
const WITHOUT_CAPTCHA = 5
const { limit } = RATE_CLASSES.auth.network

/** The whole program, as it limits in production, behind a proxy that says where a request came from. */
describe('a flood of requests for a new password', { timeout: 120_000 }, () => {
  let server: TestServer
  before(async () => {
    server = await startServer({ environment: { RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1' } })
  })
  after(() => server.stop())

  const from = (ip: string) => ({ 'x-forwarded-for': ip })
  const forgot = (email: string, ip: string, more: object = {}): Promise<HttpAnswer> =>
    server.people.anonymous().post('/api/auth/forgot-password', { email, ...more }, from(ip))
  const somebody = async (): Promise<string> => {
    const { identity } = server.app.units
    const email = `flooded.${Math.random().toString(36).slice(2)}@example.org`
    await identity.createUser({ email, name: 'Flooded', password: 'a quiet harbour at dawn' })
    return email
  }
  const resetsTo = async (...emails: string[]): Promise<number> =>
    (await server.mailbox()).filter(({ template, to }) => template === 'identity.reset' && emails.includes(to.address))
      .length

  test('at one address from many networks is three mails an hour, and one constant answer', async () => {
    const victim = await somebody()
    const told = ({ status, body }: HttpAnswer) => JSON.stringify([status, body])
    const unknown = told(await forgot('nobody@example.org', '198.51.100.1'))
    const answers: HttpAnswer[] = []
    for (let at = 0; at < 100; at += 10)
      answers.push(
        ...(await Promise.all(Array.from({ length: 10 }, (_, one) => forgot(victim, `203.0.113.${at + one + 1}`)))),
      )
    assert.deepEqual([...new Set(answers.map(told))], [unknown])
    assert.equal(JSON.parse(unknown)[0], 202)
    assert.equal(await resetsTo(victim), MAILS_PER_ADDRESS)
    const other = await somebody()
    assert.equal((await forgot(other, '203.0.113.1')).status, 202)
    assert.equal(await resetsTo(other), 1, 'another address has its own count')
  })

  test('at many addresses from one network takes a captcha from the sixth, then 429 with Retry-After', async () => {
    const victims = await Promise.all(Array.from({ length: 10 }, somebody))
    const [attacker, neighbour] = ['192.0.2.7', '192.0.2.8']
    const codes: string[] = []
    for (let at = 0; at < limit + 10; at += 1) {
      const { status, body, headers } = await forgot(victims[at % victims.length] ?? '', attacker)
      codes.push(status === 202 ? 'taken' : body.code)
      if (status === 429) assert.ok(Number(headers.get('retry-after')) > 0)
    }
    assert.deepEqual(codes, [
      ...Array(WITHOUT_CAPTCHA).fill('taken'),
      ...Array(limit - WITHOUT_CAPTCHA).fill('identity/captcha-required'),
      ...Array(10).fill('http/too-many-requests'),
    ])
    assert.equal(await resetsTo(...victims), WITHOUT_CAPTCHA)
    const captcha = await solvedFor(server.people.anonymous(), 'forgot-password')
    assert.equal((await forgot(victims[0] ?? '', attacker, { captcha })).status, 429, 'a captcha opens no full window')
    assert.equal((await forgot(victims[9] ?? '', neighbour)).status, 202, 'another network is answered')
    assert.equal(await resetsTo(...victims), WITHOUT_CAPTCHA + 1)
  })
})
