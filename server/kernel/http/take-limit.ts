import type { FastifyReply } from 'fastify'
import type { Limit, LimitDecision } from '../rate-limit.ts'
import { rateLimitHeaders } from './headers.ts'
import type { HttpOptions } from './options.ts'
import { httpProblem } from './problems.ts'

/** Counts the request; throws http/too-many-requests when the window is full. Sets the RateLimit headers either way. */
export function takeLimit(
  parts: Pick<HttpOptions, 'limiter' | 'metrics'>,
  reply: FastifyReply,
  limit: Limit,
  key: string,
): void | Promise<void> {
  const decision = parts.limiter.take(limit, key)
  if (decision instanceof Promise) return decision.then((made) => apply(parts, reply, limit, made))
  apply(parts, reply, limit, decision)
}

function apply(
  { metrics }: Pick<HttpOptions, 'metrics'>,
  reply: FastifyReply,
  limit: Limit,
  decision: LimitDecision,
): void {
  reply.headers(rateLimitHeaders(limit, decision))
  metrics.rateDecisions.inc({ policy: limit.name, decision: decision.allowed ? 'allowed' : 'refused' })
  if (!decision.allowed) throw httpProblem('too-many-requests', { retryAfterSeconds: decision.resetSeconds })
}
