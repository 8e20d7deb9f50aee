import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Origin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { LeaseRow, SecretTables } from '../tables.ts'
import { reasonOf } from '../targets/address.ts'
import type { LeaseParts } from './parts.ts'
import { openRevocation } from './revocation.ts'
import { targetOf } from './target.ts'

/** As long whoever is at work on a lease is left alone; more than a target can take. */
export const AT_WORK_SECONDS = 60
const RETRY_SECONDS = 60
const RETRY_SECONDS_MAX = 900
const DOUBLINGS_MAX = 4

/** From now on a lease is ended until it is; undefined: it has ended. */
export function beginEnd(tx: Tx, id: Id<'lease'>): Promise<LeaseRow | undefined> {
  return tx
    .query<SecretTables>()
    .updateTable('secrets.lease')
    .set({ state: 'revoking', next_try_at: inSeconds(AT_WORK_SECONDS) })
    .where('id', '=', id)
    .where('state', '<>', 'ended')
    .returningAll()
    .executeTakeFirst()
}

/** Removes the account of a lease that is `revoking`; what fails is tried again by the sweeper. */
export async function endLease(parts: LeaseParts, origin: Origin, lease: LeaseRow): Promise<void> {
  const { id, kind, revocation } = lease
  if (revocation === null) return
  try {
    const { connection, account } = await openRevocation(parts.vault, parts.db, { id, revocation })
    await targetOf(kind, await parts.resolve(connection)).remove(account)
  } catch (error) {
    const reason = reasonOf(error)
    parts.log.warn({ leaseId: id, path: lease.path, reason }, 'the account of a lease could not be removed')
    await parts.db.raw(
      "UPDATE secrets.lease SET attempts = attempts + 1, error = $2, next_try_at = $3 WHERE id = $1 AND state = 'revoking'",
      [
        id,
        reason,
        inSeconds(Math.min(RETRY_SECONDS * 2 ** Math.min(lease.attempts, DOUBLINGS_MAX), RETRY_SECONDS_MAX)),
      ],
    )
    return
  }
  await parts.db.transaction(origin, async (tx) => {
    const ended = await tx
      .query<SecretTables>()
      .updateTable('secrets.lease')
      .set({ state: 'ended', ended_at: now(), revocation: null })
      .where('id', '=', id)
      .where('state', '=', 'revoking')
      .returning('id')
      .execute()
    if (ended.length > 0) await tellLease(tx, 'secrets.lease.ended', lease)
  })
}

/** An entry of the audit about a lease; never with what opens. */
export function tellLease(
  tx: Tx,
  action: string,
  { id, path, kind, holder_id: holderId, expires_at: expiresAt }: LeaseRow,
): Promise<void> {
  return tx.audit({ action, subject: { kind: 'lease', id }, details: { path, kind, holderId, expiresAt } })
}
