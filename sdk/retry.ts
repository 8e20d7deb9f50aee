import { clientFault, ProblemError } from './problem-error.ts'

export interface RetrySettings {
  /** Tries in all, the first included. */
  readonly triesMax: number
  /** The first pause is between 0 and this, the next ones between 0 and its doublings. */
  readonly baseDelayMs: number
}

const delayMsMax = 8_000
const busyStatuses = new Set([429, 502, 503, 504])

/** The time a call may take, ended early by the caller's signal. */
export interface Deadline {
  readonly signal: AbortSignal
  remainingMs(): number
  /** Tells the caller's abort and the timeout from a broken connection. */
  faultOf(cause: unknown): unknown
  /** Stops the clock; the caller's signal stays in force. */
  end(): void
}

export function startDeadline(timeoutMs: number, signal?: AbortSignal): Deadline {
  const endsAt = performance.now() + timeoutMs
  const timer = new AbortController()
  const timeout = setTimeout(() => timer.abort(new DOMException('timed out', 'TimeoutError')), timeoutMs)
  return {
    signal: signal === undefined ? timer.signal : AbortSignal.any([signal, timer.signal]),
    remainingMs: () => endsAt - performance.now(),
    faultOf: (cause) => {
      if (cause instanceof ProblemError) return cause
      if (signal?.aborted) return signal.reason
      if (timer.signal.aborted) return clientFault('client/timeout', `No answer within ${timeoutMs} ms`, { cause })
      return clientFault('client/network', 'The connection failed', { cause })
    },
    end: () => clearTimeout(timeout),
  }
}

/** Whether sending the same again may help; that it may also be done is the caller's to know. */
function isPassing(error: unknown): error is ProblemError {
  if (!(error instanceof ProblemError)) return false
  return (
    error.code === 'client/network' || busyStatuses.has(error.status) || error.code === 'http/idempotency-in-flight'
  )
}

/**
 * Runs `attempt` again after a passing fault, with full jitter and never before Retry-After. Gives up with the fault when
 * the tries are used up or the pause would outlast the deadline.
 */
export async function withRetries<Result>(
  attempt: () => Promise<Result>,
  settings: RetrySettings,
  deadline: Pick<Deadline, 'signal' | 'remainingMs'>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!isPassing(error) || tries >= settings.triesMax) throw error
      const pauseMs = pauseMsBefore(tries, settings.baseDelayMs, error.retryAfterSeconds)
      if (pauseMs >= deadline.remainingMs()) throw error
      await pause(pauseMs, deadline.signal)
    }
  }
}

function pauseMsBefore(tries: number, baseDelayMs: number, retryAfterSeconds = 0): number {
  const jitterMs = Math.random() * Math.min(delayMsMax, baseDelayMs * 2 ** (tries - 1))
  return retryAfterSeconds * 1000 + jitterMs
}

/** Rejects with the signal's reason as soon as it is aborted, and leaves no timer behind that would keep a process up. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  try {
    await abortable(over, signal)
  } finally {
    clearTimeout(timer)
  }
}

/** The outcome of shared work, unless this one waiter's signal comes first; the work goes on for the others. */
export function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
