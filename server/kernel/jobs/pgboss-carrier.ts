import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { openInTurn } from './in-turn.ts'
import { listenForJobs } from './job-listener.ts'
import { openLane } from './lane.ts'
import { openOnward } from './onward.ts'
import type { QueueSpec } from './queues.ts'

/** Asks for jobs when the engine's notification says that there is something, and again while there is more. */
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
  const { db, log, metrics } = options
  const lane = openLane(options, spec, wake)
  const claim =
    spec.tenantConcurrency === null ? openOnward(db, spec.name) : openInTurn(db, spec.name, spec.tenantConcurrency)
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
        const { jobs, leftSome } = await claim(most)
        for (const job of jobs) lane.run(job)
        if (leftSome) again = true
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
