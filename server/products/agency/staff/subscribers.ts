import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, newId } from '../../../kernel/id.ts'
import { parseMailbox } from '../../../kernel/mail/address.ts'
import { parseEmail } from '../../../platform/identity/index.ts'
import type { StaffDeps } from './deps.ts'
import { subscriberConfirmed } from './events.ts'
import { confirmSubscriptionMail, NEWSLETTER } from './mails.ts'
import { staffProblem } from './problems.ts'
import type { StaffTables, SubscriberRow } from './tables.ts'

const SECRET_BYTES = 32
const LINK_SECONDS = 48 * 3600
/** Whoever asks: no more than three mails an hour to one address. */
const ASK_AGAIN_SECONDS = 20 * 60

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/**
 * Asks an address whether it wants the newsletter, by a mail with a link; nobody is subscribed by this. Says nothing of whether the address is
 * subscribed already or was asked just now. Throws identity/bad-email.
 */
export async function askToConfirm(
  tx: Tx,
  deps: Pick<StaffDeps, 'mailer' | 'publicUrl' | 'mailRecords'>,
  email: string,
): Promise<void> {
  const { written, canonical } = parseEmail(email)
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const asked = { token_hash: hashOf(secret), token_expires_at: inSeconds(LINK_SECONDS), asked_at: now() }
  const id = newId<'subscriber'>()
  const row: SubscriberRow = {
    ...{ id, email: written, email_canonical: canonical, state: 'pending', confirmed_at: null, created_at: now() },
    ...asked,
  }
  const inserted = await tx
    .query<StaffTables>()
    .insertInto('agency.subscriber')
    .values(row)
    .onConflict((conflict) => conflict.column('email_canonical').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n && !(await askAgain(tx, deps, canonical, asked))) return
  const url = new URL(`/newsletter/confirm#token=${secret}`, deps.publicUrl).href
  await deps.mailer.send(tx, parseMailbox(written), confirmSubscriptionMail, { url })
}

async function askAgain(
  tx: Tx,
  { mailRecords }: Pick<StaffDeps, 'mailRecords'>,
  canonical: string,
  asked: Pick<SubscriberRow, 'token_hash' | 'token_expires_at' | 'asked_at'>,
): Promise<boolean> {
  const known = await tx
    .query<StaffTables>()
    .selectFrom('agency.subscriber')
    .selectAll()
    .where('email_canonical', '=', canonical)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const refused = await mailRecords.refusals(tx, { addresses: [known.email], subscription: NEWSLETTER })
  const isSubscribed = known.state === 'confirmed' && refused.size === 0
  if (isSubscribed || known.asked_at > inSeconds(-ASK_AGAIN_SECONDS)) return false
  await tx.query<StaffTables>().updateTable('agency.subscriber').set(asked).where('id', '=', known.id).execute()
  return true
}

/** Subscribes by the link of the mail, once; who had unsubscribed gets news again. Throws agency/subscription-link-gone. */
export async function confirmSubscription(
  tx: Tx,
  { mailRecords }: Pick<StaffDeps, 'mailRecords'>,
  token: string,
): Promise<void> {
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.subscriber')
    .set({ state: 'confirmed', confirmed_at: now(), token_hash: null, token_expires_at: null })
    .where('token_hash', '=', hashOf(token))
    .where('token_expires_at', '>', now())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('subscription-link-gone')
  await mailRecords.allowAgain(tx, { address: row.email, subscription: NEWSLETTER })
  await tx.publish(subscriberConfirmed, { subscriberId: row.id })
}

/** Newest first, each in the state that follows from what the mail layer knows of the address. */
export async function listSubscribers(
  db: Db,
  { mailRecords }: Pick<StaffDeps, 'mailRecords'>,
  input: { readonly limit?: number; readonly cursor?: string },
) {
  const page = cursorPage(input, acceptId)
  let query = db
    .query<StaffTables>()
    .selectFrom('agency.subscriber')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'subscriber'>(page.after[0] ?? ''))
  const rows = await query.execute()
  const addresses = rows.map(({ email }) => email)
  const refused = await mailRecords.refusals(db, { addresses, subscription: NEWSLETTER })
  return page.of(
    rows,
    (row) => [row.id],
    (row) => ({
      ...{ id: row.id, email: row.email, state: stateBeside(row, refused.get(row.email)) },
      ...{ confirmedAt: row.confirmed_at, createdAt: row.created_at },
    }),
  )
}

/** The state of a subscriber, given why the mail layer sends nothing there. */
export function stateBeside(
  { state }: Pick<SubscriberRow, 'state'>,
  refusal: 'bounce' | 'complaint' | 'unsubscribe' | undefined,
): SubscriberRow['state'] {
  if (refusal === undefined || state === 'pending') return state
  return refusal === 'bounce' ? 'bounced' : 'unsubscribed'
}
