import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import { getUser } from './users.ts'

/** Who calls, from the session's live state: the question every page of a console asks. Throws identity/session-expired. */
export async function describeCaller(parts: Parts, principal: Principal | undefined) {
  if (principal === undefined) throw identityProblem('session-expired')
  const { actor, apiKey } = principal
  if (apiKey !== undefined) return describeKey(parts, principal, apiKey)
  const state = await parts.live.find(actor.sessionId, actor.userId)
  if (state === null) throw identityProblem('session-expired')
  const { email, name, locale, emailVerifiedAt, userCreatedAt, sessionCreatedAt, expiresAt, aal, due, impersonatorId } =
    state
  return {
    user: { id: actor.userId, email, name, locale, emailVerifiedAt, createdAt: userCreatedAt, roles: [...state.roles] },
    session: { id: actor.sessionId, createdAt: sessionCreatedAt, expiresAt, aal, due, impersonatorId },
    permissions: [...state.permissions].sort(),
  }
}

/** A key has no session: its own dates stand there. */
async function describeKey(parts: Parts, { actor, aal }: Principal, key: NonNullable<Principal['apiKey']>) {
  const { disabledAt: _, ...user } = await getUser(parts, actor.userId)
  const impersonatorId: Id<'user'> | null = null
  return {
    user: { ...user, roles: [...user.roles] },
    session: { id: actor.sessionId, ...key, aal, due: null, impersonatorId },
    permissions: [...actor.permissions].sort(),
  }
}
