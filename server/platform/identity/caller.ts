import type { Id } from '../../kernel/id.ts'
import type { LiveSessions } from './live-sessions.ts'
import { identityProblem } from './problems.ts'

/** Who calls, from the session's live state: the question every page of a console asks. Throws identity/session-expired. */
export async function describeCaller(
  live: LiveSessions,
  caller: { readonly userId: Id<'user'>; readonly sessionId: Id<'session'> },
) {
  const state = await live.find(caller.sessionId, caller.userId)
  if (state === null) throw identityProblem('session-expired')
  const { email, name, emailVerifiedAt, userCreatedAt, sessionCreatedAt, expiresAt, aal } = state
  return {
    user: { id: caller.userId, email, name, emailVerifiedAt, createdAt: userCreatedAt, roles: [...state.roles] },
    session: { id: caller.sessionId, createdAt: sessionCreatedAt, expiresAt, aal },
    permissions: [...state.permissions].sort(),
  }
}
