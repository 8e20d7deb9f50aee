import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { moneyShape, parseMoney } from '../../kernel/money.ts'
import { explainPayment, explanationShape } from './explain.ts'
import { namesOf, type PaymentsParts } from './parts.ts'
import { disputesOf, findPayment, listPayments } from './reads.ts'
import { refundableOf, refundsOf, requestRefund } from './refunds.ts'
import { attemptsOf } from './settle.ts'
import {
  detailShape,
  listedShape,
  moneyText,
  providerName,
  refundShape,
  showAttempt,
  showDispute,
  showPayment,
  showRefund,
} from './shapes.ts'
import { paymentStatuses } from './tables.ts'

const READ = { can: 'payments:read', rate: 'read' } as const
/** Money leaves: by somebody who has just proven who they are. */
const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const
const REFUND = { can: 'payments:refund', rate: 'write', idempotency: 'required', assurance: FRESH } as const
const instantText = Type.String({ format: 'date-time' })
const byPayment = object({ id: idOf('payment') })

function momentOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

export function staffRoutes(parts: PaymentsParts): Route[] {
  return [listRoute(parts), ...readRoutes(parts), refundRoute(parts)]
}

function listRoute({ db }: PaymentsParts): Route {
  return route(
    {
      id: 'payments.list',
      method: 'GET',
      path: '/api/payments',
      summary: 'All payments, newest first.',
      policy: READ,
      schema: {
        query: object({
          ...pageQuery,
          state: Type.Optional(oneOf(paymentStatuses)),
          underReview: Type.Optional(Type.Boolean()),
          provider: Type.Optional(providerName),
          from: Type.Optional(instantText),
          to: Type.Optional(instantText),
        }),
        response: { 200: page(listedShape) },
      },
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const { state, underReview, provider, from, to } = call.query
      const filter = { state, underReview, provider, from: momentOf(from), to: momentOf(to) }
      const rows = await listPayments(db, { ...filter, limit: list.limit + 1, after: list.after?.[0] })
      return list.of(
        rows,
        (row) => [row.id],
        (row) => ({ ...showPayment(row), provider: row.provider }),
      )
    },
  )
}

function readRoutes(parts: PaymentsParts): Route[] {
  const { db } = parts
  return [
    route(
      {
        id: 'payments.get',
        method: 'GET',
        path: '/api/payments/{id}',
        summary: 'One payment with its attempts and refunds.',
        policy: READ,
        schema: { params: byPayment, response: { 200: detailShape } },
        problems: ['payments/not-found'],
      },
      async (call) => {
        const payment = await findPayment(db, call.params.id)
        const [attempts, refunds, disputes] = await Promise.all([
          attemptsOf(db, payment.id),
          refundsOf(db, payment.id),
          disputesOf(db, payment.id),
        ])
        const nameOf = await namesOf(
          parts,
          db,
          refunds.map((one) => one.requested_by),
        )
        return {
          ...showPayment(payment),
          attempts: attempts.map((one) => showAttempt(one, payment)),
          refunds: refunds.map((one) => showRefund(one, nameOf)),
          disputes: disputes.map(showDispute),
          refundable: moneyText({ minor: refundableOf(payment, attempts, refunds), currency: payment.currency }),
          ...{ fulfilledAt: payment.fulfilled_at, unsellableAt: payment.unsellable_at },
        }
      },
    ),
    route(
      {
        id: 'payments.explain',
        method: 'GET',
        path: '/api/payments/{id}/explain',
        summary: 'Why a payment stands as it does: every fact with where it was heard, and the rule that decided.',
        policy: READ,
        schema: { params: byPayment, response: { 200: explanationShape } },
        problems: ['payments/not-found'],
      },
      (call) => explainPayment(db, call.params.id),
    ),
  ]
}

function refundRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.refund',
      method: 'POST',
      path: '/api/payments/{id}/refund',
      summary: 'Reserves a refund and asks the provider for it.',
      policy: REFUND,
      schema: {
        params: byPayment,
        body: object({ amount: moneyShape, reason: line(300, 3) }),
        response: { 202: refundShape },
      },
      problems: [
        ...['payments/not-found', 'payments/refund-too-large', 'payments/disputed', 'payments/refund-other-currency'],
        'identity/csrf',
      ],
    },
    (call) =>
      call.transaction(async (tx) => {
        const refund = await requestRefund(tx, {
          ...{ paymentId: call.params.id, amount: parseMoney(call.body.amount), reason: call.body.reason },
          ...{ by: callerId(call), key: `staff:${callerId(call)}:${call.request.headers['idempotency-key']}` },
        })
        return showRefund(refund, await namesOf(parts, tx, [refund.requested_by]))
      }),
  )
}

/** The person behind a call whose policy demands a permission. */
export function callerId({ principal }: Pick<Call, 'principal'>): Id<'user'> {
  if (principal === undefined) throw new TypeError('the policy of this route demands a session')
  return principal.actor.userId
}
