import { Type } from 'typebox'
import { job } from './job.ts'
import { startProcess } from './jobs.test-support.ts'

const BLOCKED_MS = 10_000

/** A job that keeps its whole program from doing anything else. */
export const blocking = job({
  name: 'demo.blocking',
  description: 'Blocks the event loop.',
  data: Type.Object({}, { additionalProperties: false }),
  attempts: 2,
  backoffSeconds: 3600,
  deadlineSeconds: 60,
  idempotentBy: 'nothing',
  async handle() {
    process.stdout.write('blocked\n')
    await new Promise((resolve) => setImmediate(resolve))
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS)
  },
})

const [, script, url] = process.argv
if (script === import.meta.filename && url !== undefined) await startProcess(url, 'worker', { jobs: [blocking] })
