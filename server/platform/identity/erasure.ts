import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { deletePage, sendLink, sendNotice } from './letters.ts'
import { consumeOneTime, issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson, people } from './people.ts'
import { deleteLinkMail, erasedMail } from './personal-data-mails.ts'
import { identityProblem } from './problems.ts'

const LINK_SECONDS = 60 * 60

/** A unit as far as it keeps what is somebody's. */
export type PersonHolder = Pick<Unit, 'name' | 'exportPerson' | 'erasePerson'>

/** Everything the units hold of a person, by unit. */
export async function exportPerson(holders: readonly PersonHolder[], userId: Id<'user'>) {
  const units: Record<string, unknown> = {}
  for (const holder of holders) {
    const held = await holder.exportPerson?.(userId)
    if (held !== null && held !== undefined) units[holder.name] = held
  }
  return { exportedAt: now(), userId, units }
}

/**
 * Asks every unit to forget the person, those above first, in one transaction: all or nothing. The person is told at the address that is about to
 * be forgotten. Throws identity/user-not-found, access/last-administrator.
 */
export async function erasePerson(
  parts: Parts,
  tx: Tx,
  holders: readonly PersonHolder[],
  userId: Id<'user'>,
): Promise<void> {
  const person = await people(tx).where('id', '=', userId).forUpdate().executeTakeFirst()
  if (person === undefined || person.erased_at !== null) throw identityProblem('user-not-found')
  await sendNotice(parts, tx, person, erasedMail)
  for (const holder of holders.toReversed()) await holder.erasePerson?.(tx, userId)
}

/** Mails the link that erases the account; a newer one ends the older. */
export async function requestErasure(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<void> {
  const person = await findPerson(tx, userId)
  if (person === undefined) throw identityProblem('session-expired')
  const secret = await issueOneTime(tx, {
    purpose: 'erase',
    subject: userId,
    payload: { epoch: person.epoch },
    lifetimeSeconds: LINK_SECONDS,
  })
  await tx.audit({ action: 'identity.erasure.requested', subject: { kind: 'user', id: userId } })
  await sendLink(parts, tx, person, { template: deleteLinkMail, path: deletePage(secret) })
}

/** Erases the account that the mailed secret is for, once. Throws identity/token-invalid, access/last-administrator. */
export async function confirmErasure(
  parts: Parts,
  tx: Tx,
  holders: readonly PersonHolder[],
  secret: string,
): Promise<void> {
  const { subject, payload } = await consumeOneTime(tx, 'erase', secret)
  const userId = asId<'user'>(subject)
  const person = await findPerson(tx, userId)
  if (person === undefined || person.epoch !== payload.epoch) throw identityProblem('token-invalid')
  await erasePerson(parts, tx, holders, userId)
}
