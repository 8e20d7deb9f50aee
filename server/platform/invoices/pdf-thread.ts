import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Snapshot } from './snapshot.ts'

const IDLE_MS = 20_000

/** Sets pages; one at a time. */
export interface PageSetter {
  set(snapshot: Snapshot, signal: AbortSignal): Promise<Buffer>
  stop(): Promise<void>
}

/**
 * A thread that sets pages: laying out an embedded font takes some 100 ms, in which this one would answer nobody. Begun with the first page,
 * which takes longest, and ended after 20 s without one.
 */
export function createPageSetter(): PageSetter {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const ended = worker
    worker = null
    await ended?.terminate()
  }
  return {
    stop,
    async set(snapshot, signal) {
      clearTimeout(idle)
      worker ??= new Worker(new URL('./pdf-worker.ts', import.meta.url), { execArgv: [] })
      try {
        worker.postMessage(snapshot)
        const [bytes] = await once(worker, 'message', { signal })
        idle = setTimeout(() => void stop(), IDLE_MS).unref()
        return Buffer.from(bytes as Uint8Array)
      } catch (error) {
        await stop()
        throw error
      }
    },
  }
}
