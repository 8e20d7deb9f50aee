/** Jobs are claimed ahead for so long, judged by the last ones: a statement takes about as long, and another process no less. */
const AHEAD_MS = 5
/** Of `concurrency`. */
const AHEAD_TIMES_MAX = 32
/** Weight of the last job in the mean. */
const WEIGHT = 0.1

/** How many jobs of a queue one process claims at once. */
export interface Pace {
  /** `concurrency` and what may be claimed ahead of free places. */
  width(): number
  ran(ms: number): void
  /** Whether a job has ended. */
  isKnown(): boolean
  /** From now on nothing is claimed ahead until jobs are quick again. */
  slowDown(): void
}

/** Nothing is claimed ahead before the first job has ended, nor where `ahead` is false. */
export function createPace(concurrency: number, ahead: boolean): Pace {
  let meanMs = Number.POSITIVE_INFINITY
  return {
    width() {
      return concurrency + (ahead ? Math.floor(concurrency * Math.min(AHEAD_MS / meanMs, AHEAD_TIMES_MAX)) : 0)
    },
    ran(ms) {
      meanMs = Number.isFinite(meanMs) ? meanMs + WEIGHT * (ms - meanMs) : ms
    },
    isKnown: () => Number.isFinite(meanMs),
    slowDown() {
      meanMs = Math.max(meanMs, (AHEAD_MS * concurrency) / WEIGHT)
    },
  }
}
