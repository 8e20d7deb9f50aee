import { Worker } from 'node:worker_threads'
import type { Logger } from '../telemetry/log.ts'
import { type ClaimBlock, ClaimSlots, createBlock, SLOTS } from './claim-block.ts'
import type { HeartbeatData, HeartbeatNews, HeartbeatOrder, HeartbeatSetting } from './heartbeat-worker.ts'

/** A claimed try. */
export interface Held {
  readonly queue: string
  readonly id: string
  readonly retryCount: number
  /** After so long its heart stops: a handler that blocks the program for good must not keep its job. */
  readonly secondsMax: number
}

/** Names a held try. */
export type Hold = number

/** Keeps the claims of this process alive from a thread of its own. */
export interface Heartbeat {
  /** From now on. `lost` is called when the database says that the try is not this process's any more: cancelled, or given to another. */
  hold(job: Held, lost: () => void): Hold
  /** Its handler is called now: until then the database is told that it only waits. */
  begin(hold: Hold): void
  release(hold: Hold): void
  end(): Promise<void>
}

const RESTART_MS = 1000
/** Marks begin anew before a slot could not hold them. */
const MARK_MAX = 2 ** 31 - 1

/** Starts the thread; one that dies is replaced and told all it has to keep. */
export function startHeartbeat(setting: HeartbeatSetting, log: Logger): Heartbeat {
  const table = createTable((order) => thread.postMessage(order))
  let ended = false
  let thread = start()

  function start(): Worker {
    const workerData: HeartbeatData = { ...setting, ...table.all() }
    const worker = new Worker(new URL('./heartbeat-worker.ts', import.meta.url), { execArgv: [], workerData })
    worker.unref()
    worker.on('message', hear)
    worker.on('error', (error) => log.error({ err: error }, 'the heartbeat thread failed'))
    worker.on('exit', () => {
      if (!ended) setTimeout(restart, RESTART_MS).unref()
    })
    return worker
  }

  function restart(): void {
    if (!ended) thread = start()
  }

  function hear(news: HeartbeatNews): void {
    if ('lost' in news) for (const [hold, mark] of news.lost) table.lose(hold, mark)
    else if (news.fault === null) log.info({}, 'heartbeats reach the database again')
    else log.warn({ reason: news.fault }, 'heartbeats do not reach the database')
  }

  return {
    hold: table.hold,
    begin: table.begin,
    release: table.release,
    async end() {
      ended = true
      await thread.terminate()
    },
  }
}

interface Entry {
  readonly mark: number
  readonly lost: () => void
}

/** The claims of this process, in blocks that the thread reads. It is told only of another block, and of a queue's name. */
function createTable(tell: (order: HeartbeatOrder) => void) {
  const blocks: ClaimBlock[] = []
  const slots: ClaimSlots[] = []
  const queues = new Map<string, number>()
  const entries: (Entry | null)[] = []
  const free: Hold[] = []
  let lastMark = 0

  function grow(): void {
    const block = createBlock()
    blocks.push(block)
    slots.push(new ClaimSlots(block))
    for (let slot = SLOTS - 1; slot >= 0; slot -= 1) free.push(entries.length + slot)
    for (let slot = 0; slot < SLOTS; slot += 1) entries.push(null)
  }

  function numberOf(queue: string): number {
    const known = queues.get(queue)
    if (known !== undefined) return known
    queues.set(queue, queues.size)
    tell({ queue })
    return queues.size - 1
  }

  function freeSlot(): Hold {
    const slot = free.pop()
    if (slot !== undefined) return slot
    grow()
    tell({ block: blocks.at(-1) as ClaimBlock })
    return free.pop() as Hold
  }

  grow()
  return {
    all: () => ({ blocks: [...blocks], queues: [...queues.keys()] }),
    hold({ queue, id, retryCount, secondsMax }: Held, lost: () => void): Hold {
      const number = numberOf(queue)
      const hold = freeSlot()
      lastMark = (lastMark % MARK_MAX) + 1
      entries[hold] = { mark: lastMark, lost }
      slots[Math.floor(hold / SLOTS)]?.write(hold % SLOTS, {
        mark: lastMark,
        queue: number,
        retryCount,
        secondsMax,
        id,
      })
      return hold
    },
    begin(hold: Hold): void {
      slots[Math.floor(hold / SLOTS)]?.begin(hold % SLOTS)
    },
    release(hold: Hold): void {
      slots[Math.floor(hold / SLOTS)]?.clear(hold % SLOTS)
      entries[hold] = null
      free.push(hold)
    },
    lose(hold: Hold, mark: number): void {
      const entry = entries[hold]
      if (entry?.mark === mark) entry.lost()
    },
  }
}
