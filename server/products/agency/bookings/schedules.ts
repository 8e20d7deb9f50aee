import { createHash, randomBytes } from 'node:crypto'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'
import type { Reader } from '../caller.ts'
import type { Interval, WallWindow, WeeklyRule } from './availability.ts'
import { bookingProblem } from './problems.ts'
import type { BookingTables, ScheduleRow, TimeOffRow } from './tables.ts'

export interface Override {
  readonly date: LocalDate
  readonly windows: readonly WallWindow[]
}

/** When a host works, as far as the host says it. */
export interface Schedule {
  readonly row: ScheduleRow
  readonly rules: readonly WeeklyRule[]
  readonly overrides: readonly Override[]
}

/** Throws agency/schedule-not-found. */
export async function findSchedule(source: Reader, ownerId: Id<'user'>): Promise<Schedule> {
  const query = source.query<BookingTables>()
  const row = await query.selectFrom('agency.schedule').selectAll().where('owner_id', '=', ownerId).executeTakeFirst()
  if (row === undefined) throw bookingProblem('schedule-not-found')
  const rules = await query
    .selectFrom('agency.availability_rule')
    .select(['weekday', 'start_minute as startMinute', 'end_minute as endMinute'])
    .where('owner_id', '=', ownerId)
    .orderBy('weekday')
    .orderBy('start_minute')
    .execute()
  const overrides = await query
    .selectFrom('agency.availability_override')
    .select(['date', 'windows'])
    .where('owner_id', '=', ownerId)
    .orderBy('date')
    .execute()
  return { row, rules, overrides }
}

export async function listScheduleOwners(source: Reader): Promise<ScheduleRow[]> {
  return await source.query<BookingTables>().selectFrom('agency.schedule').selectAll().orderBy('owner_id').execute()
}

interface ScheduleInput {
  readonly timeZone: string
  readonly rules: readonly WeeklyRule[]
  /** The version that was read; null for a schedule that is new. */
  readonly version: number | null
}

/** Writes zone and weekly rules. Throws agency/schedule-stale. */
export async function saveSchedule(tx: Tx, ownerId: Id<'user'>, input: ScheduleInput): Promise<Schedule> {
  const { timeZone, rules, version } = input
  const query = tx.query<BookingTables>()
  const common = { time_zone: timeZone, updated_at: now() }
  const saved =
    version === null
      ? await query
          .insertInto('agency.schedule')
          .values({ ...common, owner_id: ownerId, version: 1, feed_token_hash: null, created_at: now() })
          .onConflict((conflict) => conflict.doNothing())
          .returning('version')
          .executeTakeFirst()
      : await query
          .updateTable('agency.schedule')
          .set({ ...common, version: version + 1 })
          .where('owner_id', '=', ownerId)
          .where('version', '=', version)
          .returning('version')
          .executeTakeFirst()
  if (saved === undefined) throw bookingProblem('schedule-stale')
  await query.deleteFrom('agency.availability_rule').where('owner_id', '=', ownerId).execute()
  if (rules.length > 0)
    await query
      .insertInto('agency.availability_rule')
      .values(
        rules.map(({ weekday, startMinute, endMinute }) => ({
          ...{ id: newId<'availability-rule'>(), owner_id: ownerId, weekday },
          ...{ start_minute: startMinute, end_minute: endMinute },
        })),
      )
      .execute()
  await auditSchedule(tx, ownerId, 'saved')
  return await findSchedule(tx, ownerId)
}

/** Replaces the weekly rules on one day; no windows close it. Throws agency/schedule-not-found. */
export async function saveOverride(tx: Tx, ownerId: Id<'user'>, { date, windows }: Override): Promise<Schedule> {
  await touch(tx, ownerId)
  await tx
    .query<BookingTables>()
    .insertInto('agency.availability_override')
    .values({ owner_id: ownerId, date, windows: JSON.stringify(windows) })
    .onConflict((conflict) => conflict.columns(['owner_id', 'date']).doUpdateSet({ windows: JSON.stringify(windows) }))
    .execute()
  await auditSchedule(tx, ownerId, 'override-saved')
  return await findSchedule(tx, ownerId)
}

/** The weekly rules count again on this day. Throws agency/schedule-not-found. */
export async function removeOverride(tx: Tx, ownerId: Id<'user'>, date: LocalDate): Promise<Schedule> {
  await touch(tx, ownerId)
  await tx
    .query<BookingTables>()
    .deleteFrom('agency.availability_override')
    .where('owner_id', '=', ownerId)
    .where('date', '=', date)
    .execute()
  await auditSchedule(tx, ownerId, 'override-removed')
  return await findSchedule(tx, ownerId)
}

/** From today on, by time. */
export async function listTimeOff(source: Reader, ownerId: Id<'user'>): Promise<TimeOffRow[]> {
  return await source
    .query<BookingTables>()
    .selectFrom('agency.time_off')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('ends_at', '>', now())
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
}

