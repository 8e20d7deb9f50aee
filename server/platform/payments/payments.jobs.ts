import { Type } from 'typebox'
import { inSeconds } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job, type Schedule } from '../../kernel/jobs/job.ts'
import { checkAttempt, endAttempt, sweepDue } from './check.ts'
import { fulfil } from './fulfil.ts'
import { sweepParked, takeEvent } from './inbox.ts'
import type { InTx, PaymentsParts } from './parts.ts'
import { giveUpRefund, sendRefund } from './refunds.ts'
import { providerName } from './shapes.ts'
import { tellSubject } from './tell.ts'

/** Transactions of a job whose effects are kept apart by the rows they change, and not by the job's id. */
export function inJob({ db, jobId }: Pick<JobContext, 'db' | 'jobId'>, name: string): InTx {
  return (work) => db.transaction(systemOrigin(name, jobId), work)
}

const byAttempt = object({ attemptId: idOf('attempt') })
/** A provider that is away for half a day is asked for as long. */
const PATIENT = { attempts: 20, backoffSeconds: 5, deadlineSeconds: 60 } as const

export function attemptJobs(parts: PaymentsParts): AnyJob[] {
  return [
    job({
      ...{ name: 'payments.check', description: 'Submits an attempt, or asks the provider how it stands.' },
      ...{ ...PATIENT, attempts: 5, data: byAttempt, concurrency: 4 },
      idempotentBy: 'the look that is taken once, and the key that was stored with the attempt before the first call',
      handle: (context, { attemptId }) => checkAttempt(parts, inJob(context, 'payments.check'), attemptId),
    }),
    job({
      ...{ name: 'payments.cancel', description: 'Ends an attempt that took nothing.' },
      ...{ ...PATIENT, data: byAttempt },
      idempotentBy: 'an attempt that has ended is not ended again',
      handle: (context, { attemptId }) => endAttempt(parts, inJob(context, 'payments.cancel'), attemptId),
    }),
    job({
      ...{ name: 'payments.take-event', description: 'Carries out what a provider sent.' },
      ...{ ...PATIENT, concurrency: 4 },
      data: object({ provider: providerName, account: Type.String(), eventId: Type.String() }),
      idempotentBy: 'the event, which is done in the transaction of what follows from it',
      handle: (context, event) => takeEvent(parts, inJob(context, 'payments.take-event'), event),
    }),
  ]
}

export function handingJobs(parts: PaymentsParts): AnyJob[] {
  return [
    job({
      ...{ name: 'payments.fulfil', description: 'Hands a payment that was taken to what was paid for.' },
      ...{ ...PATIENT, data: object({ paymentId: idOf('payment') }) },
      idempotentBy: 'the payment, which is marked in the transaction of its fulfilment',
      handle: (context, { paymentId }) => inJob(context, 'payments.fulfil')((tx) => fulfil(parts, tx, paymentId)),
    }),
    job({
      ...{ name: 'payments.send-refund', description: 'Asks the provider for a refund that is reserved.' },
      ...{ ...PATIENT, data: object({ refundId: idOf('refund') }) },
      idempotentBy: 'the refund’s own id, which is its key at the provider',
      async handle(context, { refundId }) {
        const inTx = inJob(context, 'payments.send-refund')
        try {
          await sendRefund(parts, inTx, refundId)
        } catch (error) {
          if (context.isFinal(error)) await inTx((tx) => giveUpRefund(tx, refundId))
          throw error
        }
      },
    }),
    job({
      ...{ name: 'payments.tell-subject', description: 'Tells what was paid for of a refund or a dispute.' },
      ...{
        ...PATIENT,
        data: object({ kind: oneOf(['refund', 'dispute']), id: Type.String(), outcome: Type.String() }),
      },
      idempotentBy: 'what was told last, marked in the transaction of telling',
      handle: (context, part) => inJob(context, 'payments.tell-subject')((tx) => tellSubject(parts, tx, part)),
    }),
  ]
}

const KEPT_BODY_DAYS = 30
const KEPT_DAYS = 180
const KEPT_KEY_DAYS = 30
const KEPT_RUN_DAYS = 90
const DAY_SECONDS = 24 * 3600

const sweep = job({
  ...{ name: 'payments.sweep', description: 'Queues looks at attempts, and events, that nobody has taken in time.' },
  ...{ attempts: 1, backoffSeconds: 5, deadlineSeconds: 30, data: object({}), concurrency: 1 },
  idempotentBy: 'looks and events are taken once however often they are queued',
  async handle(context) {
    const inTx = inJob(context, 'payments.sweep')
    await inTx(sweepDue)
    await inTx(sweepParked)
  },
})

const purge = job({
  ...{ name: 'payments.purge', description: 'Empties messages of providers after 30 days and forgets them after 180.' },
  ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 120, data: object({}) },
  idempotentBy: 'deleting what is old: a second run finds nothing',
  async handle(context) {
    await inJob(
      context,
      'payments.purge',
    )(async (tx) => {
      await tx.raw(
        `UPDATE payments.provider_event SET body = NULL, headers = NULL
          WHERE received_at < $1 AND status IN ('done', 'ignored') AND body IS NOT NULL`,
        [inSeconds(-KEPT_BODY_DAYS * DAY_SECONDS)],
      )
      await tx.raw("DELETE FROM payments.provider_event WHERE received_at < $1 AND status IN ('done', 'ignored')", [
        inSeconds(-KEPT_DAYS * DAY_SECONDS),
      ])
      await tx.raw(
        'DELETE FROM payments.recon_seen WHERE run_id IN (SELECT id FROM payments.recon_run WHERE started_at < $1)',
        [inSeconds(-KEPT_RUN_DAYS * DAY_SECONDS)],
      )
      await tx.raw(
        `DELETE FROM payments.recon_run run WHERE started_at < $1
            AND NOT EXISTS (SELECT FROM payments.recon_item WHERE run_id = run.id)`,
        [inSeconds(-KEPT_RUN_DAYS * DAY_SECONDS)],
      )
      await tx.raw('DELETE FROM payments.intent WHERE created_at < $1', [inSeconds(-KEPT_KEY_DAYS * DAY_SECONDS)])
    })
  },
})

export const housekeeping: { readonly jobs: readonly AnyJob[]; readonly schedules: readonly Schedule[] } = {
  jobs: [sweep, purge],
  schedules: [
    { name: 'payments.sweep', job: sweep, cron: '* * * * *', zone: 'UTC', data: {} },
    { name: 'payments.purge', job: purge, cron: '51 3 * * *', zone: 'UTC', data: {} },
  ],
}
