import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import { addFile } from '../attachments.ts'
import { findClient, mailboxOf } from '../clients.ts'
import { assertMayMailLink, issueGuestToken } from '../guest-access.ts'
import { agencyProblem } from '../problems.ts'
import { nextReference } from '../references.ts'
import type { ClientRow } from '../work/tables.ts'
import type { Person, StaffDeps } from './deps.ts'
import { ticketOpened, ticketStateChanged } from './events.ts'
import { ticketAnsweredMail, ticketForStaffMail, ticketReceivedMail } from './mails.ts'
import { staffProblem } from './problems.ts'
import { dueTimes } from './service-level.ts'
import type { Priority, StaffTables, TicketRow, TicketState } from './tables.ts'

type Post = Pick<StaffDeps, 'mailer' | 'publicUrl'>
type Writing = Post & { readonly files: Pick<StaffDeps['files'], 'file'> }

export const VIEW_TICKETS = 'agency:tickets.view_all'
export const UPDATE_TICKETS = 'agency:tickets.update_assigned'

/** Who writes: the client, with an account or as a guest, or one of the staff. */
type TicketAuthor =
  | { readonly kind: 'client'; readonly userId: Id<'user'> | null }
  | { readonly kind: 'staff'; readonly userId: Id<'user'> }

interface NewMessage {
  readonly body: string
  readonly internal: boolean
  /** Uploads that go along; they are seen by those who see the message. */
  readonly fileIds?: readonly Id<'file'>[]
}

/** What staff may do by hand; a message of the client opens what waited or was resolved. */
const steps: Readonly<Record<TicketState, readonly TicketState[]>> = {
  open: ['pending', 'resolved'],
  pending: ['open', 'resolved'],
  resolved: ['open', 'closed'],
  closed: [],
}

/** Opens a ticket of normal priority and mails its client. Throws agency/too-many-mails for a guest who was mailed too often. */
export async function openTicket(
  tx: Tx,
  post: Post,
  { client, userId }: { readonly client: ClientRow; readonly userId: Id<'user'> | null },
  { subject, body }: { readonly subject: string; readonly body: string },
): Promise<TicketRow> {
  if (userId === null) await assertMayMailLink(tx, client.id)
  const { answerBy, resolveBy } = dueTimes('normal', now())
  const row: TicketRow = {
    ...{ id: newId<'ticket'>(), reference: await nextReference(tx, 'TIC'), client_id: client.id, subject },
    ...{ state: 'open', priority: 'normal', assignee_id: null, created_at: now(), updated_at: now() },
    ...{ answer_due_at: answerBy, resolve_due_at: resolveBy, answered_at: null, resolved_at: null },
  }
  await tx.query<StaffTables>().insertInto('agency.ticket').values(row).execute()
  await insertMessage(tx, row, { kind: 'client', userId }, { body, internal: false })
  await tx.publish(ticketOpened, { ticketId: row.id, clientId: client.id })
  const by = `${answerBy.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const to = mailboxOf(client)
  const url = await clientUrl(tx, post, client, { row, byGuest: true })
  if (to !== null)
    await post.mailer.send(tx, to, ticketReceivedMail, {
      ...{ name: client.name, url, reference: row.reference, subject, by },
    })
  return row
}

async function insertMessage(
  tx: Tx,
  { id }: TicketRow,
  author: TicketAuthor,
  { body, internal }: NewMessage,
): Promise<Id<'ticket-message'>> {
  const message = { id: newId<'ticket-message'>(), ticket_id: id, author: author.kind, author_id: author.userId }
  await tx
    .query<StaffTables>()
    .insertInto('agency.ticket_message')
    .values({ ...message, internal, body, sent_at: now() })
    .execute()
  return message.id
}

/** A message with what goes along. Throws agency/file-not-usable. */
async function insertWithFiles(
  tx: Tx,
  { files }: Writing,
  { ticket, author }: { readonly ticket: TicketRow; readonly author: TicketAuthor },
  message: NewMessage,
): Promise<void> {
  const messageId = await insertMessage(tx, ticket, author, message)
  const visibility = message.internal ? 'staff' : 'customer'
  for (const fileId of message.fileIds ?? [])
    await addFile(tx, files, { ticket_id: ticket.id }, { fileId, by: author.userId, visibility, messageId })
}

async function clientUrl(
  tx: Tx,
  { publicUrl }: Post,
  client: ClientRow,
  { row, byGuest }: { readonly row: TicketRow; readonly byGuest: boolean },
): Promise<string> {
  const path =
    client.user_id === null
      ? `/guest/ticket#token=${await issueGuestToken(tx, client.id, { ticketId: row.id, byGuest })}`
      : `/portal/tickets/${row.reference}`
  return new URL(path, publicUrl).href
}

/** The client writes: a ticket that waited for that, or was resolved, is open again. Throws agency/ticket-closed, file-not-usable. */
export async function writeAsClient(
  tx: Tx,
  post: Writing,
  at: { readonly ticket: TicketRow; readonly userId: Id<'user'> | null; readonly assignee: Person | null },
  message: Omit<NewMessage, 'internal'>,
): Promise<TicketRow> {
  const ticket = await lockTicket(tx, at.ticket.id)
  if (ticket.state === 'closed') throw staffProblem('ticket-closed')
  const author = { kind: 'client', userId: at.userId } as const
  await insertWithFiles(tx, post, { ticket, author }, { ...message, internal: false })
  const isWaiting = ticket.state !== 'open'
  const row = isWaiting ? await setState(tx, ticket, 'open') : ticket
  await tellStaff(tx, post, at.assignee, { row, what: 'has a new message of the client' })
  return row
}

