import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { nowMs } from '../../kernel/clock.ts'
import { idOf, instant, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { authenticateIfAlive } from './authenticate.ts'
import type { Parts } from './parts.ts'
import { sessionOfRefreshToken } from './refresh.ts'
import { makeRefreshToken } from './refresh-token.ts'
import type { SessionCore } from './sessions.ts'
import { getUser } from './users.ts'

export const userShape = object({
  id: idOf('user'),
  email: Type.String(),
  name: Type.String(),
  emailVerifiedAt: nullable(instant),
  createdAt: instant,
  roles: Type.Array(Type.String()),
})

export const transportChoice = Type.Optional(oneOf(['cookie', 'bearer']))

/** The answer to a sign-in. `refreshToken` is there only with `"transport": "bearer"`; otherwise it is in a cookie. */
export const signedInShape = object({
  user: userShape,
  accessToken: Type.String(),
  expiresIn: Type.Integer({ description: 'Seconds that the access token is good for' }),
  refreshToken: Type.Optional(Type.String()),
})

/** Hands the session's tokens over: in cookies, or with bearer transport in the body. */
export async function answerSignedIn(
  parts: Parts,
  reply: FastifyReply,
  session: SessionCore,
): Promise<Static<typeof signedInShape>> {
  const { disabledAt: _, ...user } = await getUser(parts, session.userId)
  const accessToken = parts.tokens.sign({
    userId: session.userId,
    sessionId: session.id,
    aal: session.aal,
    epoch: session.epoch,
  })
  const refreshToken = makeRefreshToken(session, parts.keys.refresh)
  const answer = { user: { ...user, roles: [...user.roles] }, accessToken, expiresIn: parts.config.accessTokenSeconds }
  reply.header('cache-control', 'no-store')
  if (session.transport === 'bearer') return { ...answer, refreshToken }
  const seconds = Math.floor((session.expiresAt.getTime() - nowMs()) / 1000)
  // The access cookie outlives its token, so that the server can tell an ended session from none and the client knows to refresh.
  parts.cookies.set(reply, 'access', accessToken, seconds)
  parts.cookies.set(reply, 'refresh', refreshToken, Math.min(seconds, parts.config.sessionIdleSeconds))
  parts.cookies.set(reply, 'csrf', parts.csrf.tokenFor(reply.request, session.id), seconds)
  return answer
}

/** The session that a request carries by access token or refresh cookie, alive or refreshable; null for a visitor. */
export async function carriedSession(parts: Parts, request: FastifyRequest) {
  const principal = await authenticateIfAlive(parts, request)
  if (principal !== null) return { id: principal.actor.sessionId, userId: principal.actor.userId }
  const cookie = request.headers.authorization === undefined ? parts.cookies.read(request, 'refresh') : undefined
  return cookie === undefined ? null : sessionOfRefreshToken(parts, cookie)
}
