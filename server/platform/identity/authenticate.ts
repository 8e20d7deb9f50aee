import type { FastifyRequest } from 'fastify'
import { now } from '../../kernel/clock.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Problem } from '../../kernel/problem.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'

const BEARER = /^Bearer +/i

function expired(): Problem {
  return identityProblem('session-expired', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    refused: 'access-token',
  })
}

/**
 * The session behind the request's access token: the Authorization header's, or the cookie's; null without either. The token must
 * be ours and timely, its session open, its epoch the person's. Throws identity/session-expired for any other.
 */
export async function authenticate(parts: Parts, request: FastifyRequest): Promise<Principal | null> {
  const header = request.headers.authorization
  const via = header === undefined ? 'cookie' : 'bearer'
  const token = header === undefined ? parts.cookies.read(request, 'access') : bearerOf(header)
  if (token === undefined) return null
  const keys = parts.compromised.current()
  if (keys !== null) await keys
  const claims = parts.tokens.verify(token)
  if (claims === null) throw expired()
  const state = await parts.live.find(claims.sessionId, claims.userId)
  if (state === null || !state.open || state.epoch !== claims.epoch || state.expiresAt <= now()) throw expired()
  const { userId, sessionId } = claims
  return {
    actor: {
      ...{ kind: 'user', userId, sessionId, permissions: state.permissions },
      ...(state.impersonatorId === null ? {} : { impersonatorId: state.impersonatorId }),
    },
    via,
    aal: state.aal,
    authenticatedAt: state.authenticatedAt,
    refusal: state.due === null ? null : identityProblem(state.due),
  }
}

/** What stands behind the scheme is judged where tokens are verified. */
function bearerOf(header: string): string {
  const scheme = BEARER.exec(header)?.[0]
  return scheme === undefined ? '' : header.slice(scheme.length)
}

/** As `authenticate`, for routes that also serve callers whose credential has died. */
export async function authenticateIfAlive(parts: Parts, request: FastifyRequest): Promise<Principal | null> {
  try {
    return await authenticate(parts, request)
  } catch (error) {
    if ((error as Partial<Problem>).code === 'identity/session-expired') return null
    throw error
  }
}
