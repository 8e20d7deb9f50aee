import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { EnrolledMethod } from '../factors/index.ts'
import { isProvenAlready, withSecond } from './assurance.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

/**
 * Raises a session that has set up a factor, and proven it by that, to aal 2, so that nobody is asked for it again at once. Not for a
 * factor that adds nothing to how the session was proven (`isProvenAlready`). NOTE: `authenticated_at` stays: that somebody holds what they
 * have just set up says nothing new of who they are, and no chain of enrolments keeps a session fresh. Throws identity/session-expired.
 */
export async function raiseSession(
  parts: Parts,
  tx: Tx,
  { sessionId, userId }: { readonly sessionId: Id<'session'>; readonly userId: Id<'user'> },
  method: EnrolledMethod,
): Promise<void> {
  const query = tx.query<IdentityTables>()
  const session = await query
    .selectFrom('identity.session')
    .select(['aal', 'amr'])
    .where('id', '=', sessionId)
    .where('user_id', '=', userId)
    .where('impersonator_id', 'is', null)
    .where('revoked_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (session === undefined) throw identityProblem('session-expired')
  if (session.aal === 2 || isProvenAlready(session.amr, method)) return
  const amr = withSecond(session.amr, method)
  await query.updateTable('identity.session').set({ aal: 2, amr }).where('id', '=', sessionId).execute()
  await tx.audit({
    action: 'identity.session.raised',
    subject: { kind: 'user', id: userId },
    details: { sessionId, amr },
  })
  await parts.live.sessionChanged(tx, sessionId)
}
