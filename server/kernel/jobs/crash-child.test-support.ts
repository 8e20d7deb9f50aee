import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { job } from './job.ts'
import { startCarried } from './jobs.test-support.ts'

/** A job whose first try commits its effect and then never ends. */
export const interrupted = job({
  name: 'demo.interrupted',
  description: 'Commits, then hangs on its first try.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 3,
  backoffSeconds: 3600,
  deadlineSeconds: 60,
  idempotentBy: 'the job id',
  async handle({ attempt, jobId, once }) {
    await once(async (tx) => {
      await tx.raw('INSERT INTO public.effect (job_id) VALUES ($1)', [jobId])
    })
    if (attempt > 1) return
    process.stdout.write('committed\n')
    await new Promise(() => undefined)
  },
})

/** A job whose first try takes effect a second after it said that it has begun. */
export const slow = job({
  ...interrupted,
  name: 'demo.slow',
  description: 'Begins, and a second later commits.',
  async handle({ attempt, jobId, once }) {
    const say = (text: string) => void (attempt === 1 && process.stdout.write(text))
    say('begun 1\n')
    if (attempt === 1) await sleep(1000)
    const effect = once(async (tx) => {
      await tx.raw('INSERT INTO public.effect (job_id) VALUES ($1)', [jobId])
    })
    await effect.finally(() => say('through 1\n'))
  },
})

const [, script, url, redisUrl] = process.argv
if (script === import.meta.filename && url !== undefined) {
  await startCarried({ url, ...(redisUrl === undefined ? {} : { redisUrl }) }, 'worker', { jobs: [interrupted, slow] })
}
