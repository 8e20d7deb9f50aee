import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { monotonicMs } from '../clock.ts'
import { BEAT } from './pgboss-sql.ts'

/** One claimed try. */
export interface Held {
  readonly queue: string
  readonly id: string
  readonly retryCount: number
  /** After so long its heart stops: a handler that blocks the program for good must not keep its job. */
  readonly secondsMax: number
}

export type HeartbeatOrder = { readonly hold: Held } | { readonly release: Held }
/** `lost`: not this process's any more. `fault`: a beat did not reach the database; null when one does again. */
export type HeartbeatNews = { readonly lost: readonly Held[] } | { readonly fault: string | null }

export interface HeartbeatSetting {
  readonly url: string
  readonly everyMs: number
}

const ANSWER_MS_MAX = 3000

/** Writes the heartbeats of a whole process from a thread of their own, so that a handler that computes does not lose its job. */
async function keepBeating({ url, everyMs }: HeartbeatSetting, port: NonNullable<typeof parentPort>): Promise<never> {
  const held = new Map<string, { readonly job: Held; readonly untilMs: number }>()
  const database = connection(url)
  let faulty = false
  const tell = (news: HeartbeatNews) => port.postMessage(news)
  const key = ({ id, retryCount }: Held) => `${id} ${retryCount}`

  port.on('message', (order: HeartbeatOrder) => {
    if ('release' in order) held.delete(key(order.release))
    else held.set(key(order.hold), { job: order.hold, untilMs: monotonicMs() + order.hold.secondsMax * 1000 })
  })

  async function beat(): Promise<void> {
    for (const [name, { untilMs }] of held) if (untilMs < monotonicMs()) held.delete(name)
    const jobs = [...held.values()].map(({ job }) => job)
    if (jobs.length === 0) return
    const values = [jobs.map((job) => job.queue), jobs.map((job) => job.id), jobs.map((job) => job.retryCount)]
    const rows = await database.query<{ id: string; retryCount: number }>(BEAT, values)
    const alive = new Set(rows.map(({ id, retryCount }) => `${id} ${retryCount}`))
    const lost = jobs.filter((job) => held.has(key(job)) && !alive.has(key(job)))
    for (const job of lost) held.delete(key(job))
    if (lost.length > 0) tell({ lost })
  }

  for (;;) {
    await sleep(everyMs)
    try {
      await beat()
      if (faulty) tell({ fault: null })
      faulty = false
    } catch (error) {
      if (!faulty) tell({ fault: (error as Error).message })
      faulty = true
    }
  }
}

/** One connection, opened when it is needed and given up at a fault: the next beat opens another. */
function connection(url: string) {
  let client: pg.Client | null = null

  async function opened(): Promise<pg.Client> {
    if (client !== null) return client
    const next = new pg.Client({
      connectionString: url,
      application_name: 'plinth-heartbeat',
      connectionTimeoutMillis: ANSWER_MS_MAX,
      query_timeout: ANSWER_MS_MAX,
      options: '-c synchronous_commit=off',
    })
    next.on('error', () => drop(next))
    await next.connect()
    client = next
    return next
  }

  function drop(lost: pg.Client): void {
    if (client === lost) client = null
    lost.end().catch(() => {
      // It is lost already: that ending it fails too tells nothing.
    })
  }

  return {
    async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[]): Promise<Row[]> {
      const current = await opened()
      try {
        return (await current.query<Row>(text, [...values])).rows
      } catch (error) {
        drop(current)
        throw error
      }
    },
  }
}

if (parentPort !== null) await keepBeating(workerData as HeartbeatSetting, parentPort)
