import { Worker } from 'node:worker_threads'
import type { Logger } from '../telemetry/log.ts'
import type { Claim, HeartbeatNews, HeartbeatOrders, HeartbeatSetting } from './heartbeat-worker.ts'

/** A claimed try. */
export interface Held {
  readonly queue: string
  readonly id: string
  readonly retryCount: number
  /** After so long its heart stops: a handler that blocks the program for good must not keep its job. */
  readonly secondsMax: number
}

/** Keeps the claims of this process alive from a thread of its own. */
export interface Heartbeat {
  /**
   * From the next microtask on. `lost` is called when the database says that the try is not this process's any more: cancelled, or given to
   * another.
   */
  hold(job: Held, lost: () => void): Claim
  release(claim: Claim): void
  end(): Promise<void>
}

const RESTART_MS = 1000

/** Starts the thread; one that dies is replaced and told all it has to keep. */
export function startHeartbeat(setting: HeartbeatSetting, log: Logger): Heartbeat {
  const held = new Map<Claim, () => void>()
  let ended = false
  let thread = start()

  function start(): Worker {
    const worker = new Worker(new URL('./heartbeat-worker.ts', import.meta.url), { execArgv: [], workerData: setting })
    worker.unref()
    worker.on('message', hear)
    worker.on('error', (error) => log.error({ err: error }, 'the heartbeat thread failed'))
    worker.on('exit', () => {
      if (!ended) setTimeout(restart, RESTART_MS).unref()
    })
    return worker
  }

  function restart(): void {
    if (ended) return
    thread = start()
    tell({ hold: [...held.keys()].join('\n'), release: '' })
  }

  function hear(news: HeartbeatNews): void {
    if ('lost' in news) for (const claim of news.lost) held.get(claim)?.()
    else if (news.fault === null) log.info({}, 'heartbeats reach the database again')
    else log.warn({ reason: news.fault }, 'heartbeats do not reach the database')
  }

  function tell(orders: HeartbeatOrders): void {
    thread.postMessage(orders)
  }

  /** A message costs as much as a small job, and one of texts the least: holds of one turn go together before their handlers begin, releases whenever. */
  let unsent: Record<keyof HeartbeatOrders, Claim[]> = { hold: [], release: [] }

  function flush(): void {
    const { hold, release } = unsent
    if (hold.length === 0 && release.length === 0) return
    unsent = { hold: [], release: [] }
    tell({ hold: hold.join('\n'), release: release.join('\n') })
  }

  return {
    hold({ queue, id, retryCount, secondsMax }, lost) {
      const claim = `${queue} ${id} ${retryCount} ${secondsMax}`
      held.set(claim, lost)
      if (unsent.hold.push(claim) === 1) queueMicrotask(flush)
      return claim
    },
    release(claim) {
      held.delete(claim)
      if (unsent.release.push(claim) === 1) setImmediate(flush)
    },
    async end() {
      ended = true
      await thread.terminate()
    },
  }
}
