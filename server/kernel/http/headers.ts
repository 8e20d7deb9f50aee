import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ServerConfig } from '../config/config.ts'
import { type Decision, strictest, waitSeconds } from '../rate-limit/limit.ts'

/** The version of the HTTP contract; a request may name it, and it is echoed. */
export const API_VERSION = '2026-11-21'

const HSTS = 'max-age=63072000; includeSubDomains; preload'
const PREFLIGHT_SECONDS = '600'
const ALLOWED_HEADERS =
  'authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, payment-token, plinth-version, range, traceparent, x-csrf-token, x-flags-environment, x-guest-token, x-request-id'
const EXPOSED_HEADERS =
  'content-range, etag, idempotency-replayed, plinth-version, ratelimit, ratelimit-policy, retry-after, x-request-id'

/** Headers of every answer of the API; pages replace the policy. */
export function securityHeaders(secure: boolean): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'plinth-version': API_VERSION,
    ...(secure ? { 'strict-transport-security': HSTS } : {}),
  }
}

/** RateLimit fields of draft-ietf-httpapi-ratelimit-headers-10: every policy the request counted in, and the state of the strictest. */
export function rateLimitHeaders(decision: Decision): Record<string, string> {
  const strict = strictest(decision)
  return {
    'ratelimit-policy': decision.readings
      .map(({ limit }) => `"${limit.name}";q=${limit.limit};w=${limit.windowSeconds}`)
      .join(', '),
    ratelimit: `"${strict.limit.name}";r=${strict.remaining};t=${waitSeconds(strict)}`,
  }
}

/** Answers CORS for listed origins only; true when the request was a preflight and is answered. */
export function applyCors(
  request: FastifyRequest,
  reply: FastifyReply,
  config: Pick<ServerConfig, 'allowedOrigins'>,
): boolean {
  const origin = request.headers.origin
  if (origin === undefined || !config.allowedOrigins.includes(origin)) return false
  reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS,
    vary: 'Origin',
    'cross-origin-resource-policy': 'cross-origin',
  })
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false
  reply.headers({
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': PREFLIGHT_SECONDS,
  })
  return true
}
