import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import pino from 'pino'
import { testDatabase } from '../../../test/support/database.ts'
import { requirement } from '../../../test/support/requirements.ts'
import { startProcess, until } from './jobs.test-support.ts'
import { dueJob, laterJob } from './schedule-child.test-support.ts'
import { startSchedules } from './schedules.ts'

const faketime = requirement('faketime')
const SKEW_SECONDS = 150
const MINUTE_MS = 60_000
/** Longer than from one look at the schedules to the next. */
const WATCHED_MS = { shared: 6000, own: 500 }
const cronAt = (at: Date): string => `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`
const JOBS = 'SELECT name, count(*)::int AS n FROM pgboss.job WHERE name = ANY($1) GROUP BY name ORDER BY name'

/** Three workers whose clocks are apart; one schedule is due, the other only by the clock that is ahead. What they enqueued. */
async function jobsOf(t: TestContext, mode: 'shared' | 'own') {
  const database = await testDatabase()
  t.after(() => database.close())
  const unit = { jobs: [dueJob, laterJob] }
  const sender = await startProcess(database.url, 'enqueue-only', unit)
  t.after(() => sender.stop())
  const due = new Date(Date.now() - MINUTE_MS)
  const later = new Date(Date.now() + 2 * MINUTE_MS)
  const crons = [cronAt(due), cronAt(later)]
  await database.db.raw(
    `INSERT INTO kernel.schedule (name, times, ticked_at)
      SELECT name, cron || ' UTC', now() - interval '1 hour' FROM unnest($1::text[], $2::text[]) AS known (name, cron)`,
    [[dueJob.name, laterJob.name], crons],
  )
  const skews: number[] = []
  for (const seconds of [-SKEW_SECONDS, 0, SKEW_SECONDS]) {
    const script = `${import.meta.dirname}/schedule-child.test-support.ts`
    const child = spawn(process.execPath, ['--no-warnings', script, database.url, mode, ...crons], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        LD_PRELOAD: faketime.path ?? '',
        FAKETIME: `${seconds >= 0 ? '+' : ''}${seconds}`,
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    })
    t.after(() => child.kill('SIGKILL'))
    const [line] = await once(child.stdout, 'data')
    skews.push(Math.round((Number(String(line)) - Date.now()) / 1000))
  }
  skews.forEach((skew, at) => {
    assert.ok(Math.abs(skew - (at - 1) * SKEW_SECONDS) <= 2, `a clock is ${skew} s off`)
  })
  await sleep(WATCHED_MS[mode])
  return database.db.raw<{ name: string; n: number }>(JOBS, [[dueJob.name, laterJob.name]])
}

test('three processes whose clocks are minutes apart make one job of a tick, and none before its time', {
  skip: faketime.skip,
}, async (t) => {
  assert.deepEqual(await jobsOf(t, 'shared'), [{ name: dueJob.name, n: 1 }])
})

test('of processes that go by their own clocks the same look finds several jobs, and one before its time', {
  skip: faketime.skip,
}, async (t) => {
  const found = await jobsOf(t, 'own')
  assert.ok((found.find(({ name }) => name === dueJob.name)?.n ?? 0) > 1, JSON.stringify(found))
  assert.equal(found.find(({ name }) => name === laterJob.name)?.n, 1)
})

test('what no worker was there for is made up for once, for a week and no longer', async (t) => {
  const database = await testDatabase()
  t.after(() => database.close())
  const at = new Date(Date.now() - 10 * MINUTE_MS)
  const schedules = [
    { name: 'demo.daily', job: dueJob, cron: cronAt(at), zone: 'UTC', data: {} },
    {
      name: 'demo.monthly',
      job: laterJob,
      cron: `0 0 ${new Date(Date.now() - 9 * 86_400_000).getUTCDate()} * *`,
      zone: 'UTC',
      data: {},
    },
  ]
  const unit = { jobs: [dueJob, laterJob], schedules }
  const first = await startProcess(database.url, 'worker', unit)
  t.after(() => first.stop())
  const known = () => database.db.raw("SELECT FROM kernel.schedule WHERE name LIKE 'demo.%'")
  await until(async () => (await known()).length === 2)
  await first.stop()
  assert.deepEqual(await database.db.raw(JOBS, [[dueJob.name, laterJob.name]]), [])

  await database.db.raw("UPDATE kernel.schedule SET ticked_at = now() - interval '20 days'")
  const second = await startProcess(database.url, 'worker', unit)
  t.after(() => second.stop())
  await until(async () => (await database.db.raw(JOBS, [[dueJob.name]])).length > 0)
  await sleep(300)
  assert.deepEqual(await database.db.raw(JOBS, [[dueJob.name, laterJob.name]]), [{ name: dueJob.name, n: 1 }])
})

test('a tick that two schedulers see is taken by one of them, when both have decided to', async (t) => {
  const { db, url, recorded, close } = await testDatabase()
  t.after(close)
  const at = cronAt(new Date(Date.now() - 10 * MINUTE_MS))
  const schedule = { name: 'demo.seen', job: dueJob, cron: at, zone: 'UTC', data: {} }
  await db.raw("INSERT INTO kernel.schedule (name, times, ticked_at) VALUES ($1, $2, now() - interval '1 day')", [
    schedule.name,
    `${at} UTC`,
  ])
  const holder = new pg.Client(url)
  await holder.connect()
  await holder.query('BEGIN; SELECT FROM kernel.schedule FOR UPDATE')
  const ends = [0, 1].map(() => startSchedules({ db, log: pino({ enabled: false }), metrics: {} as never }, [schedule]))
  const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  await until(async () => (await db.raw(waiting)).length === 2)
  await holder.end()
  await Promise.all(ends.map((end) => end()))
  assert.deepEqual(
    recorded.jobs.map(({ queue }) => queue),
    [dueJob.name],
  )
})

test('a schedule that cannot be kept is said, and keeps no other waiting', async (t) => {
  const database = await testDatabase()
  t.after(() => database.close())
  const at = cronAt(new Date(Date.now() - 10 * MINUTE_MS))
  const schedules = [
    { name: 'demo.broken', job: dueJob, cron: at, zone: 'UTC', data: {} },
    { name: 'demo.whole', job: laterJob, cron: at, zone: 'UTC', data: {} },
  ]
  await database.db.raw(
    `INSERT INTO kernel.schedule (name, times, ticked_at) SELECT name, $1, now() - interval '1 day'
      FROM unnest($2::text[]) AS known (name)`,
    [`${at} UTC`, schedules.map(({ name }) => name)],
  )
  await database.db.raw(
    `CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
  )
  await database.db.raw(`CREATE TRIGGER refuse BEFORE UPDATE ON kernel.schedule FOR EACH ROW WHEN (NEW.name = 'demo.broken')
    EXECUTE FUNCTION public.refuse()`)
  const worker = await startProcess(database.url, 'worker', { jobs: [dueJob, laterJob], schedules })
  t.after(() => worker.stop())
  await until(() => worker.lines.some((line) => line.includes('a schedule could not be kept')))
  await until(async () => (await database.db.raw(JOBS, [[laterJob.name]])).length === 1)
  await database.db.raw('DROP TRIGGER refuse ON kernel.schedule')
  await until(async () => (await database.db.raw(JOBS, [[dueJob.name]])).length === 1)
})
