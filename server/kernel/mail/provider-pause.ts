import { monotonicMs, nowMs } from '../clock.ts'
import { ComeBackLater } from '../jobs/job.ts'

/** What of an answer says whether to wait. */
interface Answer {
  readonly status: number
  readonly headers: Headers
}

/** The pause that a provider asked this process for: it counts by account, so one message's is everybody's. */
export interface Pause {
  /** Throws ComeBackLater until it is over. */
  throwWhileIt(): void
  /** Throws ComeBackLater for a 429, and for a 503 that says when. */
  throwIfAskedFor(answer: Answer): void
}

const TOO_MANY_REQUESTS = 429
const UNAVAILABLE = 503
const BUSY_SECONDS = 30

/** None yet of the provider `name`. */
export function createPause(name: string): Pause {
  let untilMs = 0
  return {
    throwWhileIt() {
      const seconds = (untilMs - monotonicMs()) / 1000
      if (seconds > 0) throw new ComeBackLater(`${name} asked for a pause`, seconds)
    },
    throwIfAskedFor(answer) {
      const seconds = busySeconds(answer)
      if (seconds === null) return
      const later = new ComeBackLater(`${name} answered ${answer.status}, wait ${Math.ceil(seconds)} s`, seconds)
      untilMs = monotonicMs() + later.seconds * 1000
      throw later
    },
  }
}

/** How long to wait, when the answer is about that and not about the message. */
function busySeconds({ status, headers }: Answer): number | null {
  const wanted = retryAfterSeconds(headers)
  if (status === TOO_MANY_REQUESTS) return wanted ?? BUSY_SECONDS
  return status === UNAVAILABLE ? wanted : null
}

/** Retry-After in both its forms (RFC 9110, 10.2.3), or the instant that SendGrid names in Unix seconds. */
function retryAfterSeconds(headers: Headers): number | null {
  const after = headers.get('retry-after')
  if (after !== null && /^\d{1,9}$/.test(after)) return Number(after)
  const at = after === null ? Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000 : Date.parse(after)
  return Number.isFinite(at) ? Math.max((at - nowMs()) / 1000, 0) : null
}
