import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import pg from 'pg'
import { monotonicMs } from '../clock.ts'
import { type ClaimBlock, ClaimSlots, SLOTS, type SlotClaim } from './claim-block.ts'
import { BEAT } from './pgboss-sql.ts'

/** One more of what the thread was given at its start. */
export type HeartbeatOrder = { readonly block: ClaimBlock } | { readonly queue: string }

/** `lost`: not this process's any more, each by its place and mark. `fault`: a beat did not reach the database; null when one does again. */
export type HeartbeatNews =
  | { readonly lost: readonly (readonly [hold: number, mark: number])[] }
  | { readonly fault: string | null }

export interface HeartbeatSetting {
  readonly url: string
  readonly everyMs: number
}

export interface HeartbeatData extends HeartbeatSetting {
  readonly blocks: readonly ClaimBlock[]
  /** By the number that stands in a slot. */
  readonly queues: readonly string[]
}

const ANSWER_MS_MAX = 3000

/** Writes the heartbeats of a whole process from a thread of their own, so that a handler that computes does not lose its job. */
async function keepBeating(given: HeartbeatData, port: NonNullable<typeof parentPort>): Promise<never> {
  const { url, everyMs } = given
  const blocks = given.blocks.map((block) => new ClaimSlots(block))
  const queues = [...given.queues]
  /** By place: when the heart of the claim that stands there stops; of one that was told as lost it has. */
  const seen = new Map<number, { readonly mark: number; readonly untilMs: number }>()
  const database = connection(url)
  let faulty = false
  const tell = (news: HeartbeatNews) => port.postMessage(news)

  port.on('message', (order: HeartbeatOrder) => {
    if ('block' in order) blocks.push(new ClaimSlots(order.block))
    else queues.push(order.queue)
  })

  /** The claims whose heart has not stopped. */
  function standing(): Standing[] {
    const nowMs = monotonicMs()
    const found: Standing[] = []
    blocks.forEach((slots, block) => {
      for (let slot = 0; slot < SLOTS; slot += 1) {
        const claim = slots.read(slot)
        // Of a queue whose name is still on its way here: claimed just now, and kept from the next beat on.
        if (claim === null || claim.queue >= queues.length) continue
        const hold = block * SLOTS + slot
        const known = seen.get(hold)
        const untilMs = known?.mark === claim.mark ? known.untilMs : nowMs + claim.secondsMax * 1000
        seen.set(hold, { mark: claim.mark, untilMs })
        if (untilMs >= nowMs) found.push({ ...claim, hold })
      }
    })
    return found
  }

  async function beat(): Promise<void> {
    const claims = standing()
    if (claims.length === 0) return
    const names = claims.map(({ queue }) => queues[queue])
    const begun = claims.map((claim) => claim.begun)
    const values = [names, claims.map(({ id }) => id), claims.map(({ retryCount }) => retryCount), begun]
    const rows = await database.query<{ id: string; retryCount: number }>(BEAT, values)
    const alive = new Set(rows.map(({ id, retryCount }) => `${id} ${retryCount}`))
    const lost = claims.filter(({ id, retryCount }) => !alive.has(`${id} ${retryCount}`))
    for (const { hold, mark } of lost) seen.set(hold, { mark, untilMs: Number.NEGATIVE_INFINITY })
    if (lost.length > 0) tell({ lost: lost.map(({ hold, mark }) => [hold, mark]) })
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

interface Standing extends SlotClaim {
  readonly hold: number
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

if (parentPort !== null) await keepBeating(workerData as HeartbeatData, parentPort)
