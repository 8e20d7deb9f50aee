import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { embeddedUrl } from '../../server/kernel/db/embedded-attach.ts'
import { PLANTED_GAP, UPLOAD_POINTS, WRITE_POINTS } from '../support/crash-point-names.ts'
import { removeDataDir } from '../support/data-dir.ts'
import { compareLedger, openLedger } from '../support/ledger.ts'
import { seededChance } from '../support/ledger-seed.ts'
import { startWriters } from '../support/ledger-writers.ts'
import { pickPort, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { compareUploads, pathOfFile, startUploaders } from '../support/uploaders.ts'

const WATCH = fileURLToPath(new URL('../support/crash-points.ts', import.meta.url))
const WRITERS = 4
/** So many times a point is passed at most before it is the end. */
const PASSES_MAX = 12
const REACHED_MS_MAX = 20_000
const PLANTED_MS = 1000

describe('a server that ends at a point of its work', () => {
  const chance = seededChance()
  let dataDir = ''
  let port = 0
  let database: pg.Client
  let server: ServerProcess
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-points-')))
    port = await pickPort()
    server = await startServerProcess({ dataDir, port })
  })
  after(async () => {
    server.signal('SIGTERM')
    await server.ended
    await removeDataDir(dataDir)
  })

  /** The server anew, with the point it ends at, which holds from when it is ready. */
  async function restart(point?: string): Promise<void> {
    server.signal('SIGTERM')
    await server.ended
    const passes = Math.floor(chance.next() * PASSES_MAX)
    const environment: Record<string, string> = {
      NODE_OPTIONS: `--import=${WATCH}`,
      CRASH_AT: point ?? '',
      CRASH_AFTER: String(passes),
      FILES_QUOTA_BYTES: String(5e9),
    }
    server = await startServerProcess({ dataDir, port, environment })
    server.signal('SIGUSR2')
  }

  async function assertReached(point: string): Promise<void> {
    const ending = await Promise.race([server.ended, sleep(REACHED_MS_MAX, null, { ref: false })])
    assert.equal(ending?.signal, 'SIGKILL', `not reached: ${point}\n${server.output()}`)
  }

  async function connected<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    database = new pg.Client({ connectionString: await embeddedUrl(dataDir) })
    await database.connect()
    try {
      return await work(database)
    } finally {
      await database.end()
    }
  }

  test('of a write loses, halves and doubles nothing, whichever the point', async (t) => {
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    const path = join(dataDir, 'ledger')
    const ledger = await openLedger(path)
    const writers = await startWriters(server.url, ledger, WRITERS)
    t.after(() => writers.stop())
    for (const point of Object.keys(WRITE_POINTS)) {
      await restart(point)
      await assertReached(point)
    }
    await restart()
    await writers.stop()
    const { acknowledged, retried, replayed, failed } = writers.counts
    t.diagnostic(`${acknowledged} acknowledged, ${retried} retries, ${replayed} answered from the first run's record`)
    assert.deepEqual(failed, [])
    assert.ok(replayed > 0, 'no client was left without the answer to a write that was done')
    assert.deepEqual((await connected((client) => compareLedger(path, client))).findings, [])

    const planted = await startWriters(server.url, ledger, 1)
    t.after(() => planted.stop())
    await restart(PLANTED_GAP)
    await sleep(PLANTED_MS)
    await planted.stop()
    await ledger.close()
    assert.deepEqual(planted.counts.failed, [])
    const { findings } = await connected((client) => compareLedger(path, client))
    assert.match(findings.join('\n'), /^half: /m)
  })

  test('of an upload leaves no file without its bytes and no bytes that nothing speaks of', async (t) => {
    const uploaders = await startUploaders(server.url, WRITERS)
    t.after(() => uploaders.stop())
    for (const point of Object.keys(UPLOAD_POINTS)) {
      await restart(point)
      await assertReached(point)
    }
    await restart()
    await uploaders.stop()
    const { files, failed, retried } = uploaders.counts
    t.diagnostic(`${files.size} files, ${retried} retries`)
    assert.deepEqual(failed, [])
    const compare = () => connected((client) => compareUploads(client, join(dataDir, 'files'), files))
    assert.deepEqual(await compare(), [])

    const [id = ''] = files.keys()
    await rm(await connected((client) => pathOfFile(client, join(dataDir, 'files'), id)))
    assert.deepEqual(await compare(), [`no bytes: ${id}`])
  })
})
