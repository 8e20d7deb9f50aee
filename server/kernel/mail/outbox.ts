import { sql } from 'kysely'
import { now } from '../clock.ts'
import { acceptId, cursorPage } from '../db/cursor.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Id } from '../id.ts'
import { mailProblems } from './address.ts'
import { FORGOTTEN } from './forget.ts'
import type { MailPurpose } from './template.ts'

interface MailRow {
  readonly id: Id<'mail'>
  readonly to_address: string
  readonly to_name: string | null
  readonly template: string
  readonly subject: string | null
  readonly sealed_message: Buffer | null
  readonly message_id: string
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'suppressed' | 'uncertain'
  readonly purpose: MailPurpose
  /** Of news only. */
  readonly subscription: string | null
  readonly repeatable: boolean
  /** A try of it ended without anybody knowing whether it was taken. */
  readonly in_doubt: boolean
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
  'id' | 'to_address' | 'to_name' | 'template' | 'message_id' | 'purpose' | 'subscription' | 'repeatable'
> & {
  readonly sealed_message: Buffer
}

/** A mail taken up for sending. */
export type ClaimedMail = NewMail &
  Pick<MailRow, 'forgets' | 'in_doubt' | 'created_at'> & {
    /** An earlier try began to hand it over, and nothing was written of how that ended. */
    readonly wasLeft: boolean
  }

/** Adds a mail to be sent. */
export async function insertMail(tx: Tx, mail: NewMail): Promise<void> {
  const row: MailRow = {
    ...mail,
    subject: null,
    state: 'queued',
    in_doubt: false,
    reported: null,
    forgets: false,
    attempts: 0,
    last_error: null,
    created_at: now(),
    sent_at: null,
  }
  await tx.query<MailTables>().insertInto('kernel.mail').values(row).execute()
}

const NEVER = new Date(8.64e15)

/**
 * Takes a mail up for a try; null when it was sent or suppressed already, is in doubt and not to be repeated, or is not there. A failed
 * one is taken too: somebody retried its job. `sentOnce`: since when a mail was made that its carrier sends once however often it gets it.
 */
export async function claimMail(db: Db, id: Id<'mail'>, sentOnce: Date | null): Promise<ClaimedMail | null> {
  const row = await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .from((from) =>
      from
        .selectFrom('kernel.mail')
        .select(['id as wasId', 'state as was'])
        .where('id', '=', id)
        .forUpdate()
        .as('before'),
    )
    .set({
      state: 'sending',
      attempts: sql<number>`attempts + 1`,
      in_doubt: sql<boolean>`in_doubt OR was = 'sending'`,
    })
    .where('id', '=', id)
    .whereRef('id', '=', 'wasId')
    .where('was', 'not in', ['sent', 'suppressed'])
    .where(sql<boolean>`(was <> 'uncertain' OR repeatable OR created_at > ${sentOnce ?? NEVER})`)
    .returning(['id', 'to_address', 'to_name', 'template', 'message_id', 'sealed_message'])
    .returning(['purpose', 'subscription', 'repeatable', 'forgets', 'in_doubt', 'created_at', 'was'])
    .executeTakeFirst()
  if (row === undefined) return null
  const { was, sealed_message, ...mail } = row
  if (sealed_message === null) throw new Error('an unsent mail has lost its message')
  return { ...mail, sealed_message, wasLeft: was === 'sending' }
}

/** What is written with the end of a mail whose recipient was erased meanwhile. */
const whoWasErased = {
  to_address: sql<string>`CASE WHEN forgets THEN ${FORGOTTEN} ELSE to_address END`,
  to_name: sql<string | null>`CASE WHEN NOT forgets THEN to_name END`,
}

/** Records that a mail was handed over; its message is gone from then on. Once: a second call changes nothing. */
export async function markSent(db: Db, id: Id<'mail'>, subject: string): Promise<void> {
  const kept = sql<string>`CASE WHEN forgets THEN '' ELSE ${subject} END`
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ ...whoWasErased, state: 'sent', sent_at: now(), subject: kept, sealed_message: null, last_error: null })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed'])
    .execute()
}

/** Records that a mail is not sent, and why; its message is gone from then on. */
export async function markSuppressed(db: Db, id: Id<'mail'>, reason: string): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ ...whoWasErased, state: 'suppressed', sealed_message: null, last_error: reason })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed'])
    .execute()
}

/** How a try failed. */
export interface Failure {
  readonly reason: string
  /** It may have been taken all the same. */
  readonly inDoubt: boolean
}

