import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'

const COMMITS = 100
/** PostgreSQL's own count of its calls of fdatasync on the log, this session's written down before it is read. */
const SYNCS = "SELECT COALESCE(sum(fsyncs), 0)::int AS syncs FROM pg_stat_io WHERE object = 'wal'"

describe('a commit of the embedded PostgreSQL', () => {
  let folder = ''
  let embedded: EmbeddedPostgres
  let client: pg.Client
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-synced-'))
    embedded = await startEmbeddedPostgres({ dataDir: folder, onExit: assert.fail })
    client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    await client.query('CREATE TABLE written (id int PRIMARY KEY)')
  })
  after(async () => {
    await client.end()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function syncs(): Promise<number> {
    await client.query('SELECT pg_stat_force_next_flush()')
    const { rows } = await client.query<{ syncs: number }>(SYNCS)
    return rows[0]?.syncs ?? 0
  }

  /** How many commits were acknowledged since the log was last synced. */
  async function unsynced(from: number): Promise<number> {
    let count = 0
    for (let id = from; id < from + COMMITS; id += 1) {
      const before = await syncs()
      await client.query('INSERT INTO written VALUES ($1)', [id])
      if ((await syncs()) === before) count += 1
    }
    return count
  }

  test('is acknowledged after the log was synced, every one of a hundred', async () => {
    assert.equal(await unsynced(0), 0)
  })

  test('that does not wait for the disk is found out by the same count', async () => {
    await client.query('SET synchronous_commit = off')
    const found = await unsynced(COMMITS)
    await client.query('RESET synchronous_commit')
    assert.ok(found > COMMITS / 2, `${found} of ${COMMITS}`)
  })
})
