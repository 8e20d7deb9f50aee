import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { selfSigned } from '../../../test/support/certificates.ts'
import { createHttpClient } from '../../../test/support/http-client.ts'
import { type HttpStandIn, type StandInRequest, startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { userVerified } from '../identity/index.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let server: TestServer
let administrator: Person
let receiver: HttpStandIn
let restoreClock = (): void => undefined

before(async () => {
  server = await startServer({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  administrator = await server.people.signedIn('administrator')
  // What happened before there is an endpoint is told to none.
  await server.jobsIdle()
  receiver = await startHttpStandIn(() => ({ status: 200, body: { taken: true } }))
})
after(async () => {
  await receiver.close()
  await server.stop()
})
afterEach(async () => {
  restoreClock()
  restoreClock = () => undefined
  for (const { id } of (await administrator.http.get('/api/webhooks/endpoints')).body.items)
    await administrator.http.send(`/api/webhooks/endpoints/${id}`, { method: 'DELETE' })
})

interface Endpoint {
  readonly id: string
  readonly secret: string
}

async function endpoint(path: string, body: object = {}): Promise<Endpoint> {
  const answer = await administrator.http.post('/api/webhooks/endpoints', { url: receiver.url + path, ...body })
  assert.equal(answer.status, 201, JSON.stringify(answer.body))
  return answer.body
}

const read = async (id: string) => (await administrator.http.get(`/api/webhooks/endpoints/${id}`)).body
const deliveries = async (id: string, query = '') =>
  (await administrator.http.get(`/api/webhooks/endpoints/${id}/deliveries${query}`)).body.items
const delivery = async (id: string) => (await administrator.http.get(`/api/webhooks/deliveries/${id}`)).body
const redeliver = (id: string) => administrator.http.post(`/api/webhooks/deliveries/${id}/redeliver`, {})
const change = (id: string, body: object) =>
  administrator.http.send(`/api/webhooks/endpoints/${id}`, {
    method: 'PATCH',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
const sentTo = (path: string): StandInRequest[] => receiver.requests.filter((request) => request.path === path)

/** Something happens; all jobs that follow from it have run when this ends. */
async function publish(): Promise<string> {
  const { id: userId } = administrator
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.publish(userVerified, { userId }))
  await server.jobsIdle()
  return userId
}

/** As publish, so many times, without waiting for what follows. */
async function tellOften(times: number): Promise<void> {
  const { id: userId } = administrator
  for (let at = 0; at < times; at += 1)
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.publish(userVerified, { userId }))
}

/** Fails before those that hang are given up, after 10 s. */
async function until(condition: () => boolean): Promise<void> {
  const untilMs = Date.now() + 9000
  while (!condition()) {
    assert.ok(Date.now() < untilMs, 'did not come true while others hung')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

/** Retries wait; a delivery sent anew does not. */
async function tryAgain(deliveryId: string, times = 1): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    assert.equal((await redeliver(deliveryId)).status, 202)
    await server.jobsIdle()
  }
}

function verified({ body, headers }: StandInRequest, secret: string): { type: string; data: object } {
  const text = JSON.stringify(body)
  return new Webhook(secret).verify(text, headers as Record<string, string>) as { type: string; data: object }
}

describe('a webhook endpoint', () => {
  test('is told of the events it wants, signed, and of no others', async () => {
    const [all, some, none] = [
      await endpoint('/all'),
      await endpoint('/some', { events: ['identity.user.verified'] }),
      await endpoint('/none', { events: ['identity.user.disabled'] }),
    ]
    const userId = await publish()
    for (const [path, { secret }] of [
      ['/all', all],
      ['/some', some],
    ] as const) {
      const [request, ...more] = sentTo(path)
      assert.ok(request)
      assert.equal(more.length, 0)
      const { type, data } = verified(request, secret)
      assert.deepEqual([type, data], ['identity.user.verified', { userId }])
      assert.throws(() => verified(request, path === '/all' ? some.secret : all.secret))
    }
    assert.deepEqual(sentTo('/none'), [])
    assert.deepEqual(await deliveries(none.id), [])
    const [{ state, attempts, event }] = await deliveries(all.id)
    assert.deepEqual([state, attempts, event], ['delivered', 1, 'identity.user.verified'])
  })

  test('that fails is tried again with the same id and bytes; every try is told', async () => {
    const { id } = await endpoint('/fails')
    receiver.next({ status: 500, body: { reason: 'on fire' } }, 'cut')
    await publish()
    const [{ id: deliveryId, state }] = await deliveries(id)
    assert.equal(state, 'waiting')
    await tryAgain(deliveryId, 2)
    const { tries, body, messageId, ...told } = await delivery(deliveryId)
    assert.deepEqual([told.state, told.attempts], ['delivered', 3])
    assert.deepEqual(
      tries.map((one: { status: number | null; error: string | null }) => [one.status, one.error]),
      [
        [500, '{"reason":"on fire"}'],
        [null, 'socket hang up (ECONNRESET)'],
        [200, null],
      ],
    )
    for (const request of sentTo('/fails')) {
      assert.equal(request.headers['webhook-id'], messageId)
      assert.equal(JSON.stringify(request.body), body)
    }
    const { failures, failingSince } = await read(id)
    assert.deepEqual([failures, failingSince], [0, null])
  })

  test('that fails five times in a row rests, and is told when it is switched on again', async () => {
    const { id } = await endpoint('/rests')
    receiver.next(...Array.from({ length: 5 }, () => ({ status: 503 })))
    await publish()
    const [{ id: deliveryId }] = await deliveries(id)
    await tryAgain(deliveryId, 4)
    assert.equal(sentTo('/rests').length, 5)
    const { failures, restingUntil } = await read(id)
    assert.equal(failures, 5)
    assert.ok(new Date(restingUntil).getTime() > Date.now())
    await tryAgain(deliveryId)
    assert.equal(sentTo('/rests').length, 5)
    assert.equal((await change(id, { enabled: true })).body.restingUntil, null)
    await tryAgain(deliveryId)
    assert.equal((await delivery(deliveryId)).state, 'delivered')
  })

  test('that says it is gone is switched off, and whoever made it is mailed', async () => {
    const { id } = await endpoint('/gone')
    receiver.next({ status: 410 })
    await publish()
    const { disabledReason } = await read(id)
    assert.equal(disabledReason, 'gone')
    const [{ id: deliveryId, state }] = await deliveries(id)
    assert.equal(state, 'failed')
    assert.equal((await redeliver(deliveryId)).body.code, 'webhooks/disabled')
    const mails = (await server.mailbox()).filter(({ template }) => template === 'webhooks.endpoint-off')
    assert.deepEqual(
      mails.map(({ to }) => to.address),
      [administrator.email],
    )
    await publish()
    assert.equal(sentTo('/gone').length, 1)
  })

  test('that has done nothing but fail for five days is switched off', async () => {
    const { id } = await endpoint('/days')
    receiver.next({ status: 500 }, { status: 500 })
    await publish()
    const [{ id: deliveryId }] = await deliveries(id)
    await server.app.db.raw('UPDATE webhooks.endpoint SET failing_since = $2 WHERE id = $1', [
      id,
      new Date(Date.now() - 5 * DAY_MS - 60_000),
    ])
    await tryAgain(deliveryId)
    assert.equal((await read(id)).disabledReason, 'failing')
  })

  test('that never answers does not keep others from what is theirs', async () => {
    const slow = await startHttpStandIn(() => ({ status: 200 }))
    slow.next(...Array.from({ length: 12 }, () => 'slow' as const))
    await endpoint('', { url: slow.url })
    const good = await endpoint('/others')
    for (let at = 0; at < 10; at += 1)
      await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
        tx.publish(userVerified, { userId: administrator.id }),
      )
    const until = Date.now() + 8000
    while (sentTo('/others').length < 10) {
      assert.ok(Date.now() < until, `only ${sentTo('/others').length} of 10 came while another endpoint was slow`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    assert.ok(slow.requests.length <= 2)
    await slow.close()
    await server.jobsIdle()
    assert.equal((await deliveries(good.id, '?state=delivered')).length, 10)
  })

  test('of which four hang leaves a fifth what is its', async () => {
    const slow = await startHttpStandIn(() => ({ status: 200 }))
    slow.next(...Array.from({ length: 100 }, () => 'slow' as const))
    for (let at = 0; at < 4; at += 1) await endpoint('', { url: `${slow.url}/${at}` })
    await tellOften(3)
    await until(() => slow.requests.length === 8)
    await endpoint('/fifth')
    await tellOften(10)
    await until(() => sentTo('/fifth').length === 10)
    assert.equal(slow.requests.length, 8, 'two each, and they still hang')
    await slow.close()
  })

  test('that failed before shares few places with all others that did', async () => {
    const slow = await startHttpStandIn(() => ({ status: 200 }))
    slow.next(...Array.from({ length: 100 }, () => 'slow' as const))
    for (let at = 0; at < 20; at += 1) await endpoint('', { url: `${slow.url}/${at}` })
    await server.app.db.raw('UPDATE webhooks.endpoint SET failures = 1')
    await endpoint('/sound')
    await tellOften(4)
    await until(() => sentTo('/sound').length === 4 && slow.requests.length === 8)
    assert.equal(new Set(slow.requests.map(({ path }) => path)).size, 8, 'one each')
    await slow.close()
  })

  test('whose certificate nobody vouches for is sent nothing, says so, and keeps nobody else waiting', async () => {
    let told = 0
    const bad = createServer(selfSigned({ names: ['127.0.0.1'] }), (_, response) => {
      told += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await once(bad, 'listening')
    try {
      const { id } = await endpoint('', { url: `https://127.0.0.1:${(bad.address() as AddressInfo).port}/` })
      await endpoint('/beside')
      await publish()
      const [{ id: deliveryId, state }] = await deliveries(id)
      const { tries } = await delivery(deliveryId)
      assert.deepEqual([state, tries[0].status], ['waiting', null])
      assert.match(tries[0].error, /^self-signed certificate.*DEPTH_ZERO_SELF_SIGNED_CERT/)
      assert.deepEqual([told, sentTo('/beside').length], [0, 1])
    } finally {
      bad.close()
    }
  })

  test('can be tried out', async () => {
    const { id, secret } = await endpoint('/test', { events: ['identity.user.disabled'] })
    assert.equal((await administrator.http.post(`/api/webhooks/endpoints/${id}/test`, {})).status, 202)
    await server.jobsIdle()
    const [request] = sentTo('/test')
    assert.ok(request)
    assert.equal(verified(request, secret).type, 'webhooks.test')
  })
})

describe('the signing secret', () => {
  test('is kept sealed, shown once, and signs for a day beside its successor', async () => {
    const { id, secret } = await endpoint('/rotated')
    assert.equal('secret' in (await read(id)), false)
    const rows = await server.app.db.raw<{ secret: Buffer }>('SELECT secret FROM webhooks.endpoint WHERE id = $1', [id])
    assert.equal(rows[0]?.secret.includes(secret.slice(6)), false)
    const rotated = await administrator.http.post(`/api/webhooks/endpoints/${id}/rotate-secret`, {})
    await publish()
    const [first] = sentTo('/rotated')
    assert.ok(first)
    assert.equal(verified(first, secret).type, verified(first, rotated.body.secret).type)
    restoreClock = setClock(() => Date.now() + DAY_MS + 60_000)
    administrator = await server.people.signedIn('administrator')
    await publish()
    const later = sentTo('/rotated')[1]
    const signatures = String(later?.headers['webhook-signature']).split(' ')
    assert.equal(signatures.length, 1)
  })
})

describe('who says where word goes', () => {
  test('holds the permission, and has proven lately who they are', async () => {
    const plain = await server.people.signedIn()
    for (const answer of [
      await plain.http.get('/api/webhooks/endpoints'),
      await plain.http.post('/api/webhooks/endpoints', { url: 'https://hooks.example.com/' }),
    ])
      assert.equal(answer.status, 403)
    const visitor = server.people.anonymous()
    const { email, password } = administrator
    const { refreshToken } = (await visitor.post('/api/auth/login', { email, password, transport: 'bearer' })).body
    restoreClock = setClock(() => Date.now() + 11 * 60 * 1000)
    const { accessToken } = (await visitor.post('/api/auth/refresh', { refreshToken })).body
    const stale = createHttpClient(server.url, { authorization: `Bearer ${accessToken}` })
    assert.equal((await stale.get('/api/webhooks/endpoints')).status, 200)
    const late = await stale.post('/api/webhooks/endpoints', { url: 'https://hooks.example.com/' })
    assert.equal(late.body.code, 'http/assurance-too-low')
  })

  test('names a public address and events that exist', async () => {
    const refusals = [
      [{ url: 'https://10.0.0.1/' }, 'webhooks/bad-address'],
      [{ url: 'http://8.8.8.8/' }, 'webhooks/bad-address'],
      [{ url: 'https://user:password@hooks.example.com/' }, 'webhooks/bad-address'],
      [{ url: 'javascript:alert(1)' }, 'webhooks/bad-address'],
      [{ url: 'not an address' }, 'webhooks/bad-address'],
      [{ url: 'https://hooks.example.com/', events: ['identity.user.verified', 'no.such'] }, 'webhooks/unknown-event'],
    ] as const
    for (const [body, code] of refusals) {
      const answer = await administrator.http.post('/api/webhooks/endpoints', body)
      assert.deepEqual([answer.status, answer.body.code], [422, code], JSON.stringify(body))
    }
    const names = (await administrator.http.get('/api/webhooks/events')).body.items.map(
      ({ name }: { name: string }) => name,
    )
    assert.ok(names.includes('identity.user.verified') && names.includes('music.submission.received'), names.join())
  })

  test('finds every change in the trail, without the secret', async () => {
    const { id, secret } = await endpoint('/trail')
    await change(id, { enabled: false })
    const rows = await server.app.db.raw<{ action: string; details: object }>(
      'SELECT action, details FROM audit.record WHERE subject_id = $1 ORDER BY id',
      [id],
    )
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['webhooks.endpoint.made', 'webhooks.endpoint.changed'],
    )
    assert.ok(!JSON.stringify(rows).includes(secret))
  })

  test('reads what was sent until 30 days have passed', async () => {
    const { id } = await endpoint('/old')
    await publish()
    assert.equal((await deliveries(id)).length, 1)
    await server.app.db.raw("UPDATE webhooks.message SET created_at = now() - interval '31 days'")
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
      tx.enqueue({ queue: 'webhooks.purge', data: {}, options: {} }),
    )
    await server.jobsIdle()
    assert.equal((await deliveries(id)).length, 0)
  })
})
