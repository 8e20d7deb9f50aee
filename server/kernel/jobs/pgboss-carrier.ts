import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ClaimedJob } from './attempt.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { listenForJobs } from './job-listener.ts'
import { openLane } from './lane.ts'
import type { QueueSpec } from './queues.ts'
import { CLAIM_IN_TURN } from './tenant-sql.ts'

/** pg-boss's own fetch, or ours where tenants have shares, asked when its notification says that there is something, and again while there is more. */
export async function createPgBossCarrier(options: CarrierOptions): Promise<Carrier> {
  const lanes = new Map<string, Fetching>()
  const listening = await listenForJobs(options.url, options.log, (queue) => {
    if (queue !== null) lanes.get(queue)?.wake()
    else for (const lane of lanes.values()) lane.wake()
  })
  return {
    async open(spec) {
      const lane = startFetching(options, spec)
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
    end: listening.close,
  }
}

interface Fetching {
  /** There may be a job. */
  wake(): void
  close(): Promise<void>
}

/** One queue in this process: fetches as many jobs as its lane has room for, in one statement. */
function startFetching(options: CarrierOptions, spec: QueueSpec): Fetching {
  const { db, boss, log, metrics } = options
  const lane = openLane(options, spec, wake)
  const fetch = async (most: number): Promise<readonly ClaimedJob[]> => {
    if (spec.tenantConcurrency === null)
      return boss.fetch<object>(spec.name, { includeMetadata: true, batchSize: most })
    const values = [spec.name, most, spec.tenantConcurrency, lastTenant]
    const claimed = await db.raw<ClaimedJob & Record<string, unknown>>(CLAIM_IN_TURN, values)
    lastTenant = claimed.at(-1)?.groupId ?? lastTenant
    return claimed
  }
  /** Each process goes round by itself. */
  let lastTenant = ''
  let fetching: Promise<void> | null = null
  let again = false
  let closed = false

  async function fetchJobs(): Promise<void> {
    try {
      while (again && !closed && lane.room() > 0) {
        // Handlers that end in one turn of the event loop are followed by one fetch.
        await nextTurn()
        again = false
        // A slow job that ended meanwhile may have made the lane narrower.
        const most = lane.room()
        if (most === 0) break
        for (const job of await fetch(most)) lane.run(job)
      }
    } catch (error) {
      metrics.engineFault('error')
      log.error({ err: error, queue: spec.name }, 'jobs could not be fetched')
    }
    fetching = null
  }

  function wake(): void {
    again = true
    if (fetching === null && !closed && lane.room() > 0) fetching = fetchJobs()
  }

  return {
    wake,
    async close() {
      closed = true
      lane.stop()
      await fetching
      await lane.rest()
    },
  }
}
