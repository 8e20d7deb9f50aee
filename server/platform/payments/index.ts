import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import type { Money } from '../../kernel/money.ts'
import type { Unit } from '../../kernel/unit.ts'
import { paymentCaptured, paymentDisputed, paymentRefunded } from './events.ts'
import { callOff } from './intents.ts'
import type { PaymentsDeps, PaymentsParts } from './parts.ts'
import { payerRoutes } from './payer.routes.ts'
import { payerReads } from './payer-reads.routes.ts'
import { attemptJobs, handingJobs, housekeeping } from './payments.jobs.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { paymentsProblem } from './problems.ts'
import { enqueue } from './queue.ts'
import { isUsed, paymentsOf } from './reads.ts'
import { receiptRoute } from './receipt.routes.ts'
import { reconJobs } from './recon.jobs.ts'
import { reconRoutes } from './recon.routes.ts'
import type { RunSummary } from './recon-run.ts'
import { reconRunRoutes } from './recon-runs.routes.ts'
import { paymentsCheck, type ReconcileInput, reconcile } from './reconcile.ts'
import { type RefundInput, requestRefund } from './refunds.ts'
import { attemptsOf, isLive } from './settle.ts'
import { type PaymentView, type RefundView, toRefund, toView } from './shapes.ts'
import { staffRoutes } from './staff.routes.ts'
import type { PaymentSubject, Reader } from './subject.ts'
import { waysToPay } from './ways.ts'
import { webhookRoutes } from './webhook.routes.ts'

export type { PaymentProvider } from './provider.ts'
/** What is configured of Stripe, PayPal and M-Pesa. */
export { createProviders } from './providers/providers.ts'
export type { PaidPayment } from './subject.ts'
export type { PaymentSubject, PaymentView, RefundView }
/** Facts that other units may subscribe to. */
export { paymentCaptured, paymentDisputed, paymentRefunded }

export interface Payments extends Unit {
  /** Takes a kind of thing that can be paid for; before the first request. */
  declareSubject(subject: PaymentSubject): void
  /** Whether there is a way to pay this amount here. */
  canTake(amount: Money): boolean
  /** Whether anybody has begun to pay here. */
  isUsed(source: Reader): Promise<boolean>
  /** Payments of a subject, newest first. */
  ofSubject(source: Reader, type: string, id: string): Promise<PaymentView[]>
  /**
   * Reserves a refund of at most what was captured and is not refunded, and asks for it by a job; the same key gives the same refund. Throws
   * payments/refund-too-large, payments/disputed, payments/refund-other-currency.
   */
  refund(tx: Tx, input: RefundInput): Promise<RefundView>
  /** Nothing more may be paid for the subject; money that comes all the same is refunded. */
  cancelOf(tx: Tx, type: string, id: string): Promise<void>
  /** Compares what a provider lists with what is known here, loop by loop; a dry run keeps nothing. Throws payments/provider-unknown. */
  reconcile(input: ReconcileInput): Promise<RunSummary[]>
}

/** Takes money for what other units sell, through the providers there are, and keeps the book of it. */
export function createPayments(deps: PaymentsDeps): Payments {
  const subjects = new Map<string, PaymentSubject>()
  const parts: PaymentsParts = { ...deps, subjects }
  const recon = reconJobs(parts)
  return {
    name: 'payments',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...payerRoutes(parts),
      ...payerReads(parts),
      ...webhookRoutes(parts),
      ...staffRoutes(parts),
      ...reconRoutes(parts),
      ...reconRunRoutes(parts),
      receiptRoute(parts),
    ],
    problems: [paymentsProblem],
    permissions: {
      'payments:read': 'See payments, what led to their state, and the book',
      'payments:refund': 'Give money back to payers',
      'payments:reconcile': 'See differences with payment providers and the book, and close differences',
    },
    events: [paymentCaptured, paymentRefunded, paymentDisputed],
    jobs: [...attemptJobs(parts), ...handingJobs(parts), ...housekeeping.jobs, ...recon.jobs],
    schedules: [...housekeeping.schedules, ...recon.schedules],
    health: [paymentsCheck(deps.db)],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,

    declareSubject(subject) {
      if (subjects.has(subject.type)) throw new TypeError(`two units take payments for ${subject.type}`)
      subjects.set(subject.type, subject)
    },
    canTake: (amount) => waysToPay(deps, amount).length > 0,
    isUsed,
    ofSubject: async (source, type, id) => (await paymentsOf(source, type, id)).map(toView),
    refund: async (tx, input) => toRefund(await requestRefund(tx, input)),
    cancelOf,
    reconcile: (input) =>
      reconcile(parts, (work) => deps.db.transaction(systemOrigin('payments.reconcile', newId()), work), input),
  }
}

async function cancelOf(tx: Tx, type: string, id: string): Promise<void> {
  for (const { id: paymentId, fulfilled_at: fulfilledAt } of await paymentsOf(tx, type, id)) {
    if (fulfilledAt !== null) continue
    await callOff(tx, paymentId)
    for (const attempt of await attemptsOf(tx, paymentId))
      if (isLive(attempt)) await enqueue(tx, 'payments.cancel', { attemptId: attempt.id })
  }
}
