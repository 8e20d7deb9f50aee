import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { nowMs } from '../../server/kernel/clock.ts'
import { startEmbeddedPostgres } from '../../server/kernel/db/embedded.ts'
import { embeddedPasswords } from '../../server/kernel/db/embedded-cluster.ts'
import { postgresProcessesIn, signalProcess } from '../../server/kernel/db/embedded-process.ts'
import { removeDataDir } from '../support/data-dir.ts'
import { type Chance, seededChance } from '../support/ledger-seed.ts'
import { requirement } from '../support/requirements.ts'
import { type PowerLoss, replay, STRACE } from '../support/synced-files.ts'

const strace = requirement('strace')
const CHILD = fileURLToPath(new URL('../support/power-loss-child.ts', import.meta.url))
const CLIENTS = 4
const COMMITS = 300
const LOSSES = 2

interface Commit {
  readonly id: number
  readonly acknowledgedMs: number
}

/** Two rows a commit, by clients that each wait for an answer; a checkpoint begins in the middle. */
async function load(url: string, superuserUrl: string): Promise<Commit[]> {
  const done: Commit[] = []
  let next = 0
  const client = async (): Promise<void> => {
    const connection = new pg.Client({ connectionString: url })
    await connection.connect()
    while (next < COMMITS) {
      next += 1
      const id = next
      await connection.query('BEGIN')
      await connection.query("INSERT INTO written VALUES ($1, 1, repeat('x', 500))", [id])
      await connection.query("INSERT INTO written VALUES ($1, 2, repeat('y', 500))", [id])
      await connection.query('COMMIT')
      done.push({ id, acknowledgedMs: nowMs() })
    }
    await connection.end()
  }
  const checkpoint = async (): Promise<void> => {
    const connection = new pg.Client({ connectionString: superuserUrl })
    await connection.connect()
    while (done.length < COMMITS / 2) await sleep(5)
    await connection.query('CHECKPOINT')
    await connection.end()
  }
  await Promise.all([...Array.from({ length: CLIENTS }, client), checkpoint()])
  return done
}

/** What a database that comes up on what the disk kept has lost and has half. */
async function findings(dataDir: string, acknowledged: readonly Commit[]): Promise<string[]> {
  const embedded = await startEmbeddedPostgres({ dataDir, onExit: assert.fail })
  const client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: number; parts: number }>(
      'SELECT id, count(*)::int AS parts FROM written GROUP BY id',
    )
    const parts = new Map(rows.map(({ id, parts: count }) => [id, count]))
    return [
      ...acknowledged.flatMap(({ id }) => (parts.has(id) ? [] : [`lost: ${id}`])),
      ...rows.flatMap(({ id, parts: count }) => (count === 2 ? [] : [`half: ${id}`])),
    ]
  } finally {
    await client.end()
    await embedded.stop()
  }
}

describe('a machine that loses its power under load', { skip: strace.skip }, () => {
  const chance = seededChance()
  let root = ''
  let dataDir = ''
  let asItWas = ''
  let trace = ''
  let commits: Commit[] = []
  before(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'plinth-power-')))
    dataDir = join(root, 'data')
    asItWas = join(root, 'before')
    trace = join(root, 'trace')
    const embedded = await startEmbeddedPostgres({ dataDir, onExit: assert.fail })
    const client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    await client.query('CREATE TABLE written (id int, part int, words text, PRIMARY KEY (id, part))')
    await client.end()
    await embedded.stop()
    await cp(dataDir, asItWas, { recursive: true })
    commits = await watchedLoad()
  })
  after(() => rm(root, { recursive: true, force: true }))

  /** Every call by which the PostgreSQL of a child changes files, while it is under load; it ends by SIGKILL. */
  async function watchedLoad(): Promise<Commit[]> {
    const words = [...STRACE, '-o', trace, process.execPath, '--no-warnings', CHILD, dataDir]
    const child = spawn(strace.path ?? '', words, { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])])
      const url = String(line).trim()
      const superuser = new URL(url)
      superuser.username = 'postgres'
      superuser.password = (await embeddedPasswords(dataDir)).superuser
      return await load(url, superuser.href)
    } finally {
      await end(child)
    }
  }

  async function end(child: ChildProcess): Promise<void> {
    for (const pid of postgresProcessesIn(join(dataDir, 'postgres'))) signalProcess(pid, 'SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }

  /** What is missing of what was acknowledged when the power went. */
  async function lostBy(t: TestContext, loss: Omit<PowerLoss, 'chance'>): Promise<string[]> {
    const copy = join(root, `after-${Math.round(loss.atMs)}`)
    await cp(asItWas, copy, { recursive: true })
    const folder = join(dataDir, 'postgres')
    const { synced, unsynced } = await replay(trace, folder, join(copy, 'postgres'), { ...loss, chance: chance.next })
    await rm(join(copy, 'postgres', 'postmaster.pid'), { force: true })
    const acknowledged = commits.filter(({ acknowledgedMs }) => acknowledgedMs < loss.atMs)
    t.diagnostic(`${acknowledged.length} acknowledged, ${synced} syncs, ${unsynced} writes that none covered`)
    assert.ok(synced > 0 && unsynced > 0, 'nothing was left to lose')
    const found = await findings(copy, acknowledged)
    await removeDataDir(copy)
    return found
  }

  test('finds every commit that was acknowledged, and no half of one, whatever else of its writes the disk kept', async (t) => {
    t.diagnostic(`FAULT_SEED=${chance.seed}`)
    for (const { acknowledgedMs } of someOf(commits, chance))
      assert.deepEqual(await lostBy(t, { atMs: acknowledgedMs + 1 }), [])
  })

  test('has lost some where the disk told of syncs that it had not done: the same look finds them', async (t) => {
    const [late, middle] = [commits.at(-1), commits.at(-COMMITS / 4)]
    assert.ok(late && middle)
    const found = await lostBy(t, { atMs: late.acknowledgedMs + 1, trueUntilMs: middle.acknowledgedMs })
    assert.match(found.join('\n'), /^lost: /m)
  })
})

/** Moments at which somebody has just been told that it is done. */
function someOf(commits: readonly Commit[], chance: Chance): Commit[] {
  return Array.from({ length: LOSSES }, (_, part) => {
    const at = Math.floor(((part + chance.next()) * commits.length) / LOSSES)
    const commit = commits[at]
    assert.ok(commit)
    return commit
  })
}
