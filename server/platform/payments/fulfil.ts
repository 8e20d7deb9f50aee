import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { paymentCaptured } from './events.ts'
import { type PaymentsParts, subjectOf } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import { reserveRefund } from './refunds.ts'
import { attemptsOf, isToFulfil, lockPayment, markHanded, settle } from './settle.ts'
import type { PaymentRow, PaymentTables } from './tables.ts'

/**
 * Hands a payment that was taken whole to its subject, once: the subject's own rows are locked before the payment, as everywhere else. What
 * cannot be sold any more is refunded whole.
 */
export async function fulfil(parts: PaymentsParts, tx: Tx, paymentId: Id<'payment'>): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 14))', [paymentId])
  const payment = await readPayment(tx, paymentId)
  if (!isToFulfil(payment)) return
  const outcome = payment.canceled_at === null ? await askSubject(parts, tx, payment) : 'unsellable'
  await lockPayment(tx, paymentId)
  await markHanded(tx, paymentId, outcome)
  const { captured } = await settle(tx, paymentId)
  await tx.publish(paymentCaptured, {
    paymentId,
    subject: { type: payment.subject_type, id: payment.subject_id },
    amount: { minor: captured.toString(), currency: payment.currency },
  })
  await tx.audit({ action: `payments.payment.${outcome}`, subject: { kind: 'payment', id: paymentId } })
  if (outcome === 'unsellable') await refundAll(tx, paymentId)
}

async function readPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow> {
  const row = await tx
    .query<PaymentTables>()
    .selectFrom('payments.payment')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw paymentsProblem('not-found')
  return row
}

async function askSubject(parts: PaymentsParts, tx: Tx, payment: PaymentRow): Promise<'fulfilled' | 'unsellable'> {
  const { id, subject_id: subjectId, currency, amount_minor: amount, captured_minor: captured } = payment
  const taken = (await attemptsOf(tx, id)).find(({ captured_minor: minor }) => minor > 0n)
  return await subjectOf(parts, payment.subject_type).captured(tx, {
    ...{ id, subjectId, provider: taken?.provider ?? 'unknown' },
    amount: { minor: amount, currency },
    captured: { minor: captured, currency },
    capturedAt: payment.captured_at ?? payment.created_at,
  })
}

/** All that is left of what was taken goes back, from each attempt what it took. */
async function refundAll(tx: Tx, paymentId: Id<'payment'>): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  let left = payment.captured_minor - payment.refunded_minor
  for (const attempt of await attemptsOf(tx, paymentId)) {
    const minor = attempt.captured_minor < left ? attempt.captured_minor : left
    if (minor <= 0n) continue
    left -= minor
    await reserveRefund(tx, payment, {
      ...{ attemptId: attempt.id, minor, key: `unsellable:${attempt.id}` },
      ...{ reason: 'nothing could be sold for it any more', by: null },
    })
  }
}
