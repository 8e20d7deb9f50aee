import { inSeconds, now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { SharingTables } from '../tables.ts'

const HOUR_SECONDS = 3600

/** Until when support may look; null: it may not. */
export async function consentOf(source: Db | Tx, ownerId: Id<'user'>): Promise<Date | null> {
  const row = await source
    .query<SharingTables>()
    .selectFrom('trading.support_consent')
    .select('until')
    .where('owner_id', '=', ownerId)
    .where('until', '>', now())
    .executeTakeFirst()
  return row?.until ?? null
}

/** Lets support look for so long from now, in the place of what was said before. */
export async function giveConsent(tx: Tx, ownerId: Id<'user'>, hours: number): Promise<Date> {
  const said = { until: inSeconds(hours * HOUR_SECONDS), given_at: now() }
  await tx
    .query<SharingTables>()
    .insertInto('trading.support_consent')
    .values({ owner_id: ownerId, ...said })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(said))
    .execute()
  await tx.audit({ action: 'trading.support.allowed', subject: { kind: 'user', id: ownerId }, details: { hours } })
  return said.until
}

/** Support looks no more, from the next request on. */
export async function withdrawConsent(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.query<SharingTables>().deleteFrom('trading.support_consent').where('owner_id', '=', ownerId).execute()
  await tx.audit({ action: 'trading.support.refused', subject: { kind: 'user', id: ownerId } })
}
