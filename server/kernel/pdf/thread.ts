import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const IDLE_MS = 20_000

/** Sets pages of what it is given; one at a time. */
export interface PageSetter<Content> {
  set(content: Content, signal: AbortSignal): Promise<Buffer>
  stop(): Promise<void>
}

/**
 * A thread that sets pages: laying out an embedded font takes some 100 ms, in which this one would answer nobody. `script` calls `answerPages`.
 * Begun with the first page, which takes longest, and ended after 20 s without one.
 */
export function createPageSetter<Content>(script: URL): PageSetter<Content> {
  let worker: Worker | null = null
  let idle: NodeJS.Timeout | undefined
  let before: Promise<unknown> = Promise.resolve()
  const stop = async (): Promise<void> => {
    clearTimeout(idle)
    const ended = worker
    worker = null
    await ended?.terminate()
  }
  async function setNow(content: Content, signal: AbortSignal): Promise<Buffer> {
    signal.throwIfAborted()
    clearTimeout(idle)
    worker ??= new Worker(script, { execArgv: [] })
    try {
      worker.postMessage(content)
      const [bytes] = await once(worker, 'message', { signal })
      idle = setTimeout(() => void stop(), IDLE_MS).unref()
      return Buffer.from(bytes as Uint8Array)
    } catch (error) {
      await stop()
      throw error
    }
  }
  return {
    stop,
    set(content, signal) {
      const page = before.then(() => setNow(content, signal))
      before = Promise.allSettled([page])
      return page
    },
  }
}
