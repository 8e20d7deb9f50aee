import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type HttpStandIn, startHttpStandIn } from '../../../../test/support/http-stand-in.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import {
  addAlert,
  addWatched,
  enterTrips,
  lookAround,
  toldTitles,
  type Watched,
} from '../../../../test/support/trading-oversight.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { addDays, localDate } from '../../../kernel/zoned.ts'

const PATH = '/api/trading/push-address'
const yesterday = addDays(localDate(new Date(), 'UTC'), -1)

describe('alerts that are pushed', () => {
  let server: TradingServer
  let receiver: HttpStandIn
  before(async () => {
    receiver = await startHttpStandIn(() => ({ status: 200 }))
    server = await startTrading({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  })
  after(async () => {
    await server.stop()
    await receiver.close()
  })

  const arrived = (path: string) => receiver.requests.filter((one) => one.path === path)
  const address = async ({ person }: Watched) => expectStatus(await person.http.get(PATH), 200)
  const save = ({ person }: Watched, url: string | null) => person.http.put(PATH, { url })
  async function lose(watched: Watched): Promise<void> {
    await enterTrips(watched, [{ at: `${yesterday}T10:00:00.000Z`, net: -300 }])
    await lookAround(server)
    await server.jobsIdle()
  }

  test('arrive as text at the address of their trader, once, and nowhere else', async () => {
    const ada = await addWatched(server, { name: 'Évaluation' })
    const other = await addWatched(server)
    expectStatus(await save(ada, `${receiver.url}/ada`), 200)
    expectStatus(await save(other, `${receiver.url}/other`), 200)
    await addAlert(ada, { kind: 'daily-loss', threshold: '100', channels: ['push'] })
    await addAlert(ada, { kind: 'loss-streak', threshold: '1', channels: ['in-app'] })
    await lose(ada)
    const [first, ...more] = arrived('/ada')
    assert.deepEqual([first?.method, first?.text, more], ['POST', `Watch: 300 USD lost on ${yesterday}`, []])
    assert.deepEqual(
      [first?.headers.title, first?.headers['content-type']],
      ['Alert of ?valuation', 'text/plain; charset=utf-8'],
    )
    assert.deepEqual(arrived('/other'), [])
    assert.equal((await toldTitles(ada)).length, 1)
    await lookAround(server)
    assert.equal(arrived('/ada').length, 1)
  })

  test('say at the address what the service answered, and are tried on demand', async () => {
    const ada = await addWatched(server)
    expectProblem(await ada.person.http.post(`${PATH}/try`), 'trading/no-push-address')
    assert.deepEqual(await address(ada), { url: null, failure: null, failedAt: null })
    const url = `${receiver.url}/tried`
    expectStatus(await save(ada, url), 200)
    receiver.next({ status: 403 })
    const failed = expectStatus(await ada.person.http.post(`${PATH}/try`), 200)
    assert.equal(failed.failure, 'the push service answered 403')
    assert.ok(failed.failedAt)
    const tried = expectStatus(await ada.person.http.post(`${PATH}/try`), 200)
    assert.deepEqual([tried.url, tried.failure], [url, null])
  })

  test('wait for the end of quiet hours', async () => {
    const ada = await addWatched(server)
    const now = new Date()
    const clock = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16)
    const hours = { from: clock(-60), to: clock(60), timeZone: 'UTC' }
    expectStatus(await ada.person.http.put('/api/trading/quiet-hours', { hours }), 200)
    expectStatus(await save(ada, `${receiver.url}/quiet`), 200)
    await addAlert(ada, { kind: 'daily-loss', threshold: '100', channels: ['push', 'in-app'] })
    await lose(ada)
    assert.deepEqual([(await toldTitles(ada)).length, arrived('/quiet').length], [1, 0])
  })

  test('go to public addresses only, are part of one’s data, and end with the address', async () => {
    const ada = await addWatched(server)
    for (const url of ['nowhere', 'ftp://push.example', 'https://a:b@push.example', 'https://10.0.0.1/topic'])
      expectProblem(await save(ada, url), 'trading/value-invalid')
    expectStatus(await save(ada, `${receiver.url}/gone`), 200)
    const trading = server.app.units.all.find(({ name }) => name === 'trading')
    const told = (await trading?.exportPerson?.(ada.person.id)) as { pushAddress?: { url: string }[] }
    assert.equal(told.pushAddress?.[0]?.url, `${receiver.url}/gone`)
    await addAlert(ada, { kind: 'daily-loss', threshold: '100', channels: ['push'] })
    expectStatus(await save(ada, null), 200)
    await lose(ada)
    assert.deepEqual(arrived('/gone'), [])
    expectStatus(await save(ada, `${receiver.url}/gone`), 200)
    await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
      await trading?.erasePerson?.(tx, ada.person.id)
    })
    assert.equal((await address(ada)).url, null)
  })
})
