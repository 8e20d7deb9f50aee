import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { job } from '../../server/kernel/jobs/job.ts'
import { startCarried } from '../../server/kernel/jobs/jobs.test-support.ts'

/** A process killed after the effect and before the job's end runs it again. */
const LINGER_MS_MAX = 40

/** A job with one effect, a row. `careful` records it as a job's effect; otherwise it is written as often as the job runs. */
export function counted({ careful }: { readonly careful: boolean }) {
  return job({
    name: 'demo.counted',
    description: 'Writes one row.',
    data: Type.Object({ note: Type.Integer() }, { additionalProperties: false }),
    attempts: 50,
    backoffSeconds: 1,
    deadlineSeconds: 30,
    idempotentBy: 'the job id',
    concurrency: 12,
    async handle({ once, db }, { note }) {
      const insert = 'INSERT INTO public.effect (note) VALUES ($1)'
      if (careful) await once((tx) => tx.raw(insert, [note]))
      else await db.raw(insert, [note])
      await sleep(Math.random() * LINGER_MS_MAX)
    },
  })
}

const [, script, url, careful, redisUrl] = process.argv
if (script === import.meta.filename && url !== undefined) {
  const unit = { jobs: [counted({ careful: careful === 'careful' })] }
  await startCarried({ url, ...(redisUrl === undefined ? {} : { redisUrl }) }, 'worker', unit)
  process.stdout.write('working\n')
}
