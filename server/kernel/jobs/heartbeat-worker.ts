import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { monotonicMs } from '../clock.ts'
import { BEAT } from './pgboss-sql.ts'

/** A held try: queue, id, retry_count, and the seconds after which its heart stops, parted by blanks. */
export type Claim = string

/** Claims, one on each line: first those to keep, then those to let go. */
export interface HeartbeatOrders {
  readonly hold: string
  readonly release: string
}

/** `lost`: not this process's any more. `fault`: a beat did not reach the database; null when one does again. */
export type HeartbeatNews = { readonly lost: readonly Claim[] } | { readonly fault: string | null }

export interface HeartbeatSetting {
  readonly url: string
  readonly everyMs: number
}

const ANSWER_MS_MAX = 3000

/** Writes the heartbeats of a whole process from a thread of their own, so that a handler that computes does not lose its job. */
async function keepBeating({ url, everyMs }: HeartbeatSetting, port: NonNullable<typeof parentPort>): Promise<never> {
  const untilMs = new Map<Claim, number>()
  const database = connection(url)
  let faulty = false
  const tell = (news: HeartbeatNews) => port.postMessage(news)

  port.on('message', ({ hold, release }: HeartbeatOrders) => {
    if (hold !== '') for (const claim of hold.split('\n')) untilMs.set(claim, monotonicMs() + secondsOf(claim) * 1000)
    if (release !== '') for (const claim of release.split('\n')) untilMs.delete(claim)
  })

  async function beat(): Promise<void> {
    const nowMs = monotonicMs()
    for (const [claim, endMs] of untilMs) if (endMs < nowMs) untilMs.delete(claim)
    const claims = [...untilMs.keys()]
    if (claims.length === 0) return
    const tries = claims.map((claim) => claim.split(' '))
    const values = [0, 1, 2].map((at) => tries.map((words) => words[at]))
    const rows = await database.query<{ id: string; retryCount: number }>(BEAT, values)
    const alive = new Set(rows.map(({ id, retryCount }) => `${id} ${retryCount}`))
    const lost = claims.filter((claim, at) => untilMs.has(claim) && !alive.has(`${tries[at]?.[1]} ${tries[at]?.[2]}`))
    for (const claim of lost) untilMs.delete(claim)
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

function secondsOf(claim: Claim): number {
  return Number(claim.slice(claim.lastIndexOf(' ') + 1))
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
