import type { ServerConfig } from '../config/config.ts'
import type { Db } from '../db/database.ts'
import type { Decision } from '../rate-limit/limit.ts'
import type { Claims } from '../rate-limit/limiter.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Authenticator } from './authorise.ts'
import type { EventStreamLimits } from './event-streams.ts'

/** A request whose credential was no good: its kind, never itself. */
export interface Refusal {
  readonly credential: string
  /** The route's operation; null where none was met. */
  readonly operation: string | null
  readonly requestId: string
  readonly ip: string
  readonly userAgent: string | undefined
}

/** What the HTTP layer stands on. */
export interface HttpOptions {
  readonly config: ServerConfig
  readonly db: Db
  readonly authenticator: Authenticator
  readonly limiter: RequestLimiter
  readonly metrics: Metrics
  readonly log: Logger
  /** Told of each refused credential when its request is over; must neither wait nor fail. */
  readonly refused?: (refusal: Refusal) => void
  /** Where the usual ones do not fit. */
  readonly eventStreamLimits?: Partial<EventStreamLimits>
}

/** Decides by windows in this process, or by those that all processes share, which takes a moment. */
export interface RequestLimiter {
  /** Takes one in the window of every claim, or none when one of them is full. */
  take(claims: Claims): Decision | Promise<Decision>
  /** A refusal that is known here and now; null when only `take` can tell. */
  refusal(claims: Claims): Decision | null
}
