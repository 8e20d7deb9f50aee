import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { callerId } from './caller.ts'
import type { InvoicesParts } from './deps.ts'
import { draftInput } from './draft-input.ts'
import { listRecurrences } from './lists.ts'
import { frequencies } from './periods.ts'
import { beginRecurrence, findRecurrence, turnRecurrence } from './recurrences.ts'
import { day, recurrenceShape } from './shapes.ts'
import { type RecurrenceRow, recurrenceModes, recurrenceStatuses } from './tables.ts'
import { wholeTemplate } from './tax-numbers.ts'

const CSRF = 'identity/csrf'
const READ = { can: 'invoices:read', rate: 'read' } as const
const byRecurrence = object({ id: idOf('recurrence') })

export function recurrenceRoutes(parts: InvoicesParts): Route[] {
  return [...readRoutes(parts), beginRoute(parts), turnRoute()]
}

function readRoutes(parts: InvoicesParts): Route[] {
  const { db } = parts
  return [
    route(
      {
        id: 'invoices.recurrences',
        method: 'GET',
        path: '/api/invoices/recurrences',
        summary: 'Recurring invoices, newest first.',
        policy: READ,
        schema: { query: object(pageQuery), response: { 200: page(recurrenceShape) } },
      },
      async (call) => {
        const list = cursorPage(call.query, acceptId)
        const rows = await listRecurrences(db, { limit: list.limit + 1, after: list.after?.[0] })
        return list.of(rows, ({ id }) => [id], toRecurrence)
      },
    ),
    route(
      {
        id: 'invoices.recurrence',
        method: 'GET',
        path: '/api/invoices/recurrences/{id}',
        summary: 'One recurring invoice, with what each is drafted from.',
        policy: READ,
        schema: {
          params: byRecurrence,
          response: { 200: object({ ...recurrenceShape.properties, template: draftInput }) },
        },
        problems: ['invoices/recurrence-not-found'],
      },
      async (call) => {
        const row = await findRecurrence(db, call.params.id)
        return { ...toRecurrence(row), template: await wholeTemplate(parts, db, row) }
      },
    ),
  ]
}

function beginRoute(parts: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.beginRecurrence',
      method: 'POST',
      path: '/api/invoices/recurrences',
      summary: 'Begins an invoice that comes again and again: as a draft, issued, or issued and mailed.',
      policy: { can: 'invoices:manage', rate: 'write', idempotency: 'required' },
      schema: {
        body: object({
          template: draftInput,
          frequency: oneOf(frequencies),
          startsOn: day,
          endsOn: Type.Optional(nullable(day)),
          mode: oneOf(recurrenceModes),
        }),
        response: { 201: recurrenceShape },
      },
      problems: [
        ...['invoices/bad-date', 'invoices/bad-quantity', 'invoices/discount-too-large', 'invoices/too-large'],
        ...['invoices/no-recipient', 'invoices/unprintable', 'money/unknown-currency', 'mail/bad-address', CSRF],
      ],
    },
    (call) => {
      const { endsOn = null, ...wanted } = call.body
      return call.transaction(async (tx) =>
        toRecurrence(await beginRecurrence(parts, tx, { ...wanted, endsOn, by: callerId(call) })),
      )
    },
  )
}

function turnRoute(): Route {
  return route(
    {
      id: 'invoices.turnRecurrence',
      method: 'PATCH',
      path: '/api/invoices/recurrences/{id}',
      summary: 'Pauses a recurring invoice, lets it go on, or ends it. What fell into a pause is not made up for.',
      policy: { can: 'invoices:manage', rate: 'write' },
      schema: {
        params: byRecurrence,
        body: object({ status: oneOf(recurrenceStatuses) }),
        response: { 200: recurrenceShape },
      },
      problems: ['invoices/recurrence-not-found', 'invoices/recurrence-ended', CSRF],
    },
    (call) => call.transaction(async (tx) => toRecurrence(await turnRecurrence(tx, call.params.id, call.body.status))),
  )
}

function toRecurrence(row: RecurrenceRow) {
  return {
    ...{ id: row.id, customerId: row.customer_id, frequency: row.frequency, mode: row.mode, status: row.status },
    ...{ recipientName: row.template.recipient?.name ?? null, currency: row.template.currency },
    ...{ startsOn: row.starts_on, nextOn: row.next_on, endsOn: row.ends_on, createdAt: row.created_at },
  }
}
