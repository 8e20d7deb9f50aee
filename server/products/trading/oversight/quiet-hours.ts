import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, localDate, localTime, zonedInstant } from '../../../kernel/zoned.ts'
import type { OversightTables, QuietHoursRow } from './tables.ts'

/** The hours in which a trader gets no letters; undefined: none. */
export async function findQuietHours(source: Db | Tx, ownerId: Id<'user'>): Promise<QuietHoursRow | undefined> {
  return await source
    .query<OversightTables>()
    .selectFrom('trading.quiet_hours')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
}

/** Null ends them. */
export async function saveQuietHours(
  tx: Tx,
  ownerId: Id<'user'>,
  hours: Omit<QuietHoursRow, 'owner_id'> | null,
): Promise<void> {
  if (hours === null) await tx.raw('DELETE FROM trading.quiet_hours WHERE owner_id = $1', [ownerId])
  else
    await tx
      .query<OversightTables>()
      .insertInto('trading.quiet_hours')
      .values({ owner_id: ownerId, ...hours })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(hours))
      .execute()
  await tx.audit({ action: 'trading.quiet-hours.changed', subject: { kind: 'user', id: ownerId } })
}

/** Seconds until the quiet hours end, by clocks of their zone; zero outside of them. */
export function quietSeconds({ from_minute: from, to_minute: to, time_zone: zone }: QuietHoursRow): number {
  const at = now()
  const [hours = 0, minutes = 0] = localTime(at, zone).slice(11, 16).split(':').map(Number)
  const minute = hours * 60 + minutes
  const isQuiet = from < to ? minute >= from && minute < to : minute >= from || minute < to
  if (!isQuiet) return 0
  const today = localDate(at, zone)
  const day = minute < to ? today : addDays(today, 1)
  const end = zonedInstant({ date: day, time: clockOf(to) }, zone)
  return Math.max(Math.ceil((end.getTime() - at.getTime()) / 1000), 0)
}

/** `HH:MM` of a minute of the day. */
export function clockOf(minute: number): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** The minute of the day of `HH:MM`. */
export function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}
