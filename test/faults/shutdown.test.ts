import assert from 'node:assert/strict'
import { mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeDataDir } from '../support/data-dir.ts'
import { faultRounds, seededChance } from '../support/ledger-seed.ts'
import {
  pickPort,
  type ServerProcess,
  signInAdministrator,
  startServerProcess,
  statusOf,
} from '../support/server-process.ts'
import { type Clients, startClients } from '../support/server-process-clients.ts'

const ROUNDS = Math.min(5, faultRounds(5))
const CLIENTS = 16
const END_MS_MAX = 10_000

describe('a server that is told to stop', () => {
  let dataDir = ''
  let port = 0
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-shutdown-')))
    port = await pickPort()
  })
  after(() => removeDataDir(dataDir))

  async function underLoad(
    laterMs: number,
    environment: Record<string, string> = {},
  ): Promise<{ server: ServerProcess; clients: Clients }> {
    const server = await startServerProcess({ dataDir, port, environment })
    const clients = startClients(server.url, await signInAdministrator(server.url), CLIENTS)
    await clients.answered(CLIENTS * 5)
    await sleep(laterMs)
    return { server, clients }
  }

  test('at SIGTERM answers every request that was sent, closes each connection by an answer and exits 0', async (t) => {
    const chance = seededChance()
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { server, clients } = await underLoad(chance.next() * 100)
      const startedMs = performance.now()
      server.signal('SIGTERM')
      const ending = await server.ended
      const tookMs = performance.now() - startedMs
      await clients.ended
      const { answered, told, refused, failures } = clients.counts
      t.diagnostic(`${answered} answered, ${told} told to close, ${refused} refused, ended in ${Math.round(tookMs)} ms`)
      assert.deepEqual(failures, [])
      assert.equal(told + refused, CLIENTS)
      assert.ok(told > 0, 'no request was under way at the signal')
      assert.deepEqual(ending, { code: 0, signal: null }, server.output())
      assert.ok(tookMs < END_MS_MAX, `ended after ${tookMs} ms`)
    }
  })

  for (const [what, planted, logged] of [
    ['an exception nobody catches', "setTimeout(() => { throw new Error('planted') })", 'an exception nobody caught'],
    ['a rejection nobody handles', "Promise.reject(new Error('planted'))", 'a rejection nobody handled'],
  ] as const)
    test(`by ${what} says why, answers every request that was sent and exits 1`, async () => {
      const source = `process.on('SIGUSR2', () => { ${planted} })`
      const environment = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(source)}` }
      const { server, clients } = await underLoad(0, environment)
      server.signal('SIGUSR2')
      assert.deepEqual(await server.ended, { code: 1, signal: null }, server.output())
      await clients.ended
      assert.deepEqual(clients.counts.failures, [])
      assert.match(server.output(), new RegExp(logged))
      assert.match(server.output(), /planted/)
    })

  test('at SIGKILL fails requests, and these clients see it', async (t) => {
    const { server, clients } = await underLoad(0)
    server.signal('SIGKILL')
    await clients.ended
    t.diagnostic(`${clients.counts.failures.length} of ${CLIENTS} clients lost an answer`)
    assert.ok(clients.counts.failures.length > 0)
    assert.match(clients.counts.failures.join('\n'), /ECONNRESET/)
  })

  test('ends at once with 1 at the second signal', async () => {
    const server = await startServerProcess({ dataDir, port, environment: { SHUTDOWN_ANNOUNCE_MS: '30000' } })
    server.signal('SIGTERM')
    while ((await statusOf(server.url, '/readyz')) !== 503) assert.ok(!server.hasEnded(), server.output())
    assert.equal(await statusOf(server.url, '/livez'), 200)
    const startedMs = performance.now()
    server.signal('SIGTERM')
    assert.deepEqual(await server.ended, { code: 1, signal: null }, server.output())
    assert.ok(performance.now() - startedMs < 3000, 'the second signal waited for something')
  })
})
