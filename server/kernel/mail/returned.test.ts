import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../clock.ts'
import { secret } from '../config/secret.ts'
import { systemOrigin } from '../db/actor.ts'
import { newId } from '../id.ts'
import { parseMailbox } from './address.ts'
import { forgetRecipient } from './forget.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { createReturnPath } from './return-path.ts'
import { notification, type Told } from './returned.test-support.ts'
import { type Receiver, startReceiver } from './smtp-receiver.test-support.ts'

const INTAKE = '/api/mail/webhooks/dsn'
const SECRET = 'a-secret-of-at-least-thirty-two-characters'
const RETURN_PATH = 'bounces+{token}@bounce.example.com'
const DAY_MS = 24 * 3600 * 1000
const hashOf = (text: string) => createSecretKey(Buffer.from(text.padEnd(32)))

test('an address of bounces is that of one mail, whatever happened to its case, and of nobody who guesses', () => {
  const [old, fresh] = [hashOf('old'), hashOf('new')].map((key, at) => ({ kid: `e${at}`, key }))
  assert.ok(old !== undefined && fresh !== undefined)
  const made = createReturnPath({ address: RETURN_PATH, secret: secret(SECRET) }, [old])
  const rotated = createReturnPath({ address: RETURN_PATH, secret: secret(SECRET) }, [fresh, old])
  const id = newId<'mail'>()
  const address = made.addressOf(id)
  assert.match(address, /^bounces\+[0-9a-f]{52}@bounce\.example\.com$/)
  assert.ok(address.split('@', 1).every((local) => local.length <= 64))
  for (const way of [made, rotated])
    assert.deepEqual([way.mailOf(address), way.mailOf(` ${address.toUpperCase()}`)], [id, id])
  assert.notEqual(rotated.addressOf(id), address)
  assert.equal(made.mailOf(rotated.addressOf(id)), null)
  for (const other of [
    ...['', '@', 'bounces+@bounce.example.com', `x${address}`, `${address}x`, `<${address}>`, `${address},${address}`],
    ...[address.replace('bounce.', 'bounces.'), address.replace('bounces+', 'bounces-'), address.replace('@', '0@')],
    address.replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0')),
    address.replace(/(?<=\+)./, (first) => (first === '0' ? '1' : '0')),
  ])
    assert.equal(made.mailOf(other), null, other)
  const bad = { address: 'bounces+{token}@under_score', secret: secret(SECRET) }
  assert.throws(() => createReturnPath(bad, [old]), { code: 'mail/bad-address' })
})

