import type { ServerConfig } from '../config/config.ts'
import type { Db } from '../db/database.ts'
import type { Limit, LimitDecision } from '../rate-limit.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Authenticator } from './authorise.ts'

/** What the HTTP layer stands on. */
export interface HttpOptions {
  readonly config: ServerConfig
  readonly db: Db
  readonly authenticator: Authenticator
  readonly limiter: RequestLimiter
  readonly metrics: Metrics
  readonly log: Logger
}

/** Decides by a window in this process, or by one that all processes share, which takes a moment. */
export interface RequestLimiter {
  take(limit: Limit, key: string): LimitDecision | Promise<LimitDecision>
}
