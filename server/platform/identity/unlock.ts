import { asId } from '../../kernel/id.ts'
import { consumeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson, type Person } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'

/**
 * Ends a lock by the mailed secret, once: that of the place the mail tells of, and that of the place it is opened at. What others
 * have tried against the account as a whole stays counted. Throws identity/token-invalid.
 */
export async function unlock(
  parts: Parts,
  transact: Transact,
  given: { readonly token: string; readonly ip: string | undefined },
): Promise<Person> {
  const { person, lockKey } = await transact(async (tx) => {
    const { subject, payload } = await consumeOneTime(tx, 'unlock', given.token)
    const person = await findPerson(tx, asId<'user'>(subject))
    if (person === undefined || person.disabled_at !== null) throw identityProblem('token-invalid')
    await tx.audit({ action: 'identity.login.unlocked', subject: { kind: 'user', id: person.id } })
    return { person, lockKey: Buffer.from(String(payload.lockKey), 'hex') }
  })
  await parts.attempts.unlock({ account: person.email_canonical, ip: given.ip, browser: null }, lockKey)
  return person
}
