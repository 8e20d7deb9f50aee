import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { callerId } from './caller.ts'
import { findCustomer, pauseCustomer } from './customers.ts'
import type { InvoicesParts } from './deps.ts'
import { listPayments } from './lists.ts'
import { allocateCredit, recordPayment, reversePayment } from './payments.ts'
import { customerShape, day, paymentShape } from './shapes.ts'
import { manualMethods } from './tables.ts'
import { toPayment } from './views.ts'

const CSRF = 'identity/csrf'
const READ = { can: 'invoices:read', rate: 'read' } as const
const RECORD = { can: 'invoices:record-payments', rate: 'write', idempotency: 'required' } as const
const byPayment = object({ id: idOf('payment') })
const byCustomer = object({ id: idOf('customer') })
const positive = Type.String({ pattern: '^[1-9][0-9]{0,17}$', description: 'Minor units' })

export function paymentRoutes(parts: InvoicesParts): Route[] {
  return [listRoute(parts), recordRoute(parts), ...changeRoutes(parts), ...customerRoutes(parts)]
}

function listRoute({ db }: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.payments',
      method: 'GET',
      path: '/api/invoices/payments',
      summary:
        'Money that came in, newest first; `credit=true`: only what pays no invoice, and waits for somebody to decide.',
      policy: READ,
      schema: {
        query: object({
          ...pageQuery,
          credit: Type.Optional(Type.Boolean()),
          customerId: Type.Optional(idOf('customer')),
        }),
        response: { 200: page(paymentShape) },
      },
    },
    async (call) => {
      const { credit = false, customerId } = call.query
      const list = cursorPage(call.query, acceptId)
      const filter = {
        limit: list.limit + 1,
        after: list.after?.[0],
        credit,
        ...(customerId === undefined ? {} : { customerId }),
      }
      return list.of(await listPayments(db, filter), ({ id }) => [id], toPayment)
    },
  )
}

function recordRoute(parts: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.recordPayment',
      method: 'POST',
      path: '/api/invoices/payments',
      summary:
        'Records money that came by bank or cash, for an invoice, or for a customer, whose oldest is paid first.',
      policy: RECORD,
      schema: {
        body: object({
          invoiceId: Type.Optional(idOf('invoice')),
          customerId: Type.Optional(idOf('customer')),
          method: oneOf(manualMethods),
          reference: line(200),
          receivedOn: day,
          currency: Type.String({ pattern: '^[A-Z]{3}$' }),
          amountMinor: positive,
        }),
        response: { 201: paymentShape },
      },
      problems: [
        ...['invoices/invoice-not-found', 'invoices/customer-not-found', 'invoices/not-issued', 'invoices/bad-date'],
        ...['invoices/currency-differs', 'money/unknown-currency', CSRF],
      ],
    },
    (call) =>
      call.transaction(async (tx) => {
        const given = { ...call.body, amountMinor: BigInt(call.body.amountMinor), recordedBy: callerId(call) }
        return toPayment(await recordPayment(parts, tx, given))
      }),
  )
}

function changeRoutes(parts: InvoicesParts): Route[] {
  return [
    route(
      {
        id: 'invoices.allocateCredit',
        method: 'POST',
        path: '/api/invoices/payments/{id}/allocate',
        summary: 'Lets what a payment has left pay an invoice of the same customer.',
        policy: RECORD,
        schema: {
          params: byPayment,
          body: object({ invoiceId: idOf('invoice'), amountMinor: Type.Optional(positive) }),
          response: { 200: paymentShape },
        },
        problems: [
          ...[
            'invoices/payment-not-found',
            'invoices/invoice-not-found',
            'invoices/not-issued',
            'invoices/nothing-due',
          ],
          ...['invoices/currency-differs', 'invoices/more-than-left', CSRF],
        ],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { invoiceId, amountMinor } = call.body
          const wanted = { invoiceId, ...(amountMinor === undefined ? {} : { amountMinor: BigInt(amountMinor) }) }
          return toPayment(await allocateCredit(parts, tx, call.params.id, wanted))
        }),
    ),
    route(
      {
        id: 'invoices.reversePayment',
        method: 'POST',
        path: '/api/invoices/payments/{id}/reverse',
        summary: 'Takes back a payment that was recorded by hand: a counter entry; what it paid is open again.',
        policy: RECORD,
        schema: { params: byPayment, body: object({ reason: line(500) }), response: { 200: paymentShape } },
        problems: ['invoices/payment-not-found', 'invoices/more-than-left', CSRF],
      },
      (call) => {
        const why = { reason: call.body.reason, by: callerId(call) }
        return call.transaction(async (tx) => toPayment(await reversePayment(tx, call.params.id, why)))
      },
    ),
  ]
}

function customerRoutes({ db }: InvoicesParts): Route[] {
  return [
    route(
      {
        id: 'invoices.customer',
        method: 'GET',
        path: '/api/invoices/customers/{id}',
        summary: 'What a customer has to pay and to their credit, by currency.',
        policy: READ,
        schema: { params: byCustomer, response: { 200: customerShape } },
        problems: ['invoices/customer-not-found'],
      },
      (call) => findCustomer(db, call.params.id),
    ),
    route(
      {
        id: 'invoices.changeCustomer',
        method: 'PATCH',
        path: '/api/invoices/customers/{id}',
        summary: 'Says whether a customer is reminded of what is overdue.',
        policy: { can: 'invoices:manage', rate: 'write' },
        schema: {
          params: byCustomer,
          body: object({ dunningPaused: Type.Boolean() }),
          response: { 200: customerShape },
        },
        problems: ['invoices/customer-not-found', CSRF],
      },
      (call) => call.transaction((tx) => pauseCustomer(tx, call.params.id, call.body.dunningPaused)),
    ),
  ]
}
