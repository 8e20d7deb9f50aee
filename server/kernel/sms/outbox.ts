import { sql } from 'kysely'
import { inSeconds, now } from '../clock.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Id } from '../id.ts'

interface SmsRow {
  readonly id: Id<'sms'>
  readonly purpose: string
  readonly country: string
  readonly sealed_message: Buffer | null
  readonly state: 'queued' | 'sending' | 'sent' | 'failed' | 'uncertain'
  readonly attempts: number
  readonly last_error: string | null
  readonly created_at: Date
  readonly expires_at: Date
  readonly sent_at: Date | null
}

interface SmsTables {
  'kernel.sms': SmsRow
  'kernel.sms_count': { key: Buffer; count: number; ends_at: Date }
}

type NewSms = Pick<SmsRow, 'id' | 'purpose' | 'country' | 'expires_at'> & { readonly sealed_message: Buffer }

/** A message taken up for sending. `wasLeft`: an earlier try began to hand it over, and nothing was written of how that ended. */
export type ClaimedSms = Pick<NewSms, 'id' | 'purpose' | 'sealed_message' | 'expires_at'> & {
  readonly wasLeft: boolean
}

/** Adds a message to be sent. */
export async function insertSms(tx: Tx, sms: NewSms): Promise<void> {
  const row: SmsRow = { ...sms, state: 'queued', attempts: 0, last_error: null, created_at: now(), sent_at: null }
  await tx.query<SmsTables>().insertInto('kernel.sms').values(row).execute()
}

/** Takes a message up for a try; null when it was sent already, is in doubt, or is not there. */
export async function claimSms(db: Db, id: Id<'sms'>): Promise<ClaimedSms | null> {
  const row = await db
    .query<SmsTables>()
    .updateTable('kernel.sms')
    .from((from) =>
      from
        .selectFrom('kernel.sms')
        .select(['id as wasId', 'state as was'])
        .where('id', '=', id)
        .forUpdate()
        .as('before'),
    )
    .set({ state: 'sending', attempts: sql<number>`attempts + 1` })
    .where('id', '=', id)
    .whereRef('id', '=', 'wasId')
    .where('was', 'not in', ['sent', 'uncertain'])
    .returning(['id', 'purpose', 'sealed_message', 'expires_at', 'was'])
    .executeTakeFirst()
  if (row === undefined) return null
  const { was, sealed_message, ...sms } = row
  if (sealed_message === null) throw new Error('an unsent SMS has lost its message')
  return { ...sms, sealed_message, wasLeft: was === 'sending' }
}

/** Records that a message was handed over; number and text are gone from then on. */
export async function markSent(db: Db, id: Id<'sms'>): Promise<void> {
  await db
    .query<SmsTables>()
    .updateTable('kernel.sms')
    .set({ state: 'sent', sent_at: now(), sealed_message: null, last_error: null })
    .where('id', '=', id)
    .where('state', '<>', 'sent')
    .execute()
}

/** Records that nobody knows whether a message was taken; it is not sent again, so number and text are gone. */
export async function markUncertain(db: Db, id: Id<'sms'>, error: string): Promise<void> {
  await db
    .query<SmsTables>()
    .updateTable('kernel.sms')
    .set({ state: 'uncertain', sealed_message: null, last_error: error })
    .where('id', '=', id)
    .where('state', '<>', 'sent')
    .execute()
}

/** Records why a try failed and whether another follows. */
export async function markUnsent(
  db: Db,
  id: Id<'sms'>,
  outcome: { readonly state: 'queued' | 'failed'; readonly error: string },
): Promise<void> {
  await db
    .query<SmsTables>()
    .updateTable('kernel.sms')
    .set({ state: outcome.state, last_error: outcome.error })
    .where('id', '=', id)
    .where('state', 'not in', ['sent', 'uncertain'])
    .execute()
}

/** What becomes of a message that waits for nothing any more: failed, or uncertain when a try of it was under way, and then it is gone. */
const givenUp = (reason: string) => ({
  state: sql<'failed' | 'uncertain'>`CASE WHEN state = 'sending' THEN 'uncertain' ELSE 'failed' END`,
  sealed_message: sql<Buffer | null>`CASE WHEN state <> 'sending' THEN sealed_message END`,
  last_error: reason,
})

/** Ends a message whose job is dead; what its handler had written of the end stands. Null when there is nothing to end. */
export async function giveUp(tx: Tx, id: Id<'sms'>, reason: string): Promise<SmsRow['state'] | null> {
  const ended = await tx
    .query<SmsTables>()
    .updateTable('kernel.sms')
    .set(givenUp(reason))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'sending'])
    .returning('state')
    .executeTakeFirst()
  return ended?.state ?? null
}

/** How many messages of the last day were given up, and of how many nobody knows whether they arrived. */
export async function undeliveredToday(db: Db): Promise<{ failed: number; uncertain: number }> {
  const [row] = await db.raw<{ failed: bigint; uncertain: bigint }>(
    `SELECT count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'uncertain') AS uncertain
       FROM kernel.sms WHERE state <> 'sent' AND created_at > $1::timestamptz - interval '1 day'`,
    [now()],
  )
  return { failed: Number(row?.failed ?? 0), uncertain: Number(row?.uncertain ?? 0) }
}

const KEPT_SECONDS = 30 * 24 * 60 * 60
/** No job is put off for longer; a queue that was paused meanwhile would find that the code has expired. */
const WAITING_SECONDS = 24 * 60 * 60

/** Removes counters that are over, and messages of long ago; gives up what still waits a day after it expired. */
export async function purgeSms(tx: Tx): Promise<void> {
  const query = tx.query<SmsTables>()
  await query.deleteFrom('kernel.sms_count').where('ends_at', '<', now()).execute()
  await query.deleteFrom('kernel.sms').where('expires_at', '<', inSeconds(-KEPT_SECONDS)).execute()
  await query
    .updateTable('kernel.sms')
    .set(givenUp('it waited for a day after it had expired'))
    .where('expires_at', '<', inSeconds(-WAITING_SECONDS))
    .where('state', 'in', ['queued', 'sending'])
    .execute()
}
