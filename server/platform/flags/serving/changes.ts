import { nowMs } from '../../../kernel/clock.ts'
import type { Live } from './live.ts'
import type { Published } from './published.ts'

/** Tells when what somebody is served may have changed: by a new revision, or by time alone. */
export interface Changes {
  /** Returns what ends it. */
  follow(environment: string, listener: (published: Published) => void): () => void
  stop(): void
}

/** While shares grow, answers change each second; clients are told to ask again this often at most. */
const STEP_MS_MIN = 5_000
const TIMER_MS_MAX = 2 ** 31 - 1

interface Followed {
  readonly listeners: Set<(published: Published) => void>
  timer: NodeJS.Timeout | null
  toldByTimeMs: number
}

export function createChanges(live: Pick<Live, 'current' | 'onSwap'>): Changes {
  const byEnvironment = new Map<string, Followed>()

  function tell(followed: Followed, published: Published): void {
    for (const listener of followed.listeners) listener(published)
    schedule(followed, published.environment)
  }

  /** Waits for the next boundary in time. */
  function schedule(followed: Followed, environment: string): void {
    if (followed.timer !== null) clearTimeout(followed.timer)
    followed.timer = null
    const nextMs = live.current(environment)?.nextChangeAt() ?? null
    if (nextMs === null || followed.listeners.size === 0) return
    const atMs = nowMs()
    const dueMs = Math.max(nextMs, followed.toldByTimeMs + STEP_MS_MIN)
    followed.timer = setTimeout(
      () => onTime(followed, environment, nextMs),
      Math.min(dueMs - atMs, TIMER_MS_MAX),
    ).unref()
  }

  function onTime(followed: Followed, environment: string, boundaryMs: number): void {
    const published = live.current(environment)
    if (published === null) return
    // Timers fire a little early, and the longest are shorter than the wait.
    if (nowMs() < boundaryMs) schedule(followed, environment)
    else {
      followed.toldByTimeMs = nowMs()
      tell(followed, published)
    }
  }

  live.onSwap((published) => {
    const followed = byEnvironment.get(published.environment)
    if (followed !== undefined) tell(followed, published)
  })
  return {
    follow(environment, listener) {
      const followed = byEnvironment.get(environment) ?? { listeners: new Set(), timer: null, toldByTimeMs: 0 }
      byEnvironment.set(environment, followed)
      followed.listeners.add(listener)
      schedule(followed, environment)
      return () => {
        followed.listeners.delete(listener)
        if (followed.listeners.size > 0) return
        if (followed.timer !== null) clearTimeout(followed.timer)
        byEnvironment.delete(environment)
      }
    },
    stop() {
      for (const { timer } of byEnvironment.values()) if (timer !== null) clearTimeout(timer)
    },
  }
}