/** Somebody of the staff writes, to the client or among the staff; the first answer to the client keeps the promise. Throws agency/ticket-closed, file-not-usable. */
export async function writeAsStaff(
  tx: Tx,
  post: Writing,
  { ticket: seen, userId }: { readonly ticket: TicketRow; readonly userId: Id<'user'> },
  message: NewMessage,
): Promise<TicketRow> {
  const ticket = await lockTicket(tx, seen.id)
  if (ticket.state === 'closed') throw staffProblem('ticket-closed')
  await insertWithFiles(tx, post, { ticket, author: { kind: 'staff', userId } }, message)
  const files = message.fileIds?.length ?? 0
  await auditTicket(tx, 'answered', ticket, { internal: message.internal, ...(files === 0 ? {} : { files }) })
  if (message.internal) return ticket
  const row = await update(tx, ticket, { answered_at: ticket.answered_at ?? now() })
  const client = await findClient(tx, row.client_id)
  const to = client === undefined ? null : mailboxOf(client)
  if (client !== undefined && to !== null) {
    const url = await clientUrl(tx, post, client, { row, byGuest: false })
    const { reference, subject } = row
    await post.mailer.send(tx, to, ticketAnsweredMail, {
      name: client.name,
      url,
      reference,
      subject,
      body: message.body,
    })
  }
  return row
}

/** Moves a ticket from the state that was seen. Throws agency/ticket-moved, ticket-step-refused. */
export async function moveTicket(
  tx: Tx,
  { id }: TicketRow,
  { expected, state }: { readonly expected: TicketState; readonly state: TicketState },
): Promise<TicketRow> {
  if (!steps[expected].includes(state))
    throw staffProblem('ticket-step-refused', { params: { allowed: steps[expected] } })
  const ticket = await lockTicket(tx, id)
  if (ticket.state !== expected) throw staffProblem('ticket-moved')
  const row = await setState(tx, ticket, state)
  await auditTicket(tx, 'moved', row, { from: expected, to: state })
  return row
}

async function setState(tx: Tx, ticket: TicketRow, state: TicketState): Promise<TicketRow> {
  const isOver = state === 'resolved' || state === 'closed'
  const row = await update(tx, ticket, { state, resolved_at: isOver ? (ticket.resolved_at ?? now()) : null })
  await tx.publish(ticketStateChanged, { ticketId: row.id, clientId: row.client_id, from: ticket.state, to: state })
  return row
}

/** Changes how urgent it is: what was promised is counted anew from when the ticket came. */
export async function prioritise(tx: Tx, ticket: TicketRow, priority: Priority): Promise<TicketRow> {
  const { answerBy, resolveBy } = dueTimes(priority, ticket.created_at)
  const row = await update(tx, ticket, { priority, answer_due_at: answerBy, resolve_due_at: resolveBy })
  await auditTicket(tx, 'prioritised', row, { priority })
  return row
}

/** Gives a ticket to somebody whose roles let them answer it, or to nobody. Throws agency/not-assignable. */
export async function assignTicket(
  tx: Tx,
  deps: Post & Pick<StaffDeps, 'access'>,
  ticket: TicketRow,
  assignee: { readonly userId: Id<'user'>; readonly person: Person | null } | null,
): Promise<TicketRow> {
  if (assignee !== null) {
    const { permissions } = await deps.access.standingOf(tx, assignee.userId)
    if (!permissions.has(UPDATE_TICKETS)) throw agencyProblem('not-assignable')
  }
  const row = await update(tx, ticket, { assignee_id: assignee?.userId ?? null })
  await auditTicket(tx, 'assigned', row, { assigneeId: row.assignee_id })
  await tellStaff(tx, deps, assignee?.person ?? null, { row, what: 'was assigned to you' })
  return row
}

async function tellStaff(
  tx: Tx,
  { mailer, publicUrl }: Post,
  person: Person | null,
  { row, what }: { readonly row: TicketRow; readonly what: string },
): Promise<void> {
  if (person === null) return
  const url = new URL(`/agency/tickets/${row.id}`, publicUrl).href
  const { reference, subject } = row
  await mailer.send(tx, recipient(person), ticketForStaffMail, { name: person.name, url, reference, subject, what })
}

async function lockTicket(tx: Tx, id: Id<'ticket'>): Promise<TicketRow> {
  const row = await tx
    .query<StaffTables>()
    .selectFrom('agency.ticket')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('ticket-not-found')
  return row
}

async function update(tx: Tx, { id }: TicketRow, change: Partial<TicketRow>): Promise<TicketRow> {
  return await tx
    .query<StaffTables>()
    .updateTable('agency.ticket')
    .set({ ...change, updated_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function auditTicket(
  tx: Tx,
  action: string,
  { id, reference }: TicketRow,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const subject = { kind: 'ticket', id }
  await tx.audit({ action: `agency.ticket.${action}`, subject, details: { reference, ...details } })
}
