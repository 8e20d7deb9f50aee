import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { OutboundDocument } from '../../../kernel/outbound/outbound.ts'
import type { Interval } from './availability.ts'
import type { BookingsDeps } from './deps.ts'
import type { BusyAnswer } from './external-calendars/busy.ts'
import { calendarUnreadMail } from './mails.ts'
import { touchAway } from './schedules.ts'
import type { BookingTables, ExternalCalendarRow } from './tables.ts'

/** What came of reading a calendar; `same`: it has not changed since. */
export type Found =
  | { readonly kind: 'same' }
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'read'
      readonly busy: BusyAnswer
      readonly document: OutboundDocument
      readonly readUntil: Date
      readonly readZone: string
    }

const REASON_MAX = 300
const TOLD_AFTER_SECONDS = 3 * 24 * 3600

type Changes = Partial<Omit<ExternalCalendarRow, 'id' | 'owner_id'>>

/** Keeps what came of it. A failure leaves what was known; the host is told once when it has lasted for three days. */
export async function record(
  deps: Pick<BookingsDeps, 'mailer' | 'people' | 'publicUrl'>,
  tx: Tx,
  id: Id<'external-calendar'>,
  found: Found,
): Promise<void> {
  const query = tx.query<BookingTables>()
  const row = await query
    .selectFrom('agency.external_calendar')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return
  if (found.kind === 'read') await replaceBlocks(tx, row, found.busy.blocks)
  const changes = found.kind === 'failed' ? await failure(deps, tx, row, found.reason) : success(found)
  await query
    .updateTable('agency.external_calendar')
    .set({ waiting: false, tried_at: now(), ...changes })
    .where('id', '=', id)
    .execute()
}

function success(found: Exclude<Found, { kind: 'failed' }>): Changes {
  const working = { synced_at: now(), error: null, failing_since: null, told_at: null }
  if (found.kind === 'same') return working
  const { busy, document, readUntil, readZone } = found
  return {
    ...{ ...working, unread: busy.unread, read_until: readUntil, read_zone: readZone },
    etag: shortOrNone(document.etag, 500),
    last_modified: shortOrNone(document.lastModified, 100),
  }
}

function shortOrNone(header: string | undefined, lengthMax: number): string | null {
  return header === undefined || header.length > lengthMax ? null : header
}

async function failure(
  { mailer, people, publicUrl }: Pick<BookingsDeps, 'mailer' | 'people' | 'publicUrl'>,
  tx: Tx,
  row: ExternalCalendarRow,
  reason: string,
): Promise<Changes> {
  const failing = { error: reason.slice(0, REASON_MAX), failing_since: row.failing_since ?? now() }
  if (row.told_at !== null || failing.failing_since > inSeconds(-TOLD_AFTER_SECONDS)) return failing
  const host = (await people([row.owner_id], tx)).get(row.owner_id)
  if (host !== undefined)
    await mailer.send(tx, recipient(host), calendarUnreadMail, {
      ...{ name: host.name, url: new URL('/agency/hours', publicUrl).href },
      ...{ calendar: `${row.name} (${row.host})`, reason: failing.error },
    })
  return { ...failing, told_at: now() }
}

/** What one calendar says, instead of what it said before; nothing is written when it says the same. */
async function replaceBlocks(tx: Tx, row: ExternalCalendarRow, blocks: readonly Interval[]): Promise<void> {
  const query = tx.query<BookingTables>()
  const known = await query
    .selectFrom('agency.busy_block')
    .select(['starts_at', 'ends_at'])
    .where('calendar_id', '=', row.id)
    .orderBy('starts_at')
    .execute()
  const isSame =
    known.length === blocks.length &&
    known.every((one, at) => {
      const block = blocks[at]
      return one.starts_at.getTime() === block?.fromMs && one.ends_at.getTime() === block.untilMs
    })
  if (isSame) return
  await touchAway(tx, row.owner_id)
  await query.deleteFrom('agency.busy_block').where('calendar_id', '=', row.id).execute()
  await tx.raw(
    `INSERT INTO agency.busy_block (owner_id, source, external_id, calendar_id, starts_at, ends_at)
     SELECT $1, 'cal:' || $2::uuid, at, $2::uuid, starts_at, ends_at
       FROM unnest($3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY AS block (starts_at, ends_at, at)`,
    [
      row.owner_id,
      row.id,
      blocks.map(({ fromMs }) => new Date(fromMs)),
      blocks.map(({ untilMs }) => new Date(untilMs)),
    ],
  )
}
