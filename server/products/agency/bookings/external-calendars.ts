import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { SealedColumn } from '../../../kernel/vault/vault.ts'
import type { Reader } from '../caller.ts'
import type { BookingsDeps } from './deps.ts'
import { bookingProblem } from './problems.ts'
import { auditSchedule, touchAway } from './schedules.ts'
import type { BookingTables, ExternalCalendarRow } from './tables.ts'

const CALENDARS_MAX = 10
export const SYNC_EVERY_SECONDS = 15 * 60
const ENDING_LENGTH = 4

export const ADDRESSES = { scope: 'installation', column: 'agency.external_calendar.address' }
/** Addresses at rest: each is the right to read somebody's calendar. */
export const SEALED: readonly SealedColumn[] = [
  { table: 'agency.external_calendar', column: 'address', place: ADDRESSES },
]

/** What is shown of a calendar: never its address. */
export type ShownCalendar = Omit<ExternalCalendarRow, 'address'> & { readonly blocks: number }

/** The calendars of a host, the first that was added first. */
export async function listCalendars(source: Reader, ownerId: Id<'user'>): Promise<ShownCalendar[]> {
  return await shown(source).where('calendar.owner_id', '=', ownerId).orderBy('calendar.id').execute()
}

/** Throws agency/calendar-not-found for another's; `ownerId` null: anybody's. */
export async function findCalendar(
  source: Reader,
  id: Id<'external-calendar'>,
  ownerId: Id<'user'> | null,
): Promise<ShownCalendar> {
  const found = await shown(source)
    .where('calendar.id', '=', id)
    .$if(ownerId !== null, (query) => query.where('calendar.owner_id', '=', ownerId))
    .executeTakeFirst()
  if (found === undefined) throw bookingProblem('calendar-not-found')
  return found
}

function shown(source: Reader) {
  return source
    .query<BookingTables>()
    .selectFrom('agency.external_calendar as calendar')
    .select([
      'calendar.id',
      'calendar.owner_id',
      'calendar.name',
      'calendar.host',
      'calendar.ending',
      'calendar.waiting',
    ])
    .select([
      'calendar.next_sync_at',
      'calendar.tried_at',
      'calendar.synced_at',
      'calendar.error',
      'calendar.failing_since',
    ])
    .select(['calendar.told_at', 'calendar.unread', 'calendar.etag', 'calendar.last_modified', 'calendar.read_until'])
    .select(['calendar.read_zone', 'calendar.created_at'])
    .select((expression) =>
      expression
        .selectFrom('agency.busy_block as block')
        .select((of) => of.cast<number>(of.fn.countAll(), 'integer').as('count'))
        .whereRef('block.calendar_id', '=', 'calendar.id')
        .as('blocks'),
    )
    .$castTo<ShownCalendar>()
}

interface CalendarInput {
  readonly name: string
  readonly url: string
}

/**
 * Adds a calendar of a host, still to be read. Throws agency/schedule-not-found, agency/calendar-address-invalid,
 * agency/too-many-calendars.
 */
export async function addCalendar(
  { vault, outbound }: Pick<BookingsDeps, 'vault' | 'outbound'>,
  tx: Tx,
  ownerId: Id<'user'>,
  { name, url }: CalendarInput,
): Promise<Id<'external-calendar'>> {
  const address = addressOf(outbound, url)
  // Locks the schedule: two that add at once count one after the other.
  await touchAway(tx, ownerId)
  const query = tx.query<BookingTables>()
  const held = await query.selectFrom('agency.external_calendar').select('id').where('owner_id', '=', ownerId).execute()
  if (held.length >= CALENDARS_MAX) throw bookingProblem('too-many-calendars', { params: { max: CALENDARS_MAX } })
  const id = newId<'external-calendar'>()
  await query
    .insertInto('agency.external_calendar')
    .values({
      ...{ id, owner_id: ownerId, name, host: address.host, ending: address.href.slice(-ENDING_LENGTH) },
      address: await vault.seal(tx, { ...ADDRESSES, id }, address.href),
      ...{ waiting: true, next_sync_at: inSeconds(SYNC_EVERY_SECONDS), tried_at: null, synced_at: null, error: null },
      ...{ failing_since: null, told_at: null, unread: 0, etag: null, last_modified: null },
      ...{ read_until: null, read_zone: null, created_at: now() },
    })
    .execute()
  await auditSchedule(tx, ownerId, 'calendar-added')
  return id
}

/** `webcal:` is what calendar programs say for a feed over https. Throws agency/calendar-address-invalid. */
function addressOf(outbound: BookingsDeps['outbound'], text: string): URL {
  const url = text.replace(/^webcals?:/i, 'https:')
  const objection = URL.canParse(url) ? outbound.objection(new URL(url)) : 'it is no URL'
  if (objection !== null)
    throw bookingProblem('calendar-address-invalid', {
      errors: [{ pointer: '/url', code: 'address', detail: objection }],
    })
  return new URL(url)
}

/** What it said is free again. Throws agency/calendar-not-found for another's; `ownerId` null: anybody's. */
export async function removeCalendar(tx: Tx, id: Id<'external-calendar'>, ownerId: Id<'user'> | null): Promise<void> {
  let query = tx.query<BookingTables>().deleteFrom('agency.external_calendar').where('id', '=', id)
  if (ownerId !== null) query = query.where('owner_id', '=', ownerId)
  const row = await query.returning('owner_id').executeTakeFirst()
  if (row === undefined) throw bookingProblem('calendar-not-found')
  await touchAway(tx, row.owner_id)
  await auditSchedule(tx, row.owner_id, 'calendar-removed')
}

/** Whether a reading has to be enqueued: none is waiting yet. */
export async function askForSync(tx: Tx, id: Id<'external-calendar'>): Promise<boolean> {
  const asked = await tx
    .query<BookingTables>()
    .updateTable('agency.external_calendar')
    .set({ waiting: true, next_sync_at: inSeconds(SYNC_EVERY_SECONDS) })
    .where('id', '=', id)
    .where('waiting', '=', false)
    .executeTakeFirst()
  return asked.numUpdatedRows > 0n
}
