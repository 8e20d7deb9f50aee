import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'

const READ = `
  SELECT u.id, u.email, u.name, u.email_verified_at, u.created_at,
         s.created_at AS session_created_at, s.expires_at, s.aal
    FROM identity.session s JOIN identity."user" u ON u.id = s.user_id
   WHERE s.id = $1`

type Row = {
  id: Id<'user'>
  email: string
  name: string
  email_verified_at: Date | null
  created_at: Date
  session_created_at: Date
  expires_at: Date
  aal: 1 | 2
}

/** Who calls, in one statement: the question every page of a console asks. Roles are those that the permissions were read with. */
export async function describeCaller(
  { db, live }: { db: Pick<Db, 'raw'>; live: Parts['live'] },
  caller: { readonly userId: Id<'user'>; readonly sessionId: Id<'session'> },
) {
  const [[row], state] = await Promise.all([
    db.raw<Row>(READ, [caller.sessionId]),
    live.find(caller.sessionId, caller.userId),
  ])
  if (row === undefined || state === null) throw identityProblem('session-expired')
  return {
    user: {
      id: row.id,
      email: row.email,
      name: row.name,
      emailVerifiedAt: row.email_verified_at,
      createdAt: row.created_at,
      roles: [...state.roles],
    },
    session: { id: caller.sessionId, createdAt: row.session_created_at, expiresAt: row.expires_at, aal: row.aal },
    permissions: [...state.permissions].sort(),
  }
}
