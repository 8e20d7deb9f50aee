import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { job } from './job.ts'
import { startCarried } from './jobs.test-support.ts'

export const PLACES = 4

/** Quick jobs, jobs that hold their place, and one that ends its process once quick ones are claimed that have no place. */
export const ahead = job({
  name: 'demo.ahead',
  description: 'A job of this test.',
  data: Type.Object({ note: Type.String() }, { additionalProperties: false }),
  attempts: 2,
  backoffSeconds: 0,
  deadlineSeconds: 60,
  idempotentBy: 'nothing',
  concurrency: PLACES,
  async handle({ db, attempt }, { note }) {
    await nextTurn()
    if (attempt > 1 || note.startsWith('quick')) return
    if (note === 'slow') await new Promise(() => undefined)
    const waiting = `SELECT count(*)::int AS n FROM pgboss.job WHERE name = 'demo.ahead' AND state = 'active' AND data -> 'data' ->> 'note' = 'quick'`
    for (;;) {
      const [row] = await db.raw<{ n: number }>(waiting)
      if ((row?.n ?? 0) > 0) process.kill(process.pid, 'SIGKILL')
      await sleep(5)
    }
  },
})

const [, script, url, redisUrl] = process.argv
if (script === import.meta.filename && url !== undefined) {
  await startCarried({ url, ...(redisUrl === undefined ? {} : { redisUrl }) }, 'worker', { jobs: [ahead] })
}
