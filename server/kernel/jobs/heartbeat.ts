import { Worker } from 'node:worker_threads'
import type { Logger } from '../telemetry/log.ts'
import type { HeartbeatNews, HeartbeatOrder, HeartbeatSetting, Held } from './heartbeat-worker.ts'

/** Keeps the claims of this process alive from a thread of its own. */
export interface Heartbeat {
  /** Aborted when the database says that the try is not this process's any more: cancelled, or given to another. */
  hold(job: Held): AbortSignal
  release(job: Held): void
  end(): Promise<void>
}

const RESTART_MS = 1000

/** Starts the thread; one that dies is replaced and told all it has to keep. */
export function startHeartbeat(setting: HeartbeatSetting, log: Logger): Heartbeat {
  const held = new Map<string, { readonly job: Held; readonly controller: AbortController }>()
  const key = ({ id, retryCount }: Held) => `${id} ${retryCount}`
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
    for (const { job } of held.values()) send({ hold: job })
  }

  function hear(news: HeartbeatNews): void {
    if ('lost' in news) {
      for (const job of news.lost)
        held.get(key(job))?.controller.abort(new Error('the job is not held by this process any more'))
    } else if (news.fault === null) log.info({}, 'heartbeats reach the database again')
    else log.warn({ reason: news.fault }, 'heartbeats do not reach the database')
  }

  function send(order: HeartbeatOrder): void {
    thread.postMessage(order)
  }

  return {
    hold(job) {
      const controller = new AbortController()
      held.set(key(job), { job, controller })
      send({ hold: job })
      return controller.signal
    },
    release(job) {
      held.delete(key(job))
      send({ release: job })
    },
    async end() {
      ended = true
      await thread.terminate()
    },
  }
}
