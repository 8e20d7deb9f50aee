import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { moneyShape } from '../../kernel/money.ts'
import { isOwn } from './own-payment.ts'
import type { PaymentsParts } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import { findPayment } from './reads.ts'
import { accountOf, receiptOf } from './receipt.ts'
import { providerName } from './shapes.ts'

const accountShape = object({
  /** What providers have kept, as far as their lists were read. */
  fees: moneyShape,
  book: Type.Array(object({ account: Type.String(), amount: moneyShape })),
  provider: nullable(object({ gross: moneyShape, fee: moneyShape })),
  differences: Type.Array(object({ what: Type.String(), minor: Type.String() })),
})

const receiptShape = object({
  paymentId: idOf('payment'),
  subject: object({ type: Type.String(), id: Type.String() }),
  description: Type.String(),
  payer: object({ name: nullable(Type.String()), email: Type.String() }),
  paidBy: Type.Array(object({ provider: providerName, reference: nullable(Type.String()), amount: moneyShape })),
  capturedAt: nullable(instant),
  captured: moneyShape,
  refunds: Type.Array(object({ id: idOf('refund'), amount: moneyShape, at: instant })),
  refunded: moneyShape,
  kept: moneyShape,
  account: nullable(accountShape),
})

/** A receipt for the payer; staff who see payments are shown that payment, book and provider agree to the cent. */
export function receiptRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.receipt',
      method: 'GET',
      path: '/api/payments/{id}/receipt',
      summary:
        'What was paid, for what, and what went back: for the payer by session or header payment-token, and for those who see payments, with the sums of book and provider and how far they differ.',
      policy: { access: 'optional', rate: 'read' },
      schema: { params: object({ id: idOf('payment') }), response: { 200: receiptShape } },
      problems: ['payments/not-found'],
    },
    async (call) => {
      const payment = await findPayment(db, call.params.id)
      const isStaff = call.principal?.actor.permissions.has('payments:read') === true
      if (!isStaff && !isOwn(call, payment)) throw paymentsProblem('not-found')
      return { ...(await receiptOf(db, payment)), account: isStaff ? await accountOf(db, payment) : null }
    },
  )
}
