import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { EventType } from '../../../kernel/db/events.ts'
import type { Id } from '../../../kernel/id.ts'
import { money } from '../../../kernel/money.ts'
import { writeToClientById, writeToStaff } from './client-letters.ts'
import type { Invoicing, Person, WorkDeps } from './deps.ts'
import { quoteAccepted, quoteDeclined, quoteSent } from './events.ts'
import { moneyText, quoteAnsweredMail, quoteSentMail } from './mails.ts'
import { workProblem } from './problems.ts'
import { hashOfText, quoteSnapshot } from './quote-document.ts'
import { auditQuote } from './quote-drafts.ts'
import { linesOf, lockQuote } from './quote-reads.ts'
import { addEvent, type RequestActor } from './requests.ts'
import type { QuoteRow, WorkTables } from './tables.ts'

type Post = Pick<WorkDeps, 'mailer' | 'publicUrl'>

/**
 * Sends a draft: from now on it is what it is, named by its hash; an older one of the same reference that is still open is replaced. Throws
 * agency/quote-not-draft, quote-not-open when an older one was accepted, validity-past.
 */
export async function sendQuote(
  tx: Tx,
  post: Post,
  invoicing: Invoicing,
  { id, by }: { readonly id: Id<'quote'>; readonly by: RequestActor },
): Promise<QuoteRow> {
  const held = await lockQuote(tx, id)
  if (held.state !== 'draft') throw workProblem('quote-not-draft')
  if (held.valid_until <= now()) throw workProblem('validity-past')
  await supersede(tx, held)
  const lines = await linesOf(tx, id)
  const quoted = lines.map((line) => ({ ...line, unitMinor: line.unit_minor, taxRateBp: line.tax_rate_bp }))
  const policy = { currency: held.currency, discountMinor: held.discount_minor, taxRounding: held.tax_rounding }
  const snapshot = quoteSnapshot({ ...held, clientId: held.client_id }, lines, invoicing.totals(quoted, policy))
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.quote')
    .set({
      ...{ state: 'sent', snapshot, content_hash: hashOfText(snapshot), terms_hash: hashOfText(held.terms) },
      ...{ version: held.version + 1, sent_at: now(), updated_at: now() },
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, row, { kind: 'quote_sent', actor: by, event: quoteSent, action: 'sent' })
  await writeToClientById(post, tx, row.client_id, {
    template: quoteSentMail,
    page: quotePage(row),
    guest: row.request_id === null ? null : { requestId: row.request_id, byGuest: false },
    fields: { reference: row.reference, title: row.title, total: totalText(row), until: dayOf(row.valid_until) },
  })
  return row
}

async function supersede(tx: Tx, { reference }: QuoteRow): Promise<void> {
  const others = await tx
    .query<WorkTables>()
    .selectFrom('agency.quote')
    .select(['id', 'state'])
    .where('reference', '=', reference)
    .where('state', 'in', ['sent', 'accepted'])
    .forUpdate()
    .execute()
  if (others.some(({ state }) => state === 'accepted')) throw workProblem('quote-not-open')
  await tx
    .query<WorkTables>()
    .updateTable('agency.quote')
    .set({ state: 'superseded', closed_at: now(), updated_at: now() })
    .where('reference', '=', reference)
    .where('state', '=', 'sent')
    .execute()
}

export interface Signature {
  /** What the client has read, as hex of SHA-256. */
  readonly contentHash: string
  readonly termsHash: string
  /** The name typed in place of a signature. */
  readonly name: string
  readonly userId: Id<'user'>
}

/**
 * The client agrees to exactly what the two hashes name; of any number at once one agrees. Kept with address, program and time. Throws
 * agency/quote-differs, quote-expired, quote-not-open.
 */
export async function acceptQuote(
  tx: Tx,
  post: Post,
  { quote, author }: Answered,
  signature: Signature,
): Promise<QuoteRow> {
  const held = await lockQuote(tx, quote.id)
  assertOpen(held)
  const isSame =
    held.content_hash?.toString('hex') === signature.contentHash &&
    held.terms_hash?.toString('hex') === signature.termsHash
  if (!isSame || held.content_hash === null || held.terms_hash === null) throw workProblem('quote-differs')
  const row = await close(tx, held, { state: 'accepted' })
  await tx
    .query<WorkTables>()
    .insertInto('agency.quote_acceptance')
    .values({
      quote_id: row.id,
      content_hash: held.content_hash,
      terms_hash: held.terms_hash,
      user_id: signature.userId,
      signed_name: signature.name,
      ip: tx.origin.ip ?? null,
      user_agent: tx.origin.userAgent ?? null,
      accepted_at: now(),
    })
    .execute()
  const actor = { kind: 'client', userId: signature.userId } as const
  await tell(tx, row, { kind: 'quote_accepted', actor, event: quoteAccepted, action: 'accepted' })
  await tellAuthor(tx, post, { row, author, answer: 'accepted' })
  return row
}

/** The quote that a client answers, and who of the staff wrote it. */
export interface Answered {
  readonly quote: QuoteRow
  readonly author: Person | null
}

/** Throws agency/quote-expired, quote-not-open. */
export async function declineQuote(
  tx: Tx,
  post: Post,
  { quote, author }: Answered,
  { reason, userId }: { readonly reason: string | null; readonly userId: Id<'user'> },
): Promise<QuoteRow> {
  const held = await lockQuote(tx, quote.id)
  assertOpen(held)
  const row = await close(tx, held, { state: 'declined', decline_reason: reason })
  const actor = { kind: 'client', userId } as const
  await tell(tx, row, { kind: 'quote_declined', actor, event: quoteDeclined, action: 'declined' })
  await tellAuthor(tx, post, { row, author, answer: 'declined' })
  return row
}

function assertOpen({ state, valid_until: until }: QuoteRow): void {
  if (state === 'expired' || (state === 'sent' && until <= now())) throw workProblem('quote-expired')
  if (state !== 'sent') throw workProblem('quote-not-open', { params: { state } })
}

async function close(tx: Tx, { id }: QuoteRow, change: Partial<QuoteRow>): Promise<QuoteRow> {
  return await tx
    .query<WorkTables>()
    .updateTable('agency.quote')
    .set({ ...change, closed_at: now(), updated_at: now() })
    .where('id', '=', id)
    .where('state', '=', 'sent')
    .returningAll()
    .executeTakeFirstOrThrow()
}

interface Told {
  readonly kind: 'quote_sent' | 'quote_accepted' | 'quote_declined' | 'quote_expired'
  readonly actor: RequestActor
  readonly event: EventType
  readonly action: string
}

/** What everybody hears of a quote: the trail, the request's history and other units. */
export async function tell(tx: Tx, row: QuoteRow, { kind, actor, event, action }: Told): Promise<void> {
  if (row.request_id !== null)
    await addEvent(tx, row.request_id, { kind, visibility: 'customer', actor, subjectId: row.id })
  await auditQuote(tx, action, row)
  await tx.publish(event, { quoteId: row.id, clientId: row.client_id })
}

async function tellAuthor(
  tx: Tx,
  post: Post,
  { row, author, answer }: { readonly row: QuoteRow; readonly author: Person | null; readonly answer: string },
): Promise<void> {
  const fields = { reference: row.reference, title: row.title, answer }
  await writeToStaff(post, tx, author, { template: quoteAnsweredMail, page: `/agency/quotes/${row.id}`, fields })
}

export function quotePage({ id }: Pick<QuoteRow, 'id'>): string {
  return `/portal/quotes/${id}`
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function totalText(row: QuoteRow): string {
  return moneyText(money(row.total_minor, row.currency))
}
