import type { FastifyReply } from 'fastify'
import type { Limit } from '../rate-limit.ts'
import { rateLimitHeaders } from './headers.ts'
import type { HttpOptions } from './options.ts'
import { httpProblem } from './problems.ts'

/** Counts the request; throws http/too-many-requests when the window is full. Sets the RateLimit headers either way. */
export function takeLimit(
  { limiter, metrics }: Pick<HttpOptions, 'limiter' | 'metrics'>,
  reply: FastifyReply,
  limit: Limit,
  key: string,
): void {
  const decision = limiter.take(limit, key)
  reply.headers(rateLimitHeaders(limit, decision))
  metrics.rateDecisions.inc({ policy: limit.name, decision: decision.allowed ? 'allowed' : 'refused' })
  if (!decision.allowed) throw httpProblem('too-many-requests', { retryAfterSeconds: decision.resetSeconds })
}
