import { inSeconds, now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { parseMailbox } from '../../../kernel/mail/address.ts'
import { parseEmail } from '../../../platform/identity/index.ts'
import type { Reader } from '../caller.ts'
import { agencyProblem } from '../problems.ts'
import type { StaffDeps } from './deps.ts'
import { enquiryReceived } from './events.ts'
import { enquiryRepliedMail } from './mails.ts'
import { staffProblem } from './problems.ts'
import type { EnquiryRow, StaffTables } from './tables.ts'

const PER_ADDRESS_A_DAY = 5
const DAY_SECONDS = 24 * 3600

export interface Enquiry {
  readonly name: string
  readonly email: string
  readonly subject: string
  readonly body: string
}

/** Takes an enquiry; nobody is mailed, so that a stranger's address gets nothing of it. Throws identity/bad-email, agency/too-many-mails. */
export async function takeEnquiry(tx: Tx, { name, email, subject, body }: Enquiry): Promise<void> {
  const { written, canonical } = parseEmail(email, name)
  const [known] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) AS count FROM agency.enquiry WHERE email_canonical = $1 AND received_at > $2',
    [canonical, inSeconds(-DAY_SECONDS)],
  )
  if ((known?.count ?? 0n) >= PER_ADDRESS_A_DAY) throw agencyProblem('too-many-mails', { retryAfterSeconds: 3600 })
  const id = newId<'enquiry'>()
  const whose = { email: written, email_canonical: canonical }
  await tx
    .query<StaffTables>()
    .insertInto('agency.enquiry')
    .values({ id, name, ...whose, subject, body, state: 'new', received_at: now() })
    .execute()
  await tx.publish(enquiryReceived, { enquiryId: id })
}

/** Newest first. */
export async function listEnquiries(
  source: Reader,
  filter: { readonly limit?: number; readonly cursor?: string; readonly state?: EnquiryRow['state'] | undefined },
) {
  const page = cursorPage(filter, acceptId)
  let query = source
    .query<StaffTables>()
    .selectFrom('agency.enquiry')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (page.after !== null) query = query.where('id', '<', asId<'enquiry'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

export async function findEnquiry(source: Reader, id: Id<'enquiry'>): Promise<EnquiryRow> {
  const row = await source
    .query<StaffTables>()
    .selectFrom('agency.enquiry')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('enquiry-not-found')
  return row
}

export async function repliesTo(source: Reader, id: Id<'enquiry'>) {
  return await source
    .query<StaffTables>()
    .selectFrom('agency.enquiry_reply')
    .selectAll()
    .where('enquiry_id', '=', id)
    .orderBy('id')
    .execute()
}

/** Answers by mail, to the address that was given. Throws agency/enquiry-not-found, enquiry-moved for what is closed or spam. */
export async function replyToEnquiry(
  tx: Tx,
  { mailer }: Pick<StaffDeps, 'mailer'>,
  { id, by }: { readonly id: Id<'enquiry'>; readonly by: Id<'user'> },
  body: string,
): Promise<EnquiryRow> {
  await findEnquiry(tx, id)
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.enquiry')
    .set({ state: 'answered' })
    .where('id', '=', id)
    .where('state', 'in', ['new', 'answered'])
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('enquiry-moved')
  await tx
    .query<StaffTables>()
    .insertInto('agency.enquiry_reply')
    .values({ id: newId<'enquiry-reply'>(), enquiry_id: id, author_id: by, body, sent_at: now() })
    .execute()
  await tx.audit({ action: 'agency.enquiry.answered', subject: { kind: 'enquiry', id } })
  const { name, email, subject, body: asked } = row
  await mailer.send(tx, parseMailbox({ name, address: email }), enquiryRepliedMail, { name, subject, body, asked })
  return row
}

/** Puts an enquiry aside, from the state that was seen. Throws agency/enquiry-not-found, enquiry-moved. */
export async function closeEnquiry(
  tx: Tx,
  id: Id<'enquiry'>,
  { expected, state }: { readonly expected: EnquiryRow['state']; readonly state: 'closed' | 'spam' },
): Promise<EnquiryRow> {
  await findEnquiry(tx, id)
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.enquiry')
    .set({ state })
    .where('id', '=', id)
    .where('state', '=', expected)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('enquiry-moved')
  await tx.audit({ action: `agency.enquiry.${state}`, subject: { kind: 'enquiry', id } })
  return row
}
