import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Front } from '../support/front.ts'
import { startHaproxy } from '../support/haproxy.ts'
import { requirement } from '../support/requirements.ts'
import { pickPort, type ServerProcess, signInAdministrator, startServerProcess } from '../support/server-process.ts'
import { send } from '../support/server-process-clients.ts'
import { type ExternalPostgres, startExternalPostgres } from '../support/server-process-postgres.ts'

const haproxy = requirement('haproxy')
const postgresql = requirement('postgresql')
const REQUESTS = Number(process.env.ROLLING_REQUESTS ?? 10_000)
const CLIENTS = 16
/** Leaves two cores room to start a server beside the load. */
const PAUSE_MS = 10
/** By `npm run test:faults` twenty. */
const RESTARTS_MIN = Number(process.env.ROLLING_RESTARTS ?? 4)
const RESTARTS_OF_CONTROL = 8
/** HAProxy knows within 250 ms that a server is not ready any more. */
const ANNOUNCED = '1000'
const UNANNOUNCED = '0'
/** And as soon that it is again: the other one is not ended before, or for a moment there is none. */
const SEEN_MS = 600

describe('two servers behind HAProxy', { skip: haproxy.skip || postgresql.skip }, () => {
  let dataDir = ''
  let postgres: ExternalPostgres
  let balancer: Front
  let nodes: { readonly port: number; server: ServerProcess }[] = []
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-rolling-')))
    postgres = await startExternalPostgres(postgresql.path ?? '')
    for (const port of [await pickPort(), await pickPort()]) {
      nodes.push({ port, server: await start(port, ANNOUNCED) })
    }
    balancer = await startHaproxy(
      haproxy.path ?? '',
      nodes.map(({ port }) => port),
    )
  })
  after(async () => {
    await balancer.stop()
    for (const { server } of nodes) server.signal('SIGTERM')
    for (const { server } of nodes) await server.ended
    nodes = []
    await postgres.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** Both known by one name, as they are to whoever signs in at one and goes on at the other. */
  const start = (port: number, announceMs: string): Promise<ServerProcess> => {
    const environment = { SHUTDOWN_ANNOUNCE_MS: announceMs, PUBLIC_URL: 'http://localhost:3000' }
    return startServerProcess({ dataDir, port, databaseUrl: postgres.url, environment })
  }

  /** Restarts one server after the other, each ended in order before it starts anew, while `goesOn`. */
  async function roll(announceMs: string, goesOn: (restarts: number) => boolean): Promise<number> {
    let restarts = 0
    for (; goesOn(restarts); restarts += 1) {
      const node = nodes[restarts % nodes.length]
      assert.ok(node)
      node.server.signal('SIGTERM')
      assert.deepEqual(await node.server.ended, { code: 0, signal: null }, node.server.output())
      node.server = await start(node.port, announceMs)
      await sleep(SEEN_MS)
    }
    return restarts
  }

  /** Clients that read and write in turn until they are told to stop, and never try again. */
  async function load() {
    const token = await signInAdministrator(balancer.url)
    const counts = { sent: 0, written: 0, failures: [] as string[] }
    const state = { stopping: false }
    const clients = Array.from({ length: CLIENTS }, async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      while (!state.stopping) {
        counts.sent += 1
        const writes = counts.sent % 4 === 0
        await send({ url: balancer.url, token, agent, writes }).then(
          ({ status, type }) => {
            if (status >= 400) counts.failures.push(`answered ${status} ${type}`)
            else if (writes) counts.written += 1
          },
          (error: NodeJS.ErrnoException) => counts.failures.push(`no answer: ${error.code ?? error.message}`),
        )
        await sleep(PAUSE_MS)
      }
      agent.destroy()
    })
    return {
      counts,
      async stop() {
        state.stopping = true
        await Promise.all(clients)
      },
    }
  }

  async function writtenRows(): Promise<number> {
    const client = new pg.Client({ connectionString: postgres.url })
    await client.connect()
    const { rows } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM music.playlist')
    await client.end()
    return rows[0]?.n ?? 0
  }

  test('fail no request of 10,000 while they are restarted one after the other', async (t) => {
    const { counts, stop } = await load()
    t.after(stop)
    const restarts = await roll(ANNOUNCED, (done) => counts.sent < REQUESTS || done < RESTARTS_MIN)
    await stop()
    t.diagnostic(`${counts.sent} requests, ${restarts} restarts, ${counts.failures.length} failed`)
    assert.deepEqual([...new Set(counts.failures)], [], `${counts.failures.length} failed`)
    assert.equal(await writtenRows(), counts.written, 'a write was lost, or done twice')
  })

  test('that stop listening before HAProxy has seen that they are not ready fail some, and these clients see it', async (t) => {
    await roll(UNANNOUNCED, (done) => done < nodes.length)
    const { counts, stop } = await load()
    t.after(stop)
    await roll(UNANNOUNCED, (done) => counts.failures.length === 0 && done < RESTARTS_OF_CONTROL)
    await stop()
    t.diagnostic(`${counts.failures.length} failed: ${[...new Set(counts.failures)].join(', ')}`)
    assert.match(counts.failures.join('\n'), /^answered 503 text\/html$/m)
  })
})