/** A request, or with `approvedBy` time off at once. It counts when it is approved. Throws agency/schedule-not-found. */
export async function addTimeOff(
  tx: Tx,
  ownerId: Id<'user'>,
  input: {
    readonly startsAt: Date
    readonly endsAt: Date
    readonly reason: string
    readonly approvedBy: Id<'user'> | null
  },
): Promise<TimeOffRow> {
  await touchAway(tx, ownerId)
  const row = await tx
    .query<BookingTables>()
    .insertInto('agency.time_off')
    .values({
      ...{ id: newId<'time-off'>(), owner_id: ownerId, reason: input.reason, created_at: now() },
      ...{ starts_at: input.startsAt, ends_at: input.endsAt, approved_by: input.approvedBy },
      status: input.approvedBy === null ? 'requested' : 'approved',
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await auditSchedule(tx, ownerId, input.approvedBy === null ? 'time-off-requested' : 'time-off-added')
  return row
}

/** Throws agency/time-off-not-found, also for what is decided already. */
export async function decideTimeOff(
  tx: Tx,
  id: Id<'time-off'>,
  decision: { readonly status: 'approved' | 'declined'; readonly by: Id<'user'> },
): Promise<TimeOffRow> {
  const row = await tx
    .query<BookingTables>()
    .updateTable('agency.time_off')
    .set({ status: decision.status, approved_by: decision.by })
    .where('id', '=', id)
    .where('status', '=', 'requested')
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw bookingProblem('time-off-not-found')
  await touchAway(tx, row.owner_id)
  await auditSchedule(tx, row.owner_id, `time-off-${decision.status}`)
  return row
}

/** Throws agency/time-off-not-found for another's; `ownerId` null: anybody's. */
export async function removeTimeOff(tx: Tx, id: Id<'time-off'>, ownerId: Id<'user'> | null): Promise<void> {
  let query = tx.query<BookingTables>().deleteFrom('agency.time_off').where('id', '=', id)
  if (ownerId !== null) query = query.where('owner_id', '=', ownerId)
  const row = await query.returning('owner_id').executeTakeFirst()
  if (row === undefined) throw bookingProblem('time-off-not-found')
  await touchAway(tx, row.owner_id)
  await auditSchedule(tx, row.owner_id, 'time-off-removed')
}

/** What one external calendar says, instead of what it said before. Throws agency/schedule-not-found. */
export async function replaceBusyBlocks(
  tx: Tx,
  ownerId: Id<'user'>,
  source: string,
  blocks: readonly (Interval & { readonly id: string })[],
): Promise<void> {
  await touchAway(tx, ownerId)
  const query = tx.query<BookingTables>()
  await query.deleteFrom('agency.busy_block').where('owner_id', '=', ownerId).where('source', '=', source).execute()
  if (blocks.length > 0)
    await query
      .insertInto('agency.busy_block')
      .values(
        blocks.map(({ id, fromMs, untilMs }) => ({
          ...{ owner_id: ownerId, source, external_id: id },
          ...{ starts_at: new Date(fromMs), ends_at: new Date(untilMs) },
        })),
      )
      .execute()
  await auditSchedule(tx, ownerId, 'busy-blocks-replaced')
}

/** A new address for the private feed; an older one ends. Only its hash is kept. Throws agency/schedule-not-found. */
export async function renewFeed(tx: Tx, ownerId: Id<'user'>): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await setFeed(tx, ownerId, hashOf(token))
  await auditSchedule(tx, ownerId, 'feed-renewed')
  return token
}

export async function endFeed(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await setFeed(tx, ownerId, null)
  await auditSchedule(tx, ownerId, 'feed-ended')
}

async function setFeed(tx: Tx, ownerId: Id<'user'>, hash: Buffer | null): Promise<void> {
  const saved = await tx
    .query<BookingTables>()
    .updateTable('agency.schedule')
    .set({ feed_token_hash: hash })
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  if (saved.numUpdatedRows === 0n) throw bookingProblem('schedule-not-found')
}

/** Whose feed a token opens. Throws agency/schedule-not-found. */
export async function ownerOfFeed(source: Reader, token: string): Promise<Id<'user'>> {
  const row = await source
    .query<BookingTables>()
    .selectFrom('agency.schedule')
    .select('owner_id')
    .where('feed_token_hash', '=', hashOf(token))
    .executeTakeFirst()
  if (row === undefined) throw bookingProblem('schedule-not-found')
  return row.owner_id
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** A new version, so that nobody goes on showing slots from the older one, or writes over it. */
function touch(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  return advance(tx, ownerId, 'version')
}

/** The same for when a host is away: whoever changes the hours meanwhile writes over nothing. Throws agency/schedule-not-found. */
export function touchAway(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  return advance(tx, ownerId, 'away_version')
}

async function advance(tx: Tx, ownerId: Id<'user'>, counter: 'version' | 'away_version'): Promise<void> {
  const saved = await tx
    .query<BookingTables>()
    .updateTable('agency.schedule')
    .set((set) => ({ [counter]: set(counter, '+', 1), updated_at: now() }))
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
  if (saved.numUpdatedRows === 0n) throw bookingProblem('schedule-not-found')
}

export async function auditSchedule(tx: Tx, ownerId: Id<'user'>, what: string): Promise<void> {
  await tx.audit({ action: `agency.schedule.${what}`, subject: { kind: 'user', id: ownerId } })
}
