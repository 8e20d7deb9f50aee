import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { TradingDeps } from '../deps.ts'
import { eraseExports } from './exports/prepared-exports.ts'
import { eraseMentors, exportMentors } from './mentors/personal-data.ts'
import { callOffOrder } from './plans/orders.ts'
import type { SharingTables } from './tables.ts'

/** What the part holds of a person. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const restores = await db
    .query<SharingTables>()
    .selectFrom('trading.restore')
    .select(['id', 'filename', 'state', 'account_id', 'counts', 'created_at', 'finished_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const shares = await db
    .query<SharingTables>()
    .selectFrom('trading.share')
    .select(['id', 'kind', 'title', 'redacted', 'filter', 'views', 'last_viewed_at', 'expires_at', 'created_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const supportMayLook = await db
    .query<SharingTables>()
    .selectFrom('trading.support_consent')
    .select(['until', 'given_at'])
    .where('owner_id', '=', userId)
    .executeTakeFirst()
  const plan = await db
    .query<SharingTables>()
    .selectFrom('trading.subscription')
    .select(['plan', 'terms', 'starts_at', 'ends_at', 'ends_with_period', 'next_plan'])
    .where('owner_id', '=', userId)
    .executeTakeFirst()
  const planOrders = await db
    .query<SharingTables>()
    .selectFrom('trading.plan_order')
    .select(['id', 'plan', 'terms', 'state', 'period_from', 'period_until', 'created_at', 'paid_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const preparedExports = await db
    .query<SharingTables>()
    .selectFrom('trading.prepared_export')
    .select(['id', 'account_id', 'kind', 'filename', 'state', 'created_at', 'finished_at', 'expires_at'])
    .where('owner_id', '=', userId)
    .orderBy('id')
    .execute()
  const told = shares.map((share) => ({ ...share, views: String(share.views) }))
  return {
    ...(told.length === 0 ? {} : { shares: told }),
    ...(restores.length === 0 ? {} : { restores }),
    ...(supportMayLook === undefined ? {} : { supportMayLook }),
    ...(plan === undefined ? {} : { plan }),
    ...(planOrders.length === 0 ? {} : { planOrders }),
    ...(preparedExports.length === 0 ? {} : { preparedExports }),
    ...(await exportMentors(db, userId)),
  }
}

/** Nothing of it has to be kept: what was paid stands in the book of payments. */
export async function erasePerson(
  tx: Tx,
  deps: Pick<TradingDeps, 'payments' | 'files'>,
  userId: Id<'user'>,
): Promise<void> {
  await eraseMentors(tx, userId)
  await eraseExports(tx, deps.files, userId)
  await callOffOrder(tx, deps.payments, userId)
  await tx.query<SharingTables>().deleteFrom('trading.plan_order').where('owner_id', '=', userId).execute()
  await tx.query<SharingTables>().deleteFrom('trading.subscription').where('owner_id', '=', userId).execute()
  await tx.query<SharingTables>().deleteFrom('trading.support_consent').where('owner_id', '=', userId).execute()
  await tx.query<SharingTables>().deleteFrom('trading.share').where('owner_id', '=', userId).execute()
  await tx.query<SharingTables>().deleteFrom('trading.plan_lock').where('owner_id', '=', userId).execute()
  await tx.raw('DELETE FROM trading.plan_limit_told WHERE owner_id = $1', [userId])
  await tx.query<SharingTables>().deleteFrom('trading.restore').where('owner_id', '=', userId).execute()
}
