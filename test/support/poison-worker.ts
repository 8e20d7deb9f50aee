import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { job } from '../../server/kernel/jobs/job.ts'
import { startCarried } from '../../server/kernel/jobs/jobs.test-support.ts'

/** A job that ends its process, as one does that runs out of memory. */
export const poison = job({
  name: 'demo.poison',
  description: 'Ends its process.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 20,
  backoffSeconds: 1,
  deadlineSeconds: 30,
  idempotentBy: 'nothing',
  async handle() {
    await sleep(100)
    process.kill(process.pid, 'SIGKILL')
    await new Promise(() => undefined)
  },
})

/** A job like any other. */
export const innocent = job({
  ...poison,
  name: 'demo.innocent',
  description: 'Writes one row.',
  data: Type.Object({ note: Type.Integer() }, { additionalProperties: false }),
  concurrency: 4,
  async handle({ once }, { note }) {
    await once((tx) => tx.raw('INSERT INTO public.effect (note) VALUES ($1)', [note]))
    await sleep(10)
  },
})

const [, script, url, redisUrl] = process.argv
if (script === import.meta.filename && url !== undefined) {
  await startCarried({ url, ...(redisUrl === undefined ? {} : { redisUrl }) }, 'worker', { jobs: [poison, innocent] })
  process.stdout.write('at work\n')
}