/** Records why a try failed and that another follows; a mail that ended meanwhile stays so. */
export async function markDeferred(db: Db, id: Id<'mail'>, { reason, inDoubt }: Failure): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({ state: 'queued', last_error: reason, in_doubt: sql<boolean>`in_doubt OR ${inDoubt}` })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed', 'uncertain', 'failed'])
    .execute()
}

/**
 * Records why a mail was given up: failed, or uncertain when one of its tries may have been taken. It keeps its message for whoever sends
 * it again, unless its recipient was erased meanwhile.
 */
export async function markFailed(db: Db, id: Id<'mail'>, { reason, inDoubt }: Failure): Promise<void> {
  await db
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set({
      ...whoWasErased,
      state: sql<'failed' | 'suppressed' | 'uncertain'>`
        CASE WHEN forgets THEN 'suppressed' WHEN in_doubt OR ${inDoubt} THEN 'uncertain' ELSE 'failed' END`,
      in_doubt: sql<boolean>`in_doubt OR ${inDoubt}`,
      sealed_message: sql<Buffer | null>`CASE WHEN NOT forgets THEN sealed_message END`,
      last_error: reason,
    })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'suppressed'])
    .execute()
}

/** What becomes of a mail that waits for nothing any more: failed, or uncertain when a try of it was under way. */
const givenUp = (reason: string) => ({
  ...whoWasErased,
  state: sql<'failed' | 'suppressed' | 'uncertain'>`
    CASE WHEN forgets THEN 'suppressed' WHEN in_doubt OR state = 'sending' THEN 'uncertain' ELSE 'failed' END`,
  in_doubt: sql<boolean>`in_doubt OR state = 'sending'`,
  sealed_message: sql<Buffer | null>`CASE WHEN NOT forgets THEN sealed_message END`,
  last_error: reason,
})

/** Ends a mail whose job is dead; what its handler had written of the end stands. False when there is nothing to end. */
export async function giveUp(tx: Tx, id: Id<'mail'>, reason: string): Promise<boolean> {
  const ended = await tx
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set(givenUp(reason))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'sending'])
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

/** The same of all that wait since before `then`: no job is put off for so long. */
export async function giveUpOlder(tx: Tx, then: Date, reason: string): Promise<void> {
  await tx
    .query<MailTables>()
    .updateTable('kernel.mail')
    .set(givenUp(reason))
    .where('created_at', '<', then)
    .where('state', 'in', ['queued', 'sending'])
    .execute()
}

/** What the outbox holds that is not over; `failed` and `uncertain` of the last day. */
export interface OutboxState {
  readonly waiting: number
  readonly oldestWaitingSeconds: number
  readonly failed: number
  readonly uncertain: number
}

/** Mail that waits to be sent, and mail given up or left in doubt within the last day. */
export async function outboxState(db: Db): Promise<OutboxState> {
  const [row] = await db.raw<{ waiting: bigint; oldest: Date | null; failed: bigint; uncertain: bigint }>(
    `SELECT count(*) FILTER (WHERE state IN ('queued', 'sending')) AS waiting,
            min(created_at) FILTER (WHERE state IN ('queued', 'sending')) AS oldest,
            count(*) FILTER (WHERE state = 'failed' AND created_at > $1::timestamptz - interval '1 day') AS failed,
            count(*) FILTER (WHERE state = 'uncertain' AND created_at > $1::timestamptz - interval '1 day') AS uncertain
       FROM kernel.mail WHERE state NOT IN ('sent', 'suppressed')`,
    [now()],
  )
  const oldestMs = row?.oldest == null ? 0 : now().getTime() - row.oldest.getTime()
  return {
    waiting: Number(row?.waiting ?? 0),
    oldestWaitingSeconds: oldestMs / 1000,
    failed: Number(row?.failed ?? 0),
    uncertain: Number(row?.uncertain ?? 0),
  }
}

/** Lets a mail in doubt wait for another try, whatever became of the former ones: somebody has decided that twice is better than never. Throws mail/not-found, mail/not-uncertain. */
export async function takeUncertainUp(tx: Tx, id: Id<'mail'>): Promise<void> {
  const query = tx.query<MailTables>()
  const mail = await query.selectFrom('kernel.mail').select('state').where('id', '=', id).forUpdate().executeTakeFirst()
  if (mail === undefined) throw mailProblems('not-found')
  if (mail.state !== 'uncertain') throw mailProblems('not-uncertain')
  await query.updateTable('kernel.mail').set({ state: 'queued', in_doubt: false }).where('id', '=', id).execute()
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
