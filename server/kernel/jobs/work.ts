import type { Secret } from '../config/secret.ts'
import { createAttempts } from './attempt.ts'
import type { Carrier, CarrierOptions } from './carrier.ts'
import { startHeartbeat } from './heartbeat.ts'
import { createPgBossCarrier } from './pgboss-carrier.ts'
import { HEARTBEAT_REFRESH_SECONDS, type PulseTools } from './pulse.ts'
import type { QueueSpec } from './queues.ts'
import { startWorkers, type Workers } from './workers.ts'

export interface WorkOptions extends PulseTools {
  readonly url: string
  /** Set: Redis carries the jobs. */
  readonly redisUrl?: Secret | null
}

/** Runs the jobs of `specs` in this process: a heart, a carrier, workers. */
export async function startWork(options: WorkOptions, specs: readonly QueueSpec[]): Promise<Workers> {
  const { url, db, log, metrics } = options
  const heartbeat = startHeartbeat({ url, everyMs: HEARTBEAT_REFRESH_SECONDS * 1000 }, log)
  try {
    const attempts = createAttempts({ db, log, metrics, heartbeat })
    const carrier = await createCarrier(options.redisUrl, { url, db, log, metrics, attempts, specs })
    const workers = await startWorkers({ carrier, attempts, specs, db, log, metrics })
    return {
      async stop(deadlineMs) {
        await workers.stop(deadlineMs)
        await heartbeat.end()
      },
    }
  } catch (error) {
    await heartbeat.end()
    throw error
  }
}

/** BullMQ is loaded only where it carries. */
async function createCarrier(redisUrl: Secret | null | undefined, options: CarrierOptions): Promise<Carrier> {
  if (redisUrl === undefined || redisUrl === null) return createPgBossCarrier(options)
  const { createBullMqCarrier } = await import('./bullmq-carrier.ts')
  return createBullMqCarrier({ ...options, redisUrl })
}
