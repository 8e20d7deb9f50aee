import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempts } from './attempt.ts'
import type { Carrier } from './carrier.ts'
import { PAUSED } from './pgboss-sql.ts'
import { type PulseTools, startPulse } from './pulse.ts'
import { claimsAhead, type QueueSpec } from './queues.ts'

/** What an aborted handler and the hand-back of its job may take together. */
const HAND_BACK_MS_MAX = 3000

export interface Workers {
  /** Fetches no more, waits for running handlers up to `deadlineMs`, then aborts them and hands their jobs back. */
  stop(deadlineMs: number): Promise<void>
}

export interface WorkersOptions extends PulseTools {
  readonly carrier: Carrier
  readonly attempts: Attempts
  readonly specs: readonly QueueSpec[]
}

/** Opens every queue that is not paused, and starts the pulse that wakes, closes and opens them again. */
export async function startWorkers({ carrier, attempts, specs, ...tools }: WorkersOptions): Promise<Workers> {
  const queues = specs.map((spec) => spec.name)
  const ahead = specs.filter(claimsAhead).map((spec) => spec.name)
  const open = new Set<string>()
  const closing = new Map<string, Promise<void>>()
  let stopping = false

  function close(queue: string): Promise<void> {
    open.delete(queue)
    const closed = carrier.close(queue).finally(() => closing.delete(queue))
    closing.set(queue, closed)
    return closed
  }

  /** What runs in a queue when it is paused runs on, and the pulse does not wait for it; it is opened again only after that. */
  async function pause(paused: ReadonlySet<string>): Promise<void> {
    for (const spec of specs) {
      if (stopping || open.has(spec.name) !== paused.has(spec.name)) continue
      if (open.has(spec.name)) {
        close(spec.name).catch((error: unknown) =>
          tools.log.error({ err: error, queue: spec.name }, 'queue did not close'),
        )
      } else if (!closing.has(spec.name)) {
        open.add(spec.name)
        await carrier.open(spec)
      }
    }
  }

  const found = await tools.db.raw<{ queue: string }>(PAUSED, [queues])
  await pause(new Set(found.map(({ queue }) => queue)))
  const stopPulse = startPulse({ ...tools, specs, queues, ahead, wake: carrier.wake, pause })

  return {
    async stop(deadlineMs) {
      stopping = true
      const drained = Promise.allSettled([stopPulse(), ...[...open].map(close), ...closing.values()])
      if (!(await within(drained, deadlineMs))) {
        attempts.abortAll()
        if (!(await within(drained, HAND_BACK_MS_MAX))) tools.log.warn({}, 'job workers did not end in time')
      }
      await carrier.end()
    },
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const timeout = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const done = await Promise.race([work.then(() => true), timeout])
  timer.abort()
  return done
}
