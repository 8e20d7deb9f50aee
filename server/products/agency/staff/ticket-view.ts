import { Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { fileFields, filesOf } from '../attachments.ts'
import type { Reader } from '../caller.ts'
import { clientsById } from '../clients.ts'
import type { StaffDeps } from './deps.ts'
import { isLate } from './service-level.ts'
import { priorities, type TicketRow, ticketStates } from './tables.ts'
import { ticketMessages } from './ticket-reads.ts'

const summary = {
  id: idOf('ticket'),
  reference: Type.String(),
  subject: Type.String(),
  state: oneOf(ticketStates),
  createdAt: instant,
  updatedAt: instant,
}
const message = {
  id: idOf('ticket-message'),
  author: oneOf(['client', 'staff']),
  authorName: nullable(Type.String()),
  body: Type.String(),
  sentAt: instant,
  files: Type.Array(object(fileFields)),
}
const forStaff = {
  client: object({ id: idOf('client'), name: Type.String(), email: nullable(Type.String()) }),
  assignee: nullable(object({ id: idOf('user'), name: nullable(Type.String()) })),
  priority: oneOf(priorities),
  answerDueAt: instant,
  resolveDueAt: instant,
  answeredAt: nullable(instant),
  resolvedAt: nullable(instant),
  answerLate: Type.Boolean(),
  resolveLate: Type.Boolean(),
}

export const ticketSummary = object(summary)
export const ticketDetail = namedObject('Ticket', { ...summary, messages: Type.Array(object(message)) })
export const staffTicketSummary = object({ ...summary, ...forStaff })
export const staffTicketDetail = namedObject('StaffTicket', {
  ...summary,
  ...forStaff,
  messages: Type.Array(object({ ...message, internal: Type.Boolean() })),
})

export function viewTicketSummary(row: TicketRow) {
  const { id, reference, subject, state } = row
  return { id, reference, subject, state, createdAt: row.created_at, updatedAt: row.updated_at }
}

/** Tickets as lists for staff show them, with what was promised and whether it is kept. */
export async function viewStaffTickets(
  { people }: Pick<StaffDeps, 'people'>,
  source: Reader,
  rows: readonly TicketRow[],
) {
  const clients = await clientsById(source, rows)
  const assigned = rows.map((row) => row.assignee_id).filter((id): id is Id<'user'> => id !== null)
  const known = await people([...new Set(assigned)], source)
  return rows.flatMap((row) => {
    const client = clients.get(row.client_id)
    if (client === undefined) return []
    return {
      ...viewTicketSummary(row),
      client: { id: client.id, name: client.name, email: client.email },
      assignee:
        row.assignee_id === null ? null : { id: row.assignee_id, name: known.get(row.assignee_id)?.name ?? null },
      priority: row.priority,
      ...{ answerDueAt: row.answer_due_at, resolveDueAt: row.resolve_due_at },
      ...{ answeredAt: row.answered_at, resolvedAt: row.resolved_at },
      answerLate: isLate(row.answer_due_at, row.answered_at, now()),
      resolveLate: isLate(row.resolve_due_at, row.resolved_at, now()),
    }
  })
}

/** Whose files go along with messages that the reader sees. */
export const ticketFilesSeen = { client: ['customer'], staff: ['customer', 'staff'] } as const

/** A ticket with its messages, as its client or as staff see it. */
export async function viewTicket(
  { people, files }: Pick<StaffDeps, 'people' | 'files'>,
  source: Reader,
  row: TicketRow,
  reader: 'client' | 'staff',
) {
  const messages = await ticketMessages(source, row.id, reader === 'client')
  const authors = messages.map((one) => one.author_id).filter((id): id is Id<'user'> => id !== null)
  const known = await people([...new Set(authors)], source)
  const attached = await filesOf({ files }, source, { ticket_id: row.id }, ticketFilesSeen[reader])
  const [ofStaff] = reader === 'client' ? [] : await viewStaffTickets({ people }, source, [row])
  return {
    ...viewTicketSummary(row),
    ...ofStaff,
    messages: messages.map((one) => ({
      ...{ id: one.id, author: one.author, internal: one.internal, body: one.body, sentAt: one.sent_at },
      authorName: one.author_id === null ? null : (known.get(one.author_id)?.name ?? null),
      files: attached.filter(({ messageId }) => messageId === one.id),
    })),
  }
}
