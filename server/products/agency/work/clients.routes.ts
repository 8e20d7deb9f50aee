import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { holdingPattern } from '../../../kernel/db/like.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, page, pageQuery } from '../../../kernel/http/schema.ts'
import { asId } from '../../../kernel/id.ts'
import { findClient } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import { VIEW_ALL } from './assignment.ts'
import type { WorkDeps } from './deps.ts'
import type { ClientRow, WorkTables } from './tables.ts'

const clientShape = namedObject('Client', {
  id: idOf('client'),
  name: Type.String(),
  email: nullable(Type.String()),
  phone: nullable(Type.String()),
  company: nullable(Type.String()),
  hasAccount: Type.Boolean(),
  accountId: nullable(idOf('user')),
  createdAt: instant,
})

function viewClient(row: ClientRow) {
  const { id, name, email, phone, company, user_id: accountId } = row
  return { id, name, email, phone, company, accountId, hasAccount: accountId !== null, createdAt: row.created_at }
}

export function clientRoutes({ db }: WorkDeps): Route[] {
  return [
    billableRoute({ db }),
    route(
      {
        id: 'agency.listClients',
        method: 'GET',
        path: '/api/staff/clients',
        summary: 'Clients, newest first; with `search` those whose name, address or company holds it.',
        policy: { can: VIEW_ALL, rate: 'read' },
        schema: {
          query: object({ ...pageQuery, search: Type.Optional(line(100)) }),
          response: { 200: page(clientShape) },
        },
      },
      async (call) => {
        const list = cursorPage(call.query, acceptId)
        const { search } = call.query
        const rows = await clientRows(db, { search, limit: list.limit, after: list.after?.[0] })
        return list.of(rows, (row) => [row.id], viewClient)
      },
    ),
    route(
      {
        id: 'agency.getClient',
        method: 'GET',
        path: '/api/staff/clients/{id}',
        summary: 'One client.',
        policy: { can: VIEW_ALL, rate: 'read' },
        schema: { params: object({ id: idOf('client') }), response: { 200: clientShape } },
        problems: ['agency/client-not-found'],
      },
      async (call) => {
        const row = await findClient(db, call.params.id)
        if (row === undefined || row.erased_at !== null) throw agencyProblem('client-not-found')
        return viewClient(row)
      },
    ),
  ]
}

/** As many of a client as an invoice needs, for those who write invoices and see nothing else of clients. */
function billableRoute({ db }: Pick<WorkDeps, 'db'>): Route {
  const { id, name, email, company, accountId } = clientShape.properties
  return route(
    {
      id: 'agency.listBillableClients',
      method: 'GET',
      path: '/api/staff/clients/billable',
      summary: 'Whom an invoice can be made out to, newest first; one with an account finds it in the portal.',
      policy: { can: 'invoices:manage', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, search: Type.Optional(line(100)) }),
        response: { 200: page(object({ id, name, email, company, accountId })) },
      },
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const { search } = call.query
      const rows = await clientRows(db, { search, limit: list.limit, after: list.after?.[0] })
      return list.of(rows, (row) => [row.id], viewBillable)
    },
  )
}

function viewBillable({ id, name, email, company, user_id: accountId }: ClientRow) {
  return { id, name, email, company, accountId }
}

interface ClientFilter {
  readonly search: string | undefined
  readonly limit: number
  /** Id of the last one shown. */
  readonly after: string | undefined
}

/** Newest first, one more than the limit. */
async function clientRows(db: Db, { search, limit, after }: ClientFilter): Promise<ClientRow[]> {
  let query = db
    .query<WorkTables>()
    .selectFrom('agency.client')
    .selectAll()
    .where('erased_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (search !== undefined) {
    const pattern = holdingPattern(search)
    query = query.where((where) =>
      where.or((['name', 'email', 'company'] as const).map((column) => where(column, 'ilike', pattern))),
    )
  }
  if (after !== undefined) query = query.where('id', '<', asId<'client'>(after))
  return await query.execute()
}
