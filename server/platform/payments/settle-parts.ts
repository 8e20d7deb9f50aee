import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import { paymentDisputed, paymentRefunded } from './events.ts'
import type { FoldedPart, FoldedPayment } from './fold.ts'
import { enqueue } from './queue.ts'
import type { DisputeRow, PaymentRow, PaymentTables, RefundRow } from './tables.ts'

/** Brings refunds and disputes to what the fold says of them; whoever was told something else is told anew. */
export async function settleParts(tx: Tx, payment: PaymentRow, folded: FoldedPayment): Promise<void> {
  for (const { id, refunds, disputes } of folded.attempts) {
    for (const refund of refunds) await settleRefund(tx, payment, id, refund)
    for (const dispute of disputes) await settleDispute(tx, payment, id, dispute)
  }
}

type Part<State extends string> = FoldedPart<State>

async function settleRefund(
  tx: Tx,
  payment: PaymentRow,
  attemptId: string,
  folded: Part<'pending' | 'succeeded' | 'failed'>,
): Promise<void> {
  const row = (await refundByRef(tx, attemptId, folded)) ?? (await writeForeignRefund(tx, payment, attemptId, folded))
  if (row.status === folded.state) return
  await tx
    .query<PaymentTables>()
    .updateTable('payments.refund')
    .set({ status: folded.state })
    .where('id', '=', row.id)
    .execute()
  await tellOfRefund(tx, payment, { ...row, status: folded.state })
}

/** Of a refund that ended: to the subject by a job, to everybody by an event. */
export async function tellOfRefund(tx: Tx, payment: PaymentRow, row: RefundRow): Promise<void> {
  if (row.status === 'pending' || row.told === row.status) return
  await enqueue(tx, 'payments.tell-subject', { kind: 'refund', id: row.id, outcome: row.status })
  await tx.publish(paymentRefunded, {
    ...{ paymentId: payment.id, subject: { type: payment.subject_type, id: payment.subject_id } },
    amount: { minor: row.amount_minor.toString(), currency: row.currency },
    ...{ refundId: row.id, outcome: row.status },
  })
}

/**
 * The refund that the provider speaks of: by its reference, else one of ours of that amount which the provider has not named yet, since
 * its word may come before the answer to our call.
 */
async function refundByRef(tx: Tx, attemptId: string, { ref, amount }: Part<string>): Promise<RefundRow | undefined> {
  const [known] = await tx.raw<RefundRow & Record<string, unknown>>(
    `SELECT * FROM payments.refund WHERE attempt_id = $1 AND (provider_ref = $2
        OR (provider_ref IS NULL AND amount_minor = $3 AND submission IN ('sending', 'uncertain')))
      ORDER BY provider_ref IS NULL, id LIMIT 1`,
    [attemptId, ref, amount],
  )
  if (known === undefined || known.provider_ref !== null) return known
  await tx
    .query<PaymentTables>()
    .updateTable('payments.refund')
    .set({ provider_ref: ref, submission: 'accepted' })
    .where('id', '=', known.id)
    .execute()
  return known
}

/** Somebody refunded at the provider's own pages. */
async function writeForeignRefund(
  tx: Tx,
  payment: PaymentRow,
  attemptId: string,
  { ref, amount }: Part<string>,
): Promise<RefundRow> {
  return await tx
    .query<PaymentTables>()
    .insertInto('payments.refund')
    .values({
      ...{ id: newId<'refund'>(), payment_id: payment.id, attempt_id: attemptId as RefundRow['attempt_id'] },
      ...{
        amount_minor: amount,
        currency: payment.currency,
        submission: 'foreign',
        idem_key: `provider:${attemptId}:${ref}`,
      },
      ...{ reason: 'made at the provider', requested_by: null, provider_ref: ref, created_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function settleDispute(
  tx: Tx,
  payment: PaymentRow,
  attemptId: string,
  { ref, state, amount }: Part<'open' | 'won' | 'lost'>,
): Promise<void> {
  const [row] = await tx.raw<DisputeRow & Record<string, unknown>>(
    'SELECT * FROM payments.dispute WHERE attempt_id = $1 AND provider_ref = $2',
    [attemptId, ref],
  )
  if (row?.status === state && row.amount_minor === amount) return
  const id = row?.id ?? newId<'dispute'>()
  await tx.raw(
    `INSERT INTO payments.dispute (id, payment_id, attempt_id, provider_ref, amount_minor, currency, status, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (attempt_id, provider_ref) DO UPDATE SET status = excluded.status, amount_minor = excluded.amount_minor`,
    [id, payment.id, attemptId, ref, amount, payment.currency, state, now()],
  )
  await enqueue(tx, 'payments.tell-subject', { kind: 'dispute', id, outcome: state })
  await tx.publish(paymentDisputed, {
    ...{ paymentId: payment.id, subject: { type: payment.subject_type, id: payment.subject_id } },
    amount: { minor: amount.toString(), currency: payment.currency },
    ...{ disputeId: id, outcome: state },
  })
}
