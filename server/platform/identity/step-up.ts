import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { isProvenAlready, withSecond } from './assurance.ts'
import { login } from './login.ts'
import { openAccount, proveSecond, type SecondFactor } from './mfa.ts'
import type { Parts } from './parts.ts'
import { findPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { beginSession, type SignIn } from './sign-in.ts'
import type { IdentityTables } from './tables.ts'

export interface StepUp {
  readonly principal: Principal
  readonly ip: string | undefined
}

/**
 * Proves the password anew: a sign-in that replaces the session, so whoever has a second factor is asked for it as well. Throws as
 * `login`.
 */
export async function stepUpByPassword(
  parts: Parts,
  transact: Transact,
  { principal, ip, password }: StepUp & { readonly password: string },
): Promise<SignIn> {
  const { userId, sessionId } = principal.actor
  const { transport } = await ownSession(parts.db, sessionId)
  const person = await findPerson(parts.db, userId)
  if (person === undefined) throw identityProblem('session-expired')
  return login(parts, transact, {
    email: person.email_canonical,
    password,
    ip,
    transport,
    replaces: { id: sessionId, userId },
    // A trusted browser stands in for the second factor at sign-in, not for a fresh proof.
    deviceToken: undefined,
  })
}

/**
 * Proves a second factor in a session: a new one at aal 2 replaces it. Codes that were sent and passkey challenges belong to the
 * session. Throws identity/second-factor-wrong, factors/too-many-attempts, identity/session-expired.
 */
export async function stepUpByFactor(
  parts: Parts,
  transact: Transact,
  { principal, ...factor }: StepUp & SecondFactor,
): Promise<SignIn> {
  const { userId, sessionId } = principal.actor
  const { aal, amr } = await ownSession(parts.db, sessionId)
  // A session at aal 2 has both factors behind it: either one proves it anew.
  const isUseless = aal < 2 && isProvenAlready(amr, factor.method)
  return proveSecond(parts, transact, { ...factor, userId, challengeId: sessionId, isUseless }, async (tx) => {
    const held = await ownSession(tx, sessionId, 'lock')
    const person = await openAccount(tx, userId)
    const session = await beginSession(parts, tx, {
      person,
      transport: held.transport,
      aal: 2,
      amr: withSecond(held.amr, factor.method),
      replaces: { id: sessionId, userId },
    })
    return { kind: 'session', session }
  })
}

/** The caller's open session. Throws identity/session-expired. */
async function ownSession(from: Pick<Db, 'query'> | Pick<Tx, 'query'>, id: Id<'session'>, lock?: 'lock') {
  const session = await from
    .query<IdentityTables>()
    .selectFrom('identity.session')
    .select(['transport', 'aal', 'amr'])
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .$if(lock === 'lock', (query) => query.forUpdate())
    .executeTakeFirst()
  if (session === undefined) throw identityProblem('session-expired')
  return session
}
