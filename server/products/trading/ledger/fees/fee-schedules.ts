import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { now } from '../../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../../kernel/id.ts'
import { invalidValue, ledgerProblem } from '../problems.ts'
import type { AccountRow, FeeScheduleRow, LedgerTables } from '../tables.ts'
import { type FeeEstimator, feeEstimator } from './estimate.ts'
import type { FeeScheduleColumns } from './fee-schedule-view.ts'

export interface OwnFees {
  readonly ownerId: Id<'user'>
  readonly id: Id<'fee-schedule'>
}

const SCHEDULES_MAX = 50

/** Throws trading/fee-schedule-not-found. */
export async function findFees(source: Db | Tx, own: OwnFees): Promise<FeeScheduleRow> {
  return found(await schedules(source, own.ownerId).where('id', '=', own.id).executeTakeFirst())
}

/** What an account may name. Throws trading/value-invalid for what is not the trader's. */
export async function assertOwnFees(tx: Tx, ownerId: Id<'user'>, id: Id<'fee-schedule'> | null): Promise<void> {
  if (id === null) return
  // Locked, so that it is not removed meanwhile.
  const row = await schedules(tx, ownerId).where('id', '=', id).forKeyShare().executeTakeFirst()
  if (row === undefined) throw invalidValue('/feeScheduleId', 'unknown', 'is no fee schedule of yours')
}

/** What the fills of an account are charged by; null without a schedule. */
export async function feesOf(source: Db | Tx, account: AccountRow): Promise<FeeEstimator | null> {
  const { fee_schedule_id: id, owner_id: ownerId } = account
  return id === null ? null : feeEstimator(await findFees(source, { ownerId, id }), account)
}

/** In the order they were made. */
export async function listFees(
  source: Db,
  ownerId: Id<'user'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = schedules(source, ownerId)
    .orderBy('id')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '>', asId<'fee-schedule'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** Throws trading/fee-schedules-full. */
export async function createFees(tx: Tx, ownerId: Id<'user'>, said: FeeScheduleColumns): Promise<FeeScheduleRow> {
  const [known] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.fee_schedule WHERE owner_id = $1', [
    ownerId,
  ])
  if ((known?.count ?? 0n) >= SCHEDULES_MAX)
    throw ledgerProblem('fee-schedules-full', { params: { max: SCHEDULES_MAX } })
  const at = now()
  const row = await tx
    .query<LedgerTables>()
    .insertInto('trading.fee_schedule')
    .values({
      ...{ id: newId<'fee-schedule'>(), owner_id: ownerId, ...stored(said), version: 1 },
      ...{ created_at: at, updated_at: at },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(tx, 'created', row)
  return row
}

/** The trader's schedule that says just this, which is made if there is none. Throws trading/fee-schedules-full. */
export async function sameFees(tx: Tx, ownerId: Id<'user'>, said: FeeScheduleColumns): Promise<FeeScheduleRow> {
  const named = await schedules(tx, ownerId).where('name', '=', said.name).orderBy('id').execute()
  const same = named.find(
    ({ currency, digits, prices }) =>
      currency === said.currency && digits === said.digits && isDeepStrictEqual(prices, said.prices),
  )
  return same ?? (await createFees(tx, ownerId, said))
}

/** Writes all of it over the version that was read; no fill follows. Throws trading/fee-schedule-not-found, trading/fee-schedule-stale. */
export async function saveFees(
  tx: Tx,
  own: OwnFees,
  { version, ...said }: FeeScheduleColumns & { readonly version: number },
): Promise<FeeScheduleRow> {
  const before = found(await schedules(tx, own.ownerId).where('id', '=', own.id).forNoKeyUpdate().executeTakeFirst())
  if (before.version !== version) throw ledgerProblem('fee-schedule-stale')
  const row = await tx
    .query<LedgerTables>()
    .updateTable('trading.fee_schedule')
    .set({ ...stored(said), version: version + 1, updated_at: now() })
    .where('id', '=', own.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await audit(tx, 'changed', row)
  return row
}

/** Fees that were estimated by it stay as they are. Throws trading/fee-schedule-not-found, trading/fee-schedule-in-use. */
export async function removeFees(tx: Tx, own: OwnFees): Promise<void> {
  const row = found(await schedules(tx, own.ownerId).where('id', '=', own.id).forUpdate().executeTakeFirst())
  const accounts = await tx
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .select('name')
    .where('fee_schedule_id', '=', own.id)
    .orderBy('id')
    .execute()
  if (accounts.length > 0)
    throw ledgerProblem('fee-schedule-in-use', { params: { accounts: accounts.map(({ name }) => name) } })
  await tx.query<LedgerTables>().deleteFrom('trading.fee_schedule').where('id', '=', own.id).execute()
  await audit(tx, 'removed', row)
}

function schedules(source: Db | Tx, ownerId: Id<'user'>) {
  return source.query<LedgerTables>().selectFrom('trading.fee_schedule').selectAll().where('owner_id', '=', ownerId)
}

function found(row: FeeScheduleRow | undefined): FeeScheduleRow {
  if (row === undefined) throw ledgerProblem('fee-schedule-not-found')
  return row
}

function stored({ prices, ...said }: FeeScheduleColumns) {
  return { ...said, prices: sql<FeeScheduleRow['prices']>`${JSON.stringify(prices)}::jsonb` }
}

async function audit(tx: Tx, what: string, { id, currency, version }: FeeScheduleRow): Promise<void> {
  await tx.audit({
    action: `trading.fee-schedule.${what}`,
    subject: { kind: 'fee-schedule', id },
    details: { currency, version },
  })
}
