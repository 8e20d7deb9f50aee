import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader, StaffActor } from '../caller.ts'
import { workProblem } from './problems.ts'
import type { RequestRow, Stage, Visibility, WorkTables } from './tables.ts'

export interface PageInput {
  readonly limit?: number
  readonly cursor?: string
}

/** Who looks for a request: its client by account, a guest by the id that a token opens. */
export type ClientAccess =
  | { readonly clientId: Id<'client'>; readonly requestId?: undefined }
  | { readonly requestId: Id<'service-request'>; readonly clientId?: undefined }

/** A request as its client may find it; one of somebody else does not exist. Throws agency/request-not-found. */
export async function findAsClient(source: Reader, reference: string, access: ClientAccess): Promise<RequestRow> {
  let query = source
    .query<WorkTables>()
    .selectFrom('agency.service_request')
    .selectAll()
    .where('reference', '=', reference)
  query =
    access.clientId === undefined
      ? query.where('id', '=', access.requestId)
      : query.where('client_id', '=', access.clientId)
  const row = await query.executeTakeFirst()
  if (row === undefined) throw workProblem('request-not-found')
  return row
}

/** A request as staff may find it: with `all` any, else those assigned to them. Throws agency/request-not-found. */
export async function findAsStaff(source: Reader, id: Id<'service-request'>, actor: StaffActor): Promise<RequestRow> {
  let query = source.query<WorkTables>().selectFrom('agency.service_request').selectAll().where('id', '=', id)
  if (!actor.all) query = query.where('assignee_id', '=', actor.userId)
  const row = await query.executeTakeFirst()
  if (row === undefined) throw workProblem('request-not-found')
  return row
}

/** Newest first. */
export async function listOfClient(source: Reader, clientId: Id<'client'>, input: PageInput) {
  const page = cursorPage(input, acceptId)
  let query = source
    .query<WorkTables>()
    .selectFrom('agency.service_request')
    .selectAll()
    .where('client_id', '=', clientId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.after !== null) query = query.where('id', '<', asId<'service-request'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

export interface StaffFilter extends PageInput {
  readonly stage?: Stage | undefined
  readonly assignee?: 'me' | 'nobody' | undefined
  readonly clientId?: Id<'client'> | undefined
}

/** Newest first: with `all` everybody's, else those assigned to the asking person. */
export async function listForStaff(source: Reader, actor: StaffActor, filter: StaffFilter) {
  const page = cursorPage(filter, acceptId)
  let query = source
    .query<WorkTables>()
    .selectFrom('agency.service_request')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (!actor.all || filter.assignee === 'me') query = query.where('assignee_id', '=', actor.userId)
  if (filter.assignee === 'nobody') query = query.where('assignee_id', 'is', null)
  if (filter.clientId !== undefined) query = query.where('client_id', '=', filter.clientId)
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage)
  if (page.after !== null) query = query.where('id', '<', asId<'service-request'>(page.after[0] ?? ''))
  const { items, nextCursor } = page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
  return { rows: items, nextCursor }
}

/** What the reader may see: clients what is for them, staff also what is among the staff, and those who see all the rest too. */
export function visibleTo(reader: 'client' | StaffActor): Visibility[] {
  if (reader === 'client') return ['customer']
  return reader.all ? ['customer', 'staff', 'internal'] : ['customer', 'staff']
}

const THREAD_MAX = 500

/** History and messages of a request, oldest first, as far as `seen` goes. */
export async function threadOf(source: Reader, requestId: Id<'service-request'>, seen: readonly Visibility[]) {
  const query = source.query<WorkTables>()
  const events = await query
    .selectFrom('agency.request_event')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('visibility', 'in', seen)
    .orderBy('id')
    .limit(THREAD_MAX)
    .execute()
  const messages = await query
    .selectFrom('agency.request_message')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('visibility', 'in', seen)
    .orderBy('id')
    .limit(THREAD_MAX)
    .execute()
  return { events, messages }
}
