import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { createLog } from '../telemetry/create-log.ts'
import { type Bus, createBus } from './bus.ts'
import { createHearing } from './hearing.ts'

const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)

async function until(condition: () => boolean, withinMs: number): Promise<void> {
  const startedMs = performance.now()
  while (!condition()) {
    assert.ok(performance.now() - startedMs < withinMs, `not within ${withinMs} ms`)
    await sleep(10)
  }
}

describe('the bus', () => {
  let database: TestDatabase
  let bus: Bus
  const heard: string[] = []

  before(async () => {
    database = await testDatabase()
    bus = await createBus(database.url, log)
    bus.listen('one', (payload) => heard.push(payload))
  })
  after(async () => {
    await bus.close()
    await database.close()
  })

  const notify = (channel: string, payload: string): Promise<void> =>
    database.db.transaction(testOrigin, (tx) => bus.notify(tx, channel, payload))

  test('delivers when the transaction commits, not before, to the channel alone', async () => {
    await database.db.transaction(testOrigin, async (tx) => {
      await bus.notify(tx, 'one', 'first\nwith a line break')
      await sleep(150)
      assert.deepEqual(heard, [])
    })
    await notify('two', 'for others')
    await until(() => heard.length > 0, 2000)
    assert.deepEqual(heard, ['first\nwith a line break'])
  })

  test('delivers nothing of a transaction that was rolled back', async () => {
    heard.length = 0
    const failing = database.db.transaction(testOrigin, async (tx) => {
      await bus.notify(tx, 'one', 'never')
      throw new RangeError('no')
    })
    await assert.rejects(failing, RangeError)
    await notify('one', 'after')
    await until(() => heard.length > 0, 2000)
    assert.deepEqual(heard, ['after'])
  })

  test('says that notices may have been missed after its connection was ended, before it is trusted again', async () => {
    heard.length = 0
    const healthAtGap: boolean[] = []
    bus.onGap(() => healthAtGap.push(bus.healthy()))
    await database.db.raw(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plinth-bus' AND datname = current_database()",
    )
    await until(() => !bus.healthy(), 2000)
    await notify('one', 'missed')
    await until(() => bus.healthy(), 5000)
    assert.deepEqual(healthAtGap, [false])
    await notify('one', 'heard again')
    await until(() => heard.includes('heard again'), 2000)
    assert.deepEqual(heard, ['heard again'])
  })

  test('comes back as often as it is cut', async () => {
    for (let round = 0; round < 3; round += 1) {
      await database.db.raw(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plinth-bus' AND datname = current_database()",
      )
      await until(() => !bus.healthy(), 2000)
      await until(() => bus.healthy(), 5000)
    }
    heard.length = 0
    await notify('one', 'once')
    await until(() => heard.length > 0, 2000)
    await sleep(100)
    assert.deepEqual(heard, ['once'])
  })

  test('an announcement returns when every other process has heard it; a notice does not wait', async () => {
    const other = await createBus(database.url, log)
    const there: string[] = []
    other.listen('one', (payload) => there.push(payload))
    for (let round = 0; round < 20; round += 1) {
      await database.db.transaction(testOrigin, (tx) => bus.announce(tx, 'one', `${round}`))
      assert.equal(there.at(-1), `${round}`)
    }
    await other.close()
  })

  test('many announcements at once are asked and answered one after the other on each connection', async () => {
    const other = await createBus(database.url, log)
    const warnings: Error[] = []
    const listener = (warning: Error) => void warnings.push(warning)
    process.on('warning', listener)
    const announced = (payload: string) => database.db.transaction(testOrigin, (tx) => bus.announce(tx, 'one', payload))
    await Promise.all(Array.from({ length: 6 }, (_, at) => announced(`${at}`)))
    process.off('warning', listener)
    assert.deepEqual(warnings, [])
    await other.close()
  })

  test('who does not answer is waited for half a second, and one who answers late until then', async () => {
    const late = new pg.Client({ connectionString: database.url, application_name: 'plinth-bus' })
    await late.connect()
    await late.query('LISTEN plinth')
    const announced = async (): Promise<number> => {
      const startedMs = performance.now()
      await database.db.transaction(testOrigin, (tx) => bus.announce(tx, 'one', 'x'))
      return performance.now() - startedMs
    }
    const processID = (late as unknown as { processID: number }).processID
    late.on('notification', ({ payload = '' }) => {
      const [channel, question] = payload.split('\n')
      if (channel !== 'bus.ask') return
      void sleep(250).then(() =>
        late.query('SELECT pg_notify($1, $2)', ['plinth', `bus.heard\n${question} ${processID}`]),
      )
    })
    const answeredMs = await announced()
    assert.ok(answeredMs >= 240, `${answeredMs} ms`)
    late.removeAllListeners('notification')
    const silentMs = await announced()
    assert.ok(silentMs >= 490, `${silentMs} ms`)
    await late.end()
  })

  test('a database that does not answer the question keeps nobody waiting for longer', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    let asleep = true
    const sleeping = client.query('SELECT pg_sleep(4)').then(() => {
      asleep = false
    })
    await createHearing(log).everybody(client)
    assert.ok(asleep)
    await sleeping
    await client.end()
  })
})
