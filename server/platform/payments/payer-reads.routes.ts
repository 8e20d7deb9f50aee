import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, nullable, object } from '../../kernel/http/schema.ts'
import { parseMoney } from '../../kernel/money.ts'
import { isOwn, lastAttempt, ownPayment } from './own-payment.ts'
import type { PaymentsParts } from './parts.ts'
import { paymentsOf } from './reads.ts'
import { ownShape, providerName, showOwn } from './shapes.ts'
import { waysToPay } from './ways.ts'

/** What a payer sees: how something can be paid, and how that stands. */
export function payerReads(parts: PaymentsParts): Route[] {
  return [waysRoute(parts), viewRoute(parts), ofSubjectRoute(parts)]
}

function waysRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.ways',
      method: 'GET',
      path: '/api/payments/ways',
      summary: 'How an amount can be paid here. `live` is false where no money moves: test keys, or a stand-in.',
      policy: { access: 'public', rate: 'read' },
      schema: {
        query: object({
          minor: Type.String({ pattern: '^[0-9]{1,15}$' }),
          currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        }),
        response: { 200: object({ items: Type.Array(object({ provider: providerName, live: Type.Boolean() })) }) },
      },
      problems: ['money/unknown-currency'],
    },
    async ({ query }) => ({
      items: waysToPay(parts, parseMoney(query)).map(({ name, livemode }) => ({ provider: name, live: livemode })),
    }),
  )
}

function viewRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.view',
      method: 'GET',
      path: '/api/payments/{id}/own',
      summary: 'One’s own payment: by session, or by header payment-token with what a guest paid with.',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: object({ id: idOf('payment') }), response: { 200: ownShape } },
      problems: ['payments/not-found'],
    },
    async (call) => {
      const payment = await ownPayment(db, call, call.params.id)
      return showOwn(payment, await lastAttempt(db, payment.id))
    },
  )
}

function ofSubjectRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.viewOfSubject',
      method: 'GET',
      path: '/api/payments/of/{type}/{id}',
      summary: 'One’s own newest payment for something, or null: how a page that was reloaded goes on.',
      policy: { access: 'optional', rate: 'read' },
      schema: {
        params: object({ type: line(100), id: line(200) }),
        response: { 200: object({ payment: nullable(ownShape) }) },
      },
    },
    async (call) => {
      const own = (await paymentsOf(db, call.params.type, call.params.id)).find((one) => isOwn(call, one))
      return { payment: own === undefined ? null : showOwn(own, await lastAttempt(db, own.id)) }
    },
  )
}
