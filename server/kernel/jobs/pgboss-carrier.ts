import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClaimedJob } from './attempt.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { listenForJobs } from './job-listener.ts'
import type { QueueSpec } from './queues.ts'
import { createSettle } from './settle.ts'

/** pg-boss's own fetch, asked when its notification says that there is something, and again while there is more. */
export function createPgBossCarrier(options: CarrierOptions): Carrier {
  const lanes = new Map<string, Lane>()
  const unlisten = listenForJobs(options.url, options.log, (queue) => {
    if (queue !== null) lanes.get(queue)?.wake()
    else for (const lane of lanes.values()) lane.wake()
  })
  return {
    async open(spec) {
      const lane = openLane(options, spec)
      lanes.set(spec.name, lane)
      lane.wake()
    },
    async close(queue) {
      const lane = lanes.get(queue)
      lanes.delete(queue)
      await lane?.close()
    },
    wake(queue) {
      lanes.get(queue)?.wake()
    },
    end: unlisten,
  }
}

interface Lane {
  /** There may be a job. */
  wake(): void
  close(): Promise<void>
}

/**
 * One queue in this process: fetches as many jobs as may still run at once, in one statement, and runs them side by side. A place is free
 * when its handler has ended: that is recorded while the next is fetched, except where rows that run are counted.
 */
function openLane({ boss, db, log, metrics, attempts }: CarrierOptions, spec: QueueSpec): Lane {
  const settle = createSettle(spec.name, { boss, db, log })
  const under = new Set<Promise<void>>()
  const fetchOptions = {
    includeMetadata: true,
    ...(spec.tenantConcurrency === null ? {} : { groupConcurrency: spec.tenantConcurrency }),
  } as const
  let busy = 0
  let fetching: Promise<void> | null = null
  let again = false
  let closed = false

  async function run(job: ClaimedJob): Promise<void> {
    const result = await attempts.run(spec, job)
    const settled = settle(job, result)
    if (spec.tenantConcurrency !== null) await settled
    busy -= 1
    wake()
    await settled
  }

  async function fetchJobs(): Promise<void> {
    try {
      while (again && !closed && busy < spec.concurrency) {
        // Handlers that end in one turn of the event loop are followed by one fetch.
        await nextTurn()
        again = false
        const wanted = spec.concurrency - busy
        const jobs = await boss.fetch<object>(spec.name, { ...fetchOptions, batchSize: wanted })
        busy += jobs.length
        for (const job of jobs) {
          const end = run(job).finally(() => under.delete(end))
          under.add(end)
        }
      }
    } catch (error) {
      metrics.engineFault('error')
      log.error({ err: error, queue: spec.name }, 'jobs could not be fetched')
    }
    fetching = null
  }

  function wake(): void {
    again = true
    if (fetching === null && !closed && busy < spec.concurrency) fetching = fetchJobs()
  }

  return {
    wake,
    async close() {
      closed = true
      await fetching
      await Promise.all(under)
    },
  }
}
