import { Redis } from 'ioredis'
import { monotonicMs } from '../clock.ts'
import type { Secret } from '../config/secret.ts'
import type { HealthCheck } from '../telemetry/health.ts'
import type { Logger } from '../telemetry/log.ts'

/** Redis as something that may be away: nothing waits for it longer than its budget. */
export interface RedisLink {
  /** The answer, or null when Redis did not give one within its budget or is taken for dead. */
  ask<Answer>(question: (client: Redis) => Promise<Answer>): Promise<Answer | null>
  /** Called when the connection is lost, before anything is asked over a new one: what answers then may know less, or what was long ago. */
  onLoss(handler: () => void): void
  readonly health: HealthCheck
  close(): Promise<void>
}

const BUDGET_MS = 50
/** A connection that owes an answer and brings nothing for so long is given up: a host that is lost says nothing, not even that. */
const SILENCE_MS_MAX = 3000
const FAILURES_MAX = 5
const PROBE_EVERY_MS = 1000
const ALONE = 'Limits are counted, and values loaded, in each process until Redis is back.'

/**
 * Connects in the background and again after a loss. A question has 50 ms unless said otherwise. After five failures in a row nobody
 * asks for a second, then one question goes out to see; what was chosen for that case (a limiter, a cache in the process) takes over
 * meanwhile, and health says so. A connection that stays silent for 3 s is replaced.
 */
export function createRedis(url: Secret, log: Logger, budgetMs = BUDGET_MS): RedisLink {
  const client = new Redis(url.reveal(), {
    connectTimeout: 1000,
    commandTimeout: budgetMs,
    socketTimeout: Math.max(SILENCE_MS_MAX, budgetMs),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(times * 100, 2000),
  })
  const lossHandlers: (() => void)[] = []
  let failures = 0
  let lastFailure = ''
  let probeAtMs = 0
  const failed = (error: Error): void => {
    failures += 1
    lastFailure = error.message
    if (failures === FAILURES_MAX) log.warn({ error }, 'Redis does not answer: this process does without it')
    if (failures >= FAILURES_MAX) probeAtMs = monotonicMs() + PROBE_EVERY_MS
  }
  // A lost connection is told by each question that fails; the event must have a listener all the same.
  client.on('error', () => undefined)
  client.on('close', () => {
    for (const handler of lossHandlers) handler()
  })
  return {
    async ask(question) {
      if (failures >= FAILURES_MAX && monotonicMs() < probeAtMs) return null
      if (failures >= FAILURES_MAX) probeAtMs = monotonicMs() + PROBE_EVERY_MS
      try {
        const answer = await question(client)
        if (failures >= FAILURES_MAX) log.info({}, 'Redis answers again')
        failures = 0
        return answer
      } catch (error) {
        failed(error as Error)
        return null
      }
    },
    onLoss: (handler) => void lossHandlers.push(handler),
    health: {
      name: 'redis',
      ready: false,
      async run() {
        const answer = await client.ping().catch(() => null)
        if (answer !== 'PONG') return { status: 'warn', observed: 'no answer', fix: ALONE }
        if (failures < FAILURES_MAX) return { status: 'pass', observed: 'answers' }
        return { status: 'warn', observed: `answers, but does not do what it is asked: ${lastFailure}`, fix: ALONE }
      },
    },
    async close() {
      client.disconnect()
    },
  }
}
