import { identityProblem } from './problems.ts'

const RETRY_AFTER_SECONDS = 2

/** Lets `seats` works run at once and `queueMax` wait; throws identity/busy for any further. */
export function createGate(seats: number, queueMax: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const waiting: (() => void)[] = []
  let free = seats
  return async (work) => {
    if (free > 0) free -= 1
    else {
      if (waiting.length >= queueMax) throw identityProblem('busy', { retryAfterSeconds: RETRY_AFTER_SECONDS })
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}