describe('bounces that come back by mail', () => {
  let receiver: Receiver
  let server: TestServer
  before(async () => {
    receiver = await startReceiver()
    server = await startServer({
      environment: { SMTP_URL: receiver.url, MAIL_RETURN_PATH: RETURN_PATH, MAIL_RETURN_SECRET: SECRET },
    })
  })
  after(async () => {
    await server.stop()
    await receiver.close()
  })
  beforeEach(() => server.jobsIdle())

  const raw = <Row extends Record<string, unknown>>(text: string, values: unknown[] = []) =>
    server.app.db.raw<Row>(text, values)

  async function mailTo(address: string, purpose: 'essential' | 'service' = 'service') {
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      server.app.mail.send(tx, parseMailbox(address), { ...letter, purpose }, { name: 'Ada', token: TOKEN }),
    )
    await server.jobsIdle()
    const [newest] = await raw<{ id: string; state: string }>(
      'SELECT id, state FROM kernel.mail WHERE to_address = $1 ORDER BY id DESC LIMIT 1',
      [address],
    )
    return { id: String(newest?.id), state: newest?.state, returnPath: receiver.received.at(-1)?.from ?? '' }
  }

  const someone = (): string => `ada.${randomBytes(5).toString('hex')}@example.org`

  async function handOver(to: string, body: string, headers: Record<string, string> = {}) {
    const all = { 'content-type': 'message/rfc822', 'x-return-secret': SECRET, 'x-envelope-to': to, ...headers }
    const answer = await server.people.anonymous().send(INTAKE, { method: 'POST', headers: all, body })
    return [answer.status, answer.body?.code]
  }

  const told = (to: string, what: Told = {}, headers = {}) => handOver(to, notification([what]), headers)
  const taken = [204, undefined]
  const unverified = [401, 'mail/report-unverified']
  const entries = (address: string) =>
    raw('SELECT address, scope, reason, detail FROM kernel.mail_suppression WHERE address = $1', [address])
  const written = async () => {
    const [counts] = await raw(
      `SELECT (SELECT count(*) FROM kernel.mail_report)::int AS reports,
         (SELECT count(*) FROM kernel.mail_suppression)::int AS suppressions,
         (SELECT count(*) FROM kernel.mail WHERE reported IS NOT NULL)::int AS marked`,
    )
    return counts
  }

  test('each mail goes out with a return path of its own, and From stays the sender', async () => {
    const one = await mailTo(someone())
    const other = await mailTo(someone())
    assert.match(one.returnPath, /^bounces\+[0-9a-f]{52}@bounce\.example\.com$/)
    assert.notEqual(one.returnPath, other.returnPath)
    assert.match(receiver.received.at(-1)?.raw ?? '', /^From: .*no-reply@localhost\.localdomain/m)
  })

  test('after a bounce the address gets essential mail only', async () => {
    const address = someone()
    const { id, returnPath } = await mailTo(address)
    const said = `smtp; 550 5.1.1 <${address}>: no such user`
    assert.deepEqual(await told(returnPath, { said }), taken)
    const detail = '5.1.1 smtp; 550 5.1.1 <(address)>: no such user'
    assert.deepEqual(await entries(address), [{ address, scope: 'ordinary', reason: 'bounce', detail }])
    assert.deepEqual(await raw('SELECT state, reported FROM kernel.mail WHERE id = $1', [id]), [
      { state: 'sent', reported: 'bounce' },
    ])
    assert.equal((await mailTo(address)).state, 'suppressed')
    assert.equal((await mailTo(address, 'essential')).state, 'sent')
  })

  test('it counts for the mail of the return path, never for an address that it names', async () => {
    const [address, victim] = [someone(), someone()]
    const { returnPath } = await mailTo(address)
    await mailTo(victim)
    assert.deepEqual(await told(returnPath, { about: victim, said: `smtp; 550 5.1.1 <${victim}> gone` }), taken)
    assert.deepEqual([(await entries(victim)).length, (await entries(address)).length], [0, 1])
  })

  test('told many times at once it is one fact; another status is another', async () => {
    const { id, returnPath } = await mailTo(someone())
    const answers = await Promise.all(Array.from({ length: 8 }, () => told(returnPath)))
    assert.deepEqual(answers, Array(8).fill(taken))
    assert.deepEqual(await told(returnPath, { status: '5.1.2' }), taken)
    const facts = await raw('SELECT kind, status FROM kernel.mail_report WHERE mail_id = $1 ORDER BY status', [id])
    assert.deepEqual(facts, [
      { kind: 'bounce', status: '5.1.1' },
      { kind: 'bounce', status: '5.1.2' },
    ])
  })

  test('an entry that an operator took away does not come back with the same bounce', async () => {
    const address = someone()
    const { returnPath } = await mailTo(address)
    await told(returnPath)
    await raw('DELETE FROM kernel.mail_suppression WHERE address = $1', [address])
    assert.deepEqual(await told(returnPath), taken)
    assert.deepEqual(await entries(address), [])
  })

  test('a delay is recorded and stops nothing; a success is not even recorded', async () => {
    const address = someone()
    const { id, returnPath } = await mailTo(address)
    assert.deepEqual(await told(returnPath, { action: 'delayed', status: '4.4.1' }), taken)
    assert.deepEqual(await told(returnPath, { action: 'failed', status: '5.7.1' }), taken)
    assert.deepEqual(await told(returnPath, { action: 'delivered', status: '2.0.0' }), taken)
    const facts = await raw('SELECT kind, status FROM kernel.mail_report WHERE mail_id = $1 ORDER BY status', [id])
    assert.deepEqual(facts, [
      { kind: 'soft-bounce', status: '4.4.1' },
      { kind: 'soft-bounce', status: '5.7.1' },
    ])
    assert.equal((await mailTo(address)).state, 'sent')
  })

  test('a forged, foreign or unknown return path, or another secret, is refused and changes nothing', async () => {
    const { returnPath } = await mailTo(someone())
    const counts = await written()
    const elsewhere = createReturnPath({ address: RETURN_PATH, secret: secret(SECRET) }, [
      { kid: 'x', key: hashOf('x') },
    ])
    const known = createReturnPath({ address: RETURN_PATH, secret: secret(SECRET) }, server.config.keys.encryption)
    for (const to of [
      ...['', 'ada@example.org', returnPath.replace(/.(?=@)/, (last) => (last === '0' ? '1' : '0'))],
      ...[elsewhere.addressOf(newId()), known.addressOf(newId())],
    ])
      assert.deepEqual(await told(to), unverified, to)
    for (const wrong of ['', `${SECRET}x`, SECRET.slice(1)])
      assert.deepEqual(await told(returnPath, {}, { 'x-return-secret': wrong }), unverified)
    assert.deepEqual(await written(), counts)
    assert.deepEqual(await told(returnPath), taken)
  })

  test('two weeks after the mail its return path is worth nothing', async (t) => {
    const { returnPath } = await mailTo(someone())
    const counts = await written()
    t.after(setClock(() => Date.now() + 14 * DAY_MS + 1000))
    assert.deepEqual(await told(returnPath), unverified)
    assert.deepEqual(await written(), counts)
  })

  test('what is no report, or too long for one, changes nothing', async () => {
    const { returnPath } = await mailTo(someone())
    const counts = await written()
    for (const body of ['', 'garbage', notification([]), notification([{}], { type: 'multipart/mixed' })])
      assert.deepEqual(await handOver(returnPath, body), [422, 'mail/report-unreadable'])
    assert.deepEqual(await handOver(returnPath, notification([{}]) + 'x'.repeat(256 * 1024)), [
      413,
      'http/body-too-large',
    ])
    assert.deepEqual(await written(), counts)
  })

  test('of somebody who was erased nothing is written', async () => {
    const address = someone()
    const { returnPath } = await mailTo(address)
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => forgetRecipient(tx, address))
    const counts = await written()
    assert.deepEqual(await told(returnPath), taken)
    assert.deepEqual(await written(), counts)
  })
})

test('without a return path there is no intake, and bounces go to the sender', async (t) => {
  const receiver = await startReceiver()
  const server = await startServer({ environment: { SMTP_URL: receiver.url } })
  t.after(async () => {
    await server.stop()
    await receiver.close()
  })
  const { body } = await server.people.anonymous().send(INTAKE, {
    method: 'POST',
    headers: { 'x-return-secret': '', 'x-envelope-to': 'a@b.c', 'content-type': 'message/rfc822' },
    body: notification([{}]),
  })
  assert.equal(body.code, 'mail/no-such-provider')
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    server.app.mail.send(tx, parseMailbox('ada@example.org'), letter, { name: 'Ada', token: TOKEN }),
  )
  await server.jobsIdle()
  assert.equal(receiver.received[0]?.from, 'no-reply@localhost.localdomain')
})
