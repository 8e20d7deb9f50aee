import type { FastifyReply } from 'fastify'
import { type Decision, strictest, waitSeconds } from '../rate-limit/limit.ts'
import type { Claims } from '../rate-limit/limiter.ts'
import { rateLimitHeaders } from './headers.ts'
import type { HttpOptions } from './options.ts'
import { httpProblem } from './problems.ts'

type Parts = Pick<HttpOptions, 'limiter' | 'metrics'>

/**
 * Counts the request in all of its windows, or in none and throws http/too-many-requests when one is full. Sets the RateLimit headers
 * either way.
 */
export function takeLimits(parts: Parts, reply: FastifyReply, claims: Claims): void | Promise<void> {
  const decision = parts.limiter.take(claims)
  if (decision instanceof Promise) return decision.then((made) => apply(parts, reply, made))
  apply(parts, reply, decision)
}

/** Throws http/too-many-requests when a window is known to be full, before anything is spent on the request. Counts nothing. */
export function refuseWhenFull(parts: Parts, reply: FastifyReply, claims: Claims): void {
  const decision = parts.limiter.refusal(claims)
  if (decision !== null) apply(parts, reply, decision)
}

function apply({ metrics }: Parts, reply: FastifyReply, decision: Decision): void {
  reply.headers(rateLimitHeaders(decision))
  for (const { limit, full } of decision.readings)
    if (decision.allowed || full)
      metrics.rateDecisions.inc({ policy: limit.name, decision: decision.allowed ? 'allowed' : 'refused' })
  if (decision.allowed) return
  const policies = decision.readings.filter(({ full }) => full).map(({ limit }) => limit.name)
  throw httpProblem('too-many-requests', {
    retryAfterSeconds: waitSeconds(strictest(decision)),
    params: { policies },
  })
}
