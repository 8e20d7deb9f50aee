import { sql } from 'kysely'
import { now } from '../clock.ts'
import { acceptId, cursorPage } from '../db/cursor.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Id } from '../id.ts'
import type { MailPurpose } from './template.ts'

interface MailRow {
  readonly id: Id<'mail'>
  readonly to_address: string
  readonly to_name: string | null
  readonly template: string
  readonly subject: string | null
  readonly sealed_message: Buffer | null
  readonly message_id: string
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed'
  readonly purpose: MailPurpose
  /** Of news only. */
  readonly subscription: string | null
  readonly reported: 'bounce' | 'complaint' | null
  readonly forgets: boolean
  readonly attempts: number
  readonly last_error: string | null
  readonly created_at: Date
  readonly sent_at: Date | null
}

interface MailTables {
  'kernel.mail': MailRow
}

type NewMail = Pick<
  MailRow,
  'id' | 'to_address' | 'to_name' | 'template' | 'message_id' | 'purpose' | 'subscription'
> & {
  readonly sealed_message: Buffer
}

/** A mail taken up for sending. */
export type ClaimedMail = NewMail

/** Adds a mail to be sent. */
export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  const row: MailRow = {
    ...mail,
    subject: null,
    state: 'queued',
    reported: null,
    forgets: false,
    attempts: 0,
    last_error: null,
    created_at: now(),
    sent_at: null,
  }
  await tx.query<MailTables>().insertInto('kernel.mail').values(row).execute()
}

/** Takes a mail up for a try; null when it was sent or suppressed already, or is not there. A failed one is taken too: somebody retried its job. */
export async function claimMail(db: Db, id: Id<'mail'>): Promise<ClaimedMail | null> {
  const row = await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ state: 'sending', attempts: sql<number>`attempts + 1` })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed'])
    .returning(['id', 'to_address', 'to_name', 'template', 'message_id', 'sealed_message', 'purpose', 'subscription'])
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.sealed_message === null) throw new Error('an unsent mail has lost its message')
  return { ...row, sealed_message: row.sealed_message }
}

/** Records that a mail was handed over; its message is gone from then on. Once: a second call changes nothing. */
export async function markSent(db: Db, id: Id<'mail'>, subject: string): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ state: 'sent', sent_at: now(), subject, sealed_message: null, last_error: null })
    .where('id', '=', id)
    .where('state', '<>', 'sent')
    .execute()
}

/** Records that a mail is not sent, and why; its message is gone from then on. */
export async function markSuppressed(db: Db, id: Id<'mail'>, reason: string): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ state: 'suppressed', sealed_message: null, last_error: reason })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed'])
    .execute()
}

/** Records why a try failed and whether another follows; a mail that was sent meanwhile stays sent. */
export async function markUnsent(
  db: Db,
  id: Id<'mail'>,
  outcome: { readonly state: 'queued' | 'failed'; readonly error: string },
): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ state: outcome.state, last_error: outcome.error })
    .where('id', '=', id)
    .where('state', '<>', 'sent')
    .execute()
}

/** Mail that waits to be sent, and mail given up within the last day. */
export async function outboxState(db: Db): Promise<{ waiting: number; oldestWaitingSeconds: number; failed: number }> {
  const [row] = await db.raw<{ waiting: bigint; oldest: Date | null; failed: bigint }>(
    `SELECT count(*) FILTER (WHERE state <> 'failed') AS waiting,
            min(created_at) FILTER (WHERE state <> 'failed') AS oldest,
            count(*) FILTER (WHERE state = 'failed' AND created_at > $1::timestamptz - interval '1 day') AS failed
       FROM kernel.mail WHERE state NOT IN ('sent', 'suppressed')`,
    [now()],
  )
  const oldestMs = row?.oldest == null ? 0 : now().getTime() - row.oldest.getTime()
  return { waiting: Number(row?.waiting ?? 0), oldestWaitingSeconds: oldestMs / 1000, failed: Number(row?.failed ?? 0) }
}

export interface MailFilter {
  readonly state?: MailRow['state']
  readonly limit?: number
  readonly cursor?: string
}

/** Mails, newest first, without what they say. */
export async function listMail(db: Db, filter: MailFilter) {
  const page = cursorPage(filter, acceptId)
  let query = db
    .query<MailTables>()
    .selectFrom('kernel.mail')
    .select(['id', 'to_address', 'template', 'purpose', 'state', 'attempts', 'last_error', 'reported'])
    .select(['created_at', 'sent_at'])
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (page.after !== null) query = query.where('id', '<', page.after[0] as Id<'mail'>)
  return page.of(
    await query.execute(),
    ({ id }) => [id],
    ({ id, to_address, template, purpose, state, attempts, last_error, reported, created_at, sent_at }) => ({
      ...{ id, to: to_address, template, purpose, state, attempts, reported },
      ...{ reason: last_error, createdAt: created_at, sentAt: sent_at },
    }),
  )
}
