import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader, StaffActor } from '../caller.ts'
import { staffProblem } from './problems.ts'
import type { Priority, StaffTables, TicketMessageRow, TicketRow, TicketState } from './tables.ts'

const tickets = (source: Reader) => source.query<StaffTables>().selectFrom('agency.ticket').selectAll()

/** Who looks as its client: by account, or a guest by the id that a token opens. */
export type ClientAccess =
  | { readonly clientId: Id<'client'>; readonly ticketId?: undefined }
  | { readonly ticketId: Id<'ticket'>; readonly clientId?: undefined }

/** Throws agency/ticket-not-found, also for those of others. */
export async function findTicketAsClient(source: Reader, reference: string, access: ClientAccess): Promise<TicketRow> {
  let query = tickets(source).where('reference', '=', reference)
  query =
    access.clientId === undefined
      ? query.where('id', '=', access.ticketId)
      : query.where('client_id', '=', access.clientId)
  const row = await query.executeTakeFirst()
  if (row === undefined) throw staffProblem('ticket-not-found')
  return row
}

/** With `all` any, else those assigned to them. Throws agency/ticket-not-found. */
export async function findTicketAsStaff(source: Reader, id: Id<'ticket'>, actor: StaffActor): Promise<TicketRow> {
  let query = tickets(source).where('id', '=', id)
  if (!actor.all) query = query.where('assignee_id', '=', actor.userId)
  const row = await query.executeTakeFirst()
  if (row === undefined) throw staffProblem('ticket-not-found')
  return row
}

export interface TicketFilter {
  readonly limit?: number
  readonly cursor?: string
  readonly state?: TicketState | undefined
  readonly priority?: Priority | undefined
  readonly assignee?: 'me' | 'nobody' | undefined
}

type TicketScope = { readonly clientId: Id<'client'> } | { readonly staff: StaffActor }

/** Newest first. */
export async function listTickets(source: Reader, scope: TicketScope, filter: TicketFilter) {
  const page = cursorPage(filter, acceptId)
  let query = tickets(source)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if ('clientId' in scope) query = query.where('client_id', '=', scope.clientId)
  else if (!scope.staff.all || filter.assignee === 'me') query = query.where('assignee_id', '=', scope.staff.userId)
  if (filter.assignee === 'nobody') query = query.where('assignee_id', 'is', null)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.priority !== undefined) query = query.where('priority', '=', filter.priority)
  if (page.after !== null) query = query.where('id', '<', asId<'ticket'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

const MESSAGES_MAX = 500

/** Oldest first; clients do not see what is among the staff. */
export async function ticketMessages(
  source: Reader,
  ticketId: Id<'ticket'>,
  isClient: boolean,
): Promise<TicketMessageRow[]> {
  let query = source
    .query<StaffTables>()
    .selectFrom('agency.ticket_message')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .limit(MESSAGES_MAX)
  if (isClient) query = query.where('internal', '=', false)
  return await query.execute()
}
