import assert from 'node:assert/strict'
import { mkdtemp, realpath, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { embeddedUrl } from '../../server/kernel/db/embedded-attach.ts'
import {
  FOLLOWING_POINTS,
  PICTURE_POINTS,
  PLANTED_GAP,
  UPLOAD_POINTS,
  WRITE_POINTS,
} from '../support/crash-point-names.ts'
import { removeDataDir } from '../support/data-dir.ts'
import { LET_TIME_PASS, startListener, undone } from '../support/following.ts'
import { compareLedger, openLedger } from '../support/ledger.ts'
import { seededChance, somePoints } from '../support/ledger-seed.ts'
import { startWriters } from '../support/ledger-writers.ts'
import { pickPort, type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { compareUploads, pathOfFile, startUploaders } from '../support/uploaders.ts'

const WATCH = fileURLToPath(new URL('../support/crash-points.ts', import.meta.url))
const WRITERS = 4
/** So many times a point is passed at most before it is the end. */
const PASSES_MAX = 12
/** Of what is done once a second, or takes a second. */
const RARE_PASSES_MAX = 3
const REACHED_MS_MAX = 30_000
const FOLLOWED_MS_MAX = 120_000
const PLANTED_MS = 1000

/** Where a client is left without the answer to a write that was done, for sure. */
const UNANSWERED: keyof typeof WRITE_POINTS = 'COMMIT is answered, the client is not'

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
  async function restart(point?: string, passesMax = PASSES_MAX): Promise<void> {
    server.signal('SIGTERM')
    await server.ended
    const passes = Math.floor(chance.next() * passesMax)
    const environment: Record<string, string> = {
      NODE_OPTIONS: `--import=${WATCH}`,
      CRASH_AT: point ?? '',
      CRASH_AFTER: String(passes),
      FILES_QUOTA_BYTES: String(5e9),
      WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8',
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
    for (const point of somePoints(WRITE_POINTS, chance, UNANSWERED)) {
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
    for (const point of somePoints(UPLOAD_POINTS, chance)) {
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
    const bytes = await connected((client) => pathOfFile(client, join(dataDir, 'files'), id))
    await rename(bytes, join(dataDir, 'taken-away'))
    assert.deepEqual(await compare(), [`no bytes: ${id}`])
    await rename(join(dataDir, 'taken-away'), bytes)
  })

  /** Until nothing is found any more, or too long: what was found last. */
  async function settled(look: (client: pg.Client) => Promise<string[]>): Promise<string[]> {
    return await connected(async (client) => {
      for (const startedMs = performance.now(); ; await sleep(300)) {
        const found = await look(client)
        if (found.length === 0 || performance.now() - startedMs > FOLLOWED_MS_MAX) return found
        await client.query(LET_TIME_PASS)
      }
    })
  }

  test('of what follows a write sends each letter, tells everybody who is to be told and seals each record, once', async (t) => {
    await restart()
    const path = join(dataDir, 'ledger-following')
    await connected((client) => client.query('DELETE FROM kernel.idempotency'))
    const ledger = await openLedger(path)
    const listener = await startListener(server.url)
    const look = (client: pg.Client) => undone(client, join(dataDir, 'mailbox'), listener)
    t.after(() => listener.close())
    const writers = await startWriters(server.url, ledger, 1)
    t.after(() => writers.stop())
    for (const point of somePoints(FOLLOWING_POINTS, chance)) {
      await restart(point, point.includes('chain') ? RARE_PASSES_MAX : PASSES_MAX)
      await assertReached(point)
    }
    await restart()
    await writers.stop()
    await ledger.close()
    assert.deepEqual(writers.counts.failed, [])
    assert.deepEqual(await settled(look), [])
    t.diagnostic(`${writers.counts.acknowledged} acknowledged, ${listener.requests.length} times told`)

    await connected(async (client) => {
      await client.query('BEGIN')
      await client.query(
        "UPDATE webhooks.delivery SET state = 'waiting' WHERE id = (SELECT id FROM webhooks.delivery LIMIT 1)",
      )
      const { rows } = await client.query<{ id: string }>('SELECT id FROM kernel.mail ORDER BY id DESC LIMIT 1')
      const id = rows[0]?.id ?? ''
      await rename(join(dataDir, 'mailbox', `${id}.json`), join(dataDir, 'letter'))
      assert.deepEqual(await look(client), ['1 words are not delivered', `nobody has the letter ${id}`])
      await client.query('ROLLBACK')
    })
  })

  test('of a picture that is made in sizes leaves none without all of them, and no size without its bytes', async (t) => {
    await restart()
    const uploaders = await startUploaders(server.url, 1, 'content.image')
    t.after(() => uploaders.stop())
    for (const point of somePoints(PICTURE_POINTS, chance)) {
      await restart(point, RARE_PASSES_MAX)
      await assertReached(point)
    }
    await restart()
    await uploaders.stop()
    const { files, failed } = uploaders.counts
    t.diagnostic(`${files.size} pictures`)
    assert.deepEqual(failed, [])
    const look = async (client: pg.Client) => [
      ...(await unmade(client)),
      ...(await compareUploads(client, join(dataDir, 'files'), files)).filter((found) => !/ generated\//.test(found)),
    ]
    assert.deepEqual(await settled(look), [])
    await connected(async (client) => {
      await client.query('BEGIN')
      const { rows } = await client.query<{ id: string }>(
        'DELETE FROM files.file WHERE id = (SELECT id FROM files.file WHERE variant_of IS NOT NULL LIMIT 1) RETURNING variant_of AS id',
      )
      assert.deepEqual(
        await unmade(client),
        rows.map(({ id }) => `not in all its sizes: ${id}`),
      )
      await client.query('ROLLBACK')
    })
  })
})

/** Pictures that are not done, or done without a row for each of their sizes. */
async function unmade(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM files.file AS picture WHERE image IS NOT NULL
        AND (image <> 'ready' OR (SELECT count(*) FROM files.file WHERE variant_of = picture.id) <> 3)`,
  )
  return rows.map(({ id }) => `not in all its sizes: ${id}`)
}
