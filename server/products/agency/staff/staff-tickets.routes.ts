import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { assertFileOf } from '../attachments.ts'
import { staffActor } from '../caller.ts'
import { messageText } from '../reception.ts'
import type { StaffDeps } from './deps.ts'
import { priorities, type TicketRow, ticketStates } from './tables.ts'
import { findTicketAsStaff, listTickets } from './ticket-reads.ts'
import { staffTicketDetail, staffTicketSummary, ticketFilesSeen, viewStaffTickets, viewTicket } from './ticket-view.ts'
import { messageFiles } from './tickets.routes.ts'
import { assignTicket, moveTicket, prioritise, UPDATE_TICKETS, VIEW_TICKETS, writeAsStaff } from './tickets.ts'

const byId = object({ id: idOf('ticket') })
const read = { can: UPDATE_TICKETS, rate: 'read' } as const
const write = { can: UPDATE_TICKETS, rate: 'write', idempotency: 'optional' } as const
const NOT_FOUND = 'agency/ticket-not-found'
const actorOf = (call: Pick<Call, 'principal'>) => staffActor(call, VIEW_TICKETS)

/** What staff do with tickets: those assigned to them, or with agency:tickets.view_all any. */
export function staffTicketRoutes(deps: StaffDeps): Route[] {
  return [
    listRoute(deps),
    getRoute(deps),
    writeRoute(deps),
    fileRoute(deps),
    moveRoute(deps),
    priorityRoute(deps),
    assignRoute(deps),
  ]
}

/** Runs a step on a ticket that the caller may answer, and answers with the ticket as it is then. */
function onTicket(
  deps: StaffDeps,
  call: Pick<Call, 'principal' | 'transaction'> & { readonly params: { readonly id: Id<'ticket'> } },
  step: (tx: Tx, ticket: TicketRow) => Promise<TicketRow>,
) {
  const staff = actorOf(call)
  return call.transaction(async (tx) => {
    const row = await step(tx, await findTicketAsStaff(tx, call.params.id, staff))
    return await viewTicket(deps, tx, row, 'staff')
  })
}

function listRoute(deps: StaffDeps): Route {
  const query = object({
    ...pageQuery,
    priority: Type.Optional(oneOf(priorities)),
    state: Type.Optional(oneOf(ticketStates)),
    assignee: Type.Optional(oneOf(['me', 'nobody'])),
  })
  return route(
    {
      id: 'agency.listTickets',
      method: 'GET',
      path: '/api/staff/tickets',
      summary: 'Tickets by state, newest first: all, or those assigned to the caller.',
      policy: read,
      schema: { query, response: { 200: page(staffTicketSummary) } },
    },
    async (call) => {
      const { items, nextCursor } = await listTickets(deps.db, { staff: actorOf(call) }, call.query)
      return { items: await viewStaffTickets(deps, deps.db, items), nextCursor }
    },
  )
}

function getRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.ticketForStaff',
      method: 'GET',
      path: '/api/staff/tickets/{id}',
      summary: 'A ticket with all its messages and what was promised.',
      policy: read,
      schema: { params: byId, response: { 200: staffTicketDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => viewTicket(deps, deps.db, await findTicketAsStaff(deps.db, call.params.id, actorOf(call)), 'staff'),
  )
}

function writeRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.answerTicket',
      method: 'POST',
      path: '/api/staff/tickets/{id}/messages',
      summary: 'Writes to the client, or with `internal` among the staff; files go where the message goes.',
      policy: write,
      schema: {
        params: byId,
        body: object({ body: messageText, internal: Type.Boolean(), fileIds: messageFiles }),
        response: { 201: staffTicketDetail },
      },
      problems: [NOT_FOUND, 'agency/ticket-closed', 'agency/file-not-usable'],
    },
    (call) => {
      const { userId } = actorOf(call)
      return onTicket(deps, call, (tx, ticket) => writeAsStaff(tx, deps, { ticket, userId }, call.body))
    },
  )
}

function fileRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.ticketFileForStaff',
      method: 'GET',
      path: '/api/staff/tickets/{id}/files/{fileId}',
      summary: 'The bytes of a file that went along with a message.',
      policy: { can: UPDATE_TICKETS, rate: 'stream' },
      schema: { params: object({ id: idOf('ticket'), fileId: idOf('file') }), response: { 200: null } },
      problems: [NOT_FOUND, 'agency/file-not-found'],
    },
    async (call) => {
      const ticket = await findTicketAsStaff(deps.db, call.params.id, actorOf(call))
      await assertFileOf(deps.db, { ticket_id: ticket.id }, call.params.fileId, ticketFilesSeen.staff)
      await deps.files.send(call, call.params.fileId)
    },
  )
}

function moveRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.moveTicket',
      method: 'POST',
      path: '/api/staff/tickets/{id}/state',
      summary: 'Moves a ticket from the state that the caller has seen to a next one.',
      policy: write,
      schema: {
        params: byId,
        body: object({ expected: oneOf(ticketStates), state: oneOf(ticketStates) }),
        response: { 200: staffTicketDetail },
      },
      problems: [NOT_FOUND, 'agency/ticket-moved', 'agency/ticket-step-refused'],
    },
    (call) => onTicket(deps, call, (tx, ticket) => moveTicket(tx, ticket, call.body)),
  )
}

function priorityRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.prioritiseTicket',
      method: 'POST',
      path: '/api/staff/tickets/{id}/priority',
      summary: 'Changes how urgent it is, and with that by when an answer and the end are due.',
      policy: write,
      schema: {
        params: byId,
        body: object({ priority: oneOf(priorities) }),
        response: { 200: staffTicketDetail },
      },
      problems: [NOT_FOUND],
    },
    (call) => onTicket(deps, call, (tx, ticket) => prioritise(tx, ticket, call.body.priority)),
  )
}

function assignRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.assignTicket',
      method: 'POST',
      path: '/api/staff/tickets/{id}/assign',
      summary: 'Gives a ticket to somebody who may answer it, or with null to nobody.',
      policy: { can: VIEW_TICKETS, rate: 'write', idempotency: 'optional' },
      schema: {
        params: byId,
        body: object({ assigneeId: nullable(idOf('user')) }),
        response: { 200: staffTicketDetail },
      },
      problems: [NOT_FOUND, 'agency/not-assignable'],
    },
    async (call) => {
      const userId = call.body.assigneeId
      const person = userId === null ? null : ((await deps.people([userId])).get(userId) ?? null)
      const assignee = userId === null ? null : { userId, person }
      return await onTicket(deps, call, (tx, ticket) => assignTicket(tx, deps, ticket, assignee))
    },
  )
}
