import assert from 'node:assert/strict'
import { appendFile, mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { embeddedUrl } from '../../server/kernel/db/embedded-attach.ts'
import { postgresProcessesIn, signalProcess } from '../../server/kernel/db/embedded-process.ts'
import { removeDataDir } from './data-dir.ts'
import { compareLedger, openLedger } from './ledger.ts'
import { type Chance, faultRounds, seededChance } from './ledger-seed.ts'
import { startWriters, type Writers } from './ledger-writers.ts'
import { pickPort, type ServerProcess, startServerProcess } from './server-process.ts'
import type { ExternalPostgres } from './server-process-postgres.ts'

export const ROUNDS = faultRounds(100)
const WRITERS = 8
/** The kill comes after up to so many answers of a process, counted so that a slow machine has load under it too, and up to so much later. */
const KILL = { answersMax: 60, waitMsMax: 10_000, laterMsMax: 40 }

/** The server on one data folder, killed and started again at the same address. */
interface Victim {
  readonly ledger: string
  databaseUrl(): Promise<string>
  start(): Promise<ServerProcess>
  /** What is killed together with the server, if anything this time. */
  strike(chance: Chance): Promise<string>
}

async function newVictim(external?: ExternalPostgres): Promise<Victim> {
  const dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-kill-')))
  after(() => removeDataDir(dataDir))
  const port = await pickPort()
  const cluster = join(dataDir, 'postgres')
  return {
    ledger: join(dataDir, 'ledger'),
    databaseUrl: () => (external === undefined ? embeddedUrl(dataDir) : Promise.resolve(external.url)),
    start: () => startServerProcess({ dataDir, port, databaseUrl: external?.url }),
    async strike(chance) {
      if (chance.next() > 1 / 3) return 'server'
      if (external !== undefined) {
        await external.crashAndRestart()
        return 'server after PostgreSQL'
      }
      for (const pid of postgresProcessesIn(cluster)) signalProcess(pid, 'SIGKILL')
      return 'server and PostgreSQL'
    },
  }
}

/** Of all rounds, on a machine that starts a server in a quarter of a minute. */
export const KILLS_MS_MAX = ROUNDS * 30_000

/** Loads and kills `ROUNDS` times; the load goes on while the server is away and ends with every write answered. */
async function killUnderLoad(t: TestContext, victim: Victim): Promise<ServerProcess> {
  const chance = seededChance()
  t.diagnostic(`FAULT_SEED=${chance.seed}`)
  const ledger = await openLedger(victim.ledger)
  let server = await victim.start()
  t.after(() => server.signal('SIGKILL'))
  const writers = await startWriters(server.url, ledger, WRITERS)
  const kills = new Map<string, number>()
  for (let round = 1; round <= ROUNDS; round += 1) {
    await waitForLoad(writers, chance)
    const killed = await victim.strike(chance)
    server.signal('SIGKILL')
    assert.equal((await server.ended).signal, 'SIGKILL', server.output())
    kills.set(killed, (kills.get(killed) ?? 0) + 1)
    server = await victim.start()
  }
  await writers.stop()
  await ledger.close()
  const { acknowledged, retried, replayed, failed } = writers.counts
  t.diagnostic(`kills: ${[...kills].map(([what, times]) => `${times} ${what}`).join(', ')}`)
  t.diagnostic(`${acknowledged} acknowledged, ${retried} retries, ${replayed} answered from the first run's record`)
  assert.deepEqual(failed, [])
  return server
}

async function waitForLoad({ counts }: Writers, chance: Chance): Promise<void> {
  const enough = counts.acknowledged + Math.floor(chance.next() * KILL.answersMax)
  const startedMs = performance.now()
  while (counts.acknowledged < enough && performance.now() - startedMs < KILL.waitMsMax) await sleep(2)
  await sleep(chance.next() * KILL.laterMsMax)
}

/** What the comparison says of a database and a ledger in which something was made wrong; nothing of it stays. */
async function findingsWith(victim: Victim, database: pg.Client, planted: string): Promise<readonly string[]> {
  await database.query('BEGIN')
  try {
    await database.query(planted)
    return (await compareLedger(victim.ledger, database)).findings
  } finally {
    await database.query('ROLLBACK')
  }
}

const oneApplication = '(SELECT id FROM music.application ORDER BY id LIMIT 1)'
const plantHalf = `
  ALTER TABLE audit.record DISABLE TRIGGER record_immutable;
  ALTER TABLE audit.seal DROP CONSTRAINT seal_record_id_fkey;
  ALTER TABLE audit.unsealed DROP CONSTRAINT unsealed_record_id_fkey;
  DELETE FROM audit.record WHERE subject_id = ${oneApplication}::text AND action = 'music.application.submitted'`
const plantSecondEffect = `
  UPDATE music.application SET payload = (SELECT payload FROM music.application WHERE id = ${oneApplication})
  WHERE id = (SELECT max(id::text)::uuid FROM music.application)`

/** Compares, then shows that the same comparison sees a loss, a half and a second effect. */
async function assertNothingLost(t: TestContext, victim: Victim, server: ServerProcess): Promise<void> {
  const database = new pg.Client({ connectionString: await victim.databaseUrl() })
  await database.connect()
  try {
    const whole = await compareLedger(victim.ledger, database)
    t.diagnostic(`${whole.intents} writes sent, ${whole.acknowledged} acknowledged, ${whole.rows} stored`)
    assert.deepEqual(whole.findings, [])
    assert.ok(whole.acknowledged > ROUNDS, 'the load was too small to say anything')

    const half = await findingsWith(victim, database, plantHalf)
    assert.match(half.join('\n'), /^half: \S+ has acceptance,.*audit music\.application\.started, event/m)
    const second = await findingsWith(victim, database, plantSecondEffect)
    assert.match(second.join('\n'), /^twice: .* took effect again/m)
    const neverWas = { key: 'planted-key', id: '00000000-0000-7000-8000-000000000000' }
    await appendFile(victim.ledger, `${JSON.stringify(neverWas)}\n`)
    const lost = await compareLedger(victim.ledger, database)
    assert.deepEqual(lost.findings, [`lost: ${neverWas.key} was acknowledged as ${neverWas.id}`])
  } finally {
    await database.end()
    server.signal('SIGTERM')
    assert.deepEqual(await server.ended, { code: 0, signal: null }, server.output())
  }
}

/** Kills the server of a new data folder `ROUNDS` times under load, then fails when anything was lost, doubled or halved. */
export async function killAndCompare(t: TestContext, external?: ExternalPostgres): Promise<void> {
  const victim = await newVictim(external)
  await assertNothingLost(t, victim, await killUnderLoad(t, victim))
}
