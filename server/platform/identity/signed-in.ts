import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { nowMs } from '../../kernel/clock.ts'
import { contextOf } from '../../kernel/http/context.ts'
import { idOf, instant, named, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { DEVICE_SECONDS } from '../factors/index.ts'
import { authenticateIfAlive } from './authenticate.ts'
import type { FirstFactor } from './first-factor.ts'
import { rememberDevice } from './known-devices.ts'
import type { SessionState } from './live-sessions.ts'
import { CHALLENGE_SECONDS } from './mfa-challenge.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import { sessionOfRefreshToken } from './refresh.ts'
import { makeRefreshToken } from './refresh-token.ts'
import type { SessionCore } from './sessions.ts'
import type { SignIn } from './sign-in.ts'
import type { Transport } from './tables.ts'

export const userShape = namedObject('User', {
  id: idOf('user'),
  email: Type.String(),
  name: Type.String(),
  locale: nullable(Type.String({ description: 'Language that mail is written in where it can be, a BCP 47 tag' })),
  emailVerifiedAt: nullable(instant),
  createdAt: instant,
  roles: Type.Array(Type.String()),
})

export const transportChoice = Type.Optional(oneOf(['cookie', 'bearer']))

/** The answer to a sign-in. `refreshToken` is there only with `"transport": "bearer"`; otherwise it is in a cookie. */
export const signedInShape = namedObject('SignedIn', {
  user: userShape,
  accessToken: Type.String(),
  expiresIn: Type.Integer({ description: 'Seconds that the access token is good for' }),
  refreshToken: Type.Optional(Type.String()),
})

/** The first factor was right, and a second one is due: `challenge` goes to auth.mfaVerify with one of the methods. */
const challengedShape = object({
  mfaRequired: Type.Literal(true),
  challenge: Type.String(),
  methods: Type.Array(oneOf(['totp', 'sms', 'email', 'passkey', 'backup'])),
})

/** The answer of every way in. */
export const signInShape = named('SignIn', Type.Union([signedInShape, challengedShape]))

/** Answers with the session's tokens, or with the challenge that is still to be met. */
export async function answerSignIn(
  parts: Parts,
  reply: FastifyReply,
  signIn: SignIn,
): Promise<Static<typeof signInShape>> {
  if (signIn.kind === 'session') {
    if (signIn.deviceToken !== undefined) parts.cookies.set(reply, 'trusted', signIn.deviceToken, DEVICE_SECONDS)
    if (signIn.session.transport === 'cookie')
      await rememberDevice(parts, reply, signIn.session, contextOf(reply.request)?.ip)
    return answerSignedIn(parts, reply, signIn.session)
  }
  reply.header('cache-control', 'no-store')
  if (signIn.binding !== null) parts.cookies.set(reply, 'challenge', signIn.binding, CHALLENGE_SECONDS)
  return { mfaRequired: true, challenge: signIn.challenge, methods: [...signIn.methods] }
}

/** Hands the session's tokens over: in cookies, or with bearer transport in the body. */
export async function answerSignedIn(
  parts: Parts,
  reply: FastifyReply,
  session: SessionCore,
): Promise<Static<typeof signedInShape>> {
  // The state that the session's first request will ask for, too.
  const state = await parts.live.find(session.id, session.userId)
  if (state === null) throw identityProblem('session-expired')
  await parts.compromised.current()
  const seconds = Math.floor((session.expiresAt.getTime() - nowMs()) / 1000)
  const lifetimeSeconds = session.impersonatorId === undefined ? parts.config.accessTokenSeconds : seconds
  const accessToken = parts.tokens.sign({
    userId: session.userId,
    sessionId: session.id,
    aal: session.aal,
    amr: state.amr,
    authenticatedAt: state.authenticatedAt,
    epoch: session.epoch,
    ...(session.impersonatorId === undefined ? {} : { impersonatorId: session.impersonatorId, lifetimeSeconds }),
  })
  const refreshToken = makeRefreshToken(session, parts.keys.refresh)
  const answer = { user: userOf(state), accessToken, expiresIn: lifetimeSeconds }
  reply.header('cache-control', 'no-store')
  const refreshable = session.impersonatorId === undefined
  if (session.transport === 'bearer') return refreshable ? { ...answer, refreshToken } : answer
  // The access cookie outlives its token, so that the server can tell an ended session from none and the client knows to refresh.
  parts.cookies.set(reply, 'access', accessToken, seconds)
  // A browser that acts in another's name keeps its own refresh cookie: with it, it comes back.
  if (refreshable) parts.cookies.set(reply, 'refresh', refreshToken, Math.min(seconds, parts.config.sessionIdleSeconds))
  parts.cookies.set(reply, 'csrf', parts.csrf.tokenFor(reply.request, session.id), seconds)
  return answer
}

function userOf(state: SessionState): Static<typeof userShape> {
  const { userId, email, name, locale, emailVerifiedAt, userCreatedAt, roles } = state
  return { id: userId, email, name, locale, emailVerifiedAt, createdAt: userCreatedAt, roles: [...roles] }
}

/**
 * What the browser of a sign-in brings: the session that the new one replaces, and the cookie of a trusted browser. Throws identity/csrf
 * when an unsafe request would end a session without that session's own token.
 */
export async function carriedBy(
  parts: Parts,
  request: FastifyRequest,
  transport: Transport,
): Promise<Pick<FirstFactor, 'transport' | 'replaces' | 'deviceToken'>> {
  const replaces = transport === 'cookie' ? await carriedSession(parts, request) : null
  if (request.method !== 'GET') parts.csrf.checkBound(request, replaces?.id ?? null)
  return { transport, replaces, deviceToken: parts.cookies.read(request, 'trusted') }
}

/** The session that a request carries by access token or refresh cookie, alive or refreshable; null for a visitor. */
export async function carriedSession(parts: Parts, request: FastifyRequest) {
  const principal = await authenticateIfAlive(parts, request)
  if (principal !== null) return { id: principal.actor.sessionId, userId: principal.actor.userId }
  const cookie = request.headers.authorization === undefined ? parts.cookies.read(request, 'refresh') : undefined
  return cookie === undefined ? null : sessionOfRefreshToken(parts, cookie)
}

/**
 * The sessions that signing out ends, first the one that the request carries. Whoever acts in another's name in a browser has their own refresh
 * cookie beside it, and leaves with both; a refresh cookie of anybody else is not this request's to end.
 */
export async function sessionsToLeave(parts: Parts, request: FastifyRequest) {
  const carried = await carriedSession(parts, request)
  if (carried === null) return []
  const principal = await authenticateIfAlive(parts, request)
  const cookie = principal?.via === 'cookie' ? parts.cookies.read(request, 'refresh') : undefined
  const own = cookie === undefined ? null : await sessionOfRefreshToken(parts, cookie)
  return own !== null && own.userId === principal?.actor.impersonatorId ? [carried, own] : [carried]
}
