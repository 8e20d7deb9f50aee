import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { nowMs } from '../clock.ts'
import { enqueue, job } from './job.ts'
import { startProcess } from './jobs.test-support.ts'
import { compileTicks } from './ticks.ts'

/** A process that keeps the schedules of a test: `shared` as the program does, `own` as one that believes its own clock. */
const ticked = (name: string) =>
  job({
    name,
    description: 'A job of this test.',
    data: Type.Object({}, { additionalProperties: false }),
    attempts: 1,
    backoffSeconds: 1,
    deadlineSeconds: 10,
    idempotentBy: 'nothing',
    handle: async () => undefined,
  })
export const dueJob = ticked('demo.due')
export const laterJob = ticked('demo.later')

const HOUR_MS = 3_600_000
const [, script, url, mode, dueCron, laterCron] = process.argv
if (script === import.meta.filename && url !== undefined && dueCron !== undefined && laterCron !== undefined) {
  const schedules = [
    { name: 'demo.due', job: dueJob, cron: dueCron, zone: 'UTC', data: {} },
    { name: 'demo.later', job: laterJob, cron: laterCron, zone: 'UTC', data: {} },
  ]
  const jobs = [dueJob, laterJob]
  const worker = await startProcess(url, 'worker', { jobs, ...(mode === 'shared' ? { schedules } : {}) })
  process.stdout.write(`${nowMs()}\n`)
  if (mode === 'own') {
    for (const { job: target, cron, zone } of schedules) {
      if (compileTicks(cron, zone).latest(nowMs() - HOUR_MS, nowMs()) === null) continue
      await worker.transaction((tx) => enqueue(tx, target, {}))
    }
  }
  await sleep(HOUR_MS)
}
