import { Type } from 'typebox'
import { inSeconds } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import { enqueue, job, type Schedule } from '../../../kernel/jobs/job.ts'
import { purgeFacts } from '../metrics/facts.ts'
import { type AnalyseParts, analyse } from './analyse.ts'

/** Longer than the longest window, before and after. */
const FACT_DAYS = 500

export function analysisJobs(parts: AnalyseParts) {
  const one = job({
    name: 'experiments.analyse',
    description: 'Computes the results of one experiment, and raises the alarms that follow.',
    data: object({ key: Type.String() }),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 600,
    concurrency: 1,
    idempotentBy: 'the result of a day, which is written anew; an alarm is noted with its phase',
    handle: async ({ once }, { key }) => {
      await once((tx) => analyse(tx, parts, key))
    },
  })
  const all = job({
    name: 'experiments.analyse-all',
    description: 'Has the results of all running experiments computed.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 60,
    idempotentBy: 'the key of what it enqueues: one that waits is enough',
    handle: async ({ once }) => {
      await once(async (tx) => {
        const running = await tx.raw<{ key: string }>(`SELECT key FROM experiments.experiment WHERE state = 'running'`)
        for (const { key } of running) await enqueueAnalysis(tx, key)
      })
    },
  })
  const purge = job({
    name: 'experiments.purge',
    description: `Removes facts of metrics after ${FACT_DAYS} days.`,
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 120,
    idempotentBy: 'deleting what is old: a second run finds nothing',
    handle: ({ db }) => purgeFacts(db, inSeconds(-FACT_DAYS * 24 * 60 * 60)),
  })
  const enqueueAnalysis = (tx: Tx, key: string) => enqueue(tx, one, { key }, { key })
  const schedules: Schedule[] = [
    { name: 'experiments.analyse-all', job: all, cron: '7 * * * *', zone: 'UTC', data: {} },
    { name: 'experiments.purge', job: purge, cron: '41 4 * * *', zone: 'UTC', data: {} },
  ]
  return { jobs: [one, all, purge], schedules, enqueueAnalysis }
}
