import { Type } from 'typebox'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import { assertFileOf } from '../attachments.ts'
import { callerId, type Reader } from '../caller.ts'
import { clientOfUser } from '../clients.ts'
import { trapFields } from '../form-trap.ts'
import { guestToken, openGuestToken } from '../guest-access.ts'
import { messageText, receive, receivedShape } from '../reception.ts'
import type { StaffDeps } from './deps.ts'
import { staffProblem } from './problems.ts'
import type { TicketRow } from './tables.ts'
import { findTicketAsClient, listTickets } from './ticket-reads.ts'
import { ticketDetail, ticketFilesSeen, ticketSummary, viewTicket, viewTicketSummary } from './ticket-view.ts'
import { openTicket, writeAsClient } from './tickets.ts'

export const messageFiles = Type.Optional(
  Type.Array(idOf('file'), {
    maxItems: 10,
    uniqueItems: true,
    description: 'Uploads of the caller’s own, made for `agency.attachment`; those of a guest, at /api/guest/uploads',
  }),
)
const byReference = object({ reference: line(40) })
const NOT_FOUND = 'agency/ticket-not-found'

/** What clients do with tickets of their own: by session, or as a guest by the secret of a mail. */
export function ticketRoutes(deps: StaffDeps): Route[] {
  return [openRoute(deps), listRoute(deps), getRoute(deps), writeRoute(deps), fileRoute(deps)]
}

function openRoute(deps: StaffDeps): Route {
  const body = object({
    ...trapFields,
    name: Type.Optional(line(120)),
    email: Type.Optional(Type.String({ maxLength: 254 })),
    subject: line(160),
    body: messageText,
  })
  return route(
    {
      id: 'agency.openTicket',
      method: 'POST',
      path: '/api/tickets',
      summary: 'Asks for support. A guest gets reference and link by mail, never in the answer.',
      policy: { access: 'optional', rate: 'mail', idempotency: 'required' },
      schema: {
        body,
        response: { 202: receivedShape },
      },
      problems: ['agency/form-stale', 'agency/contact-missing', 'agency/too-many-mails', 'identity/bad-email'],
    },
    (call) => {
      const { subject, body: words } = call.body
      return receive(deps, call, (tx, by) => openTicket(tx, deps, by, { subject, body: words }))
    },
  )
}

function listRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.listMyTickets',
      method: 'GET',
      path: '/api/tickets',
      summary: 'Tickets of the signed-in client, newest first.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(ticketSummary) } },
    },
    async (call) => {
      const client = await clientOfUser(db, callerId(call))
      if (client === undefined) return { items: [], nextCursor: null }
      const { items, nextCursor } = await listTickets(db, { clientId: client.id }, call.query)
      return { items: items.map(viewTicketSummary), nextCursor }
    },
  )
}

/** By a secret that is shown, before the session. Throws agency/ticket-not-found. */
async function ownTicket(source: Reader, call: Pick<Call, 'principal' | 'request'>, reference: string) {
  const userId = call.principal?.actor.userId ?? null
  const secret = guestToken(call)
  const opened = secret === null ? undefined : await openGuestToken(source, secret)
  if (opened?.ticket_id != null)
    return { userId, ticket: await findTicketAsClient(source, reference, { ticketId: opened.ticket_id }) }
  const client = userId === null ? undefined : await clientOfUser(source, userId)
  if (client === undefined) throw staffProblem('ticket-not-found')
  return { userId, ticket: await findTicketAsClient(source, reference, { clientId: client.id }) }
}

function getRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.getTicket',
      method: 'GET',
      path: '/api/tickets/{reference}',
      summary: 'A ticket as its client sees it, by session or by X-Guest-Token.',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: byReference, response: { 200: ticketDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      const { ticket } = await ownTicket(deps.db, call, call.params.reference)
      return await viewTicket(deps, deps.db, ticket, 'client')
    },
  )
}

async function ticketAssignee({ people }: Pick<StaffDeps, 'people'>, { assignee_id: id }: TicketRow) {
  return id === null ? null : ((await people([id])).get(id) ?? null)
}

function writeRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.writeOnTicket',
      method: 'POST',
      path: '/api/tickets/{reference}/messages',
      summary: 'Writes to whoever answers; a ticket that waited for it, or was resolved, is open again.',
      policy: { access: 'optional', rate: 'write', idempotency: 'optional' },
      schema: {
        params: byReference,
        body: object({ body: messageText, fileIds: messageFiles }),
        response: { 201: ticketDetail },
      },
      problems: [NOT_FOUND, 'agency/ticket-closed', 'agency/file-not-usable'],
    },
    async (call) => {
      const { ticket, userId } = await ownTicket(deps.db, call, call.params.reference)
      const assignee = await ticketAssignee(deps, ticket)
      return await call.transaction(async (tx) => {
        const row = await writeAsClient(tx, deps, { ticket, userId, assignee }, call.body)
        return await viewTicket(deps, tx, row, 'client')
      })
    },
  )
}

function fileRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.ticketFile',
      method: 'GET',
      path: '/api/tickets/{reference}/files/{fileId}',
      summary: 'The bytes of a file that went along with a message.',
      policy: { access: 'optional', rate: 'stream' },
      schema: {
        params: object({ ...byReference.properties, fileId: idOf('file') }),
        response: { 200: null },
      },
      problems: [NOT_FOUND, 'agency/file-not-found'],
    },
    async (call) => {
      const { ticket } = await ownTicket(deps.db, call, call.params.reference)
      await assertFileOf(deps.db, { ticket_id: ticket.id }, call.params.fileId, ticketFilesSeen.client)
      await deps.files.send(call, call.params.fileId)
    },
  )
}
