import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'
import type { Db, Tx } from '../db/database.ts'
import { extendLease, giveBackLease, isNewest, type Lease, takeLease } from './lease.ts'

/** What the holder of a lock has in hand. */
export interface Fence {
  /** Above that of every holder before. A store outside this database refuses a write whose token is below the highest it has seen. */
  readonly token: bigint
  /** Aborted with LockLost when the lock was taken over, or could not be extended in time: stop, somebody else may be at it. */
  readonly signal: AbortSignal
  /**
   * For each transaction that writes under the lock, before it writes: throws LockLost when there is a newer holder, whatever this one
   * believes of its time; else there is none until the transaction has ended.
   */
  check(tx: Tx): Promise<void>
}

export interface LockOptions {
  /** What is done under it, over all processes: `unit.verb-object`. */
  readonly name: string
  /** After a holder has died or stands still, the next one has it within this. Extended at each third while the work goes on. */
  readonly ttlSeconds: number
  /** How long to wait for it; 0 for one try. */
  readonly waitSeconds: number
}

/** The lock has another holder, or may have one. */
export class LockLost extends Error {
  override readonly name = 'LockLost'
}

const RETRY_MS = { least: 50, most: 150 }

/**
 * Runs `work` while no other process holds the lock of that name; undefined, without running it, when it was not to be had in time. A
 * process that stands still past its time does not know: what it writes afterwards is refused by `fence.check`, or by its token.
 */
export async function withLock<Result>(
  db: Db,
  options: LockOptions,
  work: (fence: Fence) => Promise<Result>,
): Promise<Result | undefined> {
  const ttlMs = options.ttlSeconds * 1000
  const giveUpAtMs = monotonicMs() + options.waitSeconds * 1000
  for (;;) {
    const askedMs = monotonicMs()
    const lease = await takeLease(db, options.name, ttlMs)
    if (lease !== null) return await hold(db, { lease, ttlMs, endsMs: askedMs + ttlMs }, work)
    if (monotonicMs() >= giveUpAtMs) return undefined
    await sleep(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least))
  }
}

interface Holding {
  readonly lease: Lease
  readonly ttlMs: number
  /** On this process's own clock; the database's lease ends a moment later. */
  readonly endsMs: number
}

async function hold<Result>(db: Db, holding: Holding, work: (fence: Fence) => Promise<Result>): Promise<Result> {
  const { lease } = holding
  const lost = new AbortController()
  const stop = keepExtending(db, holding, lost)
  try {
    return await work({
      token: lease.fence,
      signal: lost.signal,
      async check(tx) {
        if (!(await isNewest(tx, lease))) throw new LockLost(`${lease.name} was taken over`)
      },
    })
  } finally {
    await stop()
    await giveBackLease(db, lease).catch(() => {
      // Without the database it runs out by itself; the outcome of the work is what matters.
    })
  }
}

/** Extends at each third of the time, also after failures, until the time is over without success. Answers how to stop it. */
function keepExtending(db: Db, { lease, ttlMs, endsMs }: Holding, lost: AbortController): () => Promise<void> {
  let cause: unknown
  let extending: Promise<void> | null = null
  const lose = (reason: string): void => {
    clearInterval(timer)
    clearTimeout(end)
    lost.abort(new LockLost(`${lease.name} ${reason}`, { cause }))
  }
  const runOut = () => lose('could not be extended in time')
  const extend = async (): Promise<void> => {
    const askedMs = monotonicMs()
    try {
      if (!(await extendLease(db, lease, ttlMs))) return lose('was taken over')
      clearTimeout(end)
      if (!lost.signal.aborted) end = setTimeout(runOut, askedMs + ttlMs - monotonicMs())
    } catch (error) {
      cause = error
    }
  }
  const timer = setInterval(() => {
    extending ??= extend().finally(() => {
      extending = null
    })
  }, ttlMs / 3)
  let end = setTimeout(runOut, endsMs - monotonicMs())
  return async () => {
    clearInterval(timer)
    await extending
    clearTimeout(end)
  }
}
