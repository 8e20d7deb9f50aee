import type { Snapshot } from '../flags/index.ts'
import { readEventStream } from './event-stream.ts'
import { createRequest, lastGood, RefusedError, type RequestOptions, send } from './snapshot-request.ts'

export interface SourceOptions extends RequestOptions {
  readonly pollMs: number
  readonly staleMs: number
}

interface Listener {
  /** A snapshot other than the one before. */
  onSnapshot(snapshot: Snapshot): void
  /** The server was reached, or not for too long. */
  onFresh(isFresh: boolean): void
}

/** The snapshots of a server: told by its stream of events, or asked for while there is none. */
export interface SnapshotSource {
  /** The first snapshot: of the server or, when that is away, the last good one. Rejects when there is neither. */
  start(): Promise<Snapshot>
  stop(): void
}

const reconnectMs = { least: 500, most: 30_000 }

export function createSnapshotSource(options: SourceOptions, listener: Listener): SnapshotSource {
  const ended = new AbortController()
  const ask = createRequest(options, ended.signal, reached)
  let reachedAt = performance.now()
  let isFresh = true
  let isListening = false
  let wanted = 0
  let isAsking = false
  let timer: ReturnType<typeof setInterval> | undefined

  function reached(): void {
    reachedAt = performance.now()
    if (isFresh) return
    isFresh = true
    listener.onFresh(true)
  }

  /** One at a time, and once more when told of a change meanwhile. */
  async function refresh(): Promise<void> {
    wanted += 1
    if (isAsking) return
    isAsking = true
    try {
      for (let asked = 0; asked !== wanted; ) {
        asked = wanted
        const snapshot = await ask()
        if (snapshot !== null && !ended.signal.aborted) listener.onSnapshot(snapshot)
      }
    } catch {
      // The last good snapshot stays; `onFresh` tells when that has lasted too long.
    } finally {
      isAsking = false
    }
  }

  function look(): void {
    if (isListening) reachedAt = performance.now()
    else void refresh()
    if (!isFresh || performance.now() - reachedAt < options.staleMs) return
    isFresh = false
    listener.onFresh(false)
  }

  function begin(): void {
    timer = setInterval(look, options.pollMs)
    timer.unref()
    const onOpen = (isOpen: boolean): void => {
      isListening = isOpen
      if (isOpen) void refresh()
    }
    void listen(options, ended.signal, { onOpen, onEvent: () => void refresh() })
  }

  return {
    async start() {
      const first = await firstOf(options, ask)
      if (first instanceof RefusedError) throw first
      begin()
      if (first instanceof Error) throw first
      return first
    },
    stop() {
      clearInterval(timer)
      ended.abort()
    },
  }
}

/** What the server gives or, when it cannot be reached, what was kept. */
async function firstOf(options: SourceOptions, ask: () => Promise<Snapshot | null>): Promise<Snapshot | Error> {
  try {
    return (await ask()) ?? new Error('the server gave no flags')
  } catch (error) {
    const kept = error instanceof RefusedError ? null : await lastGood(options)
    return kept ?? (error as Error)
  }
}

/** Opens the stream again and again, later each time, until `ended`. */
async function listen(
  options: SourceOptions,
  ended: AbortSignal,
  { onOpen, onEvent }: { onOpen(isOpen: boolean): void; onEvent(): void },
): Promise<void> {
  let waitMs = reconnectMs.least
  while (!ended.aborted) {
    const reader = {
      onOpen() {
        waitMs = reconnectMs.least
        onOpen(true)
      },
      onEvent,
    }
    const open = (signal: AbortSignal) => send(options, '/api/flags/snapshot/events', signal)
    const end = await readEventStream(open, reader, ended).catch(() => ({ retryMs: null }))
    onOpen(false)
    await pause(end.retryMs ?? waitMs * (0.5 + Math.random()), ended)
    waitMs = Math.min(waitMs * 2, reconnectMs.most)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    timer.unref()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
