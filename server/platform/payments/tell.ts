import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { PaymentsParts } from './parts.ts'
import type { DisputeRow, RefundRow } from './tables.ts'

type Told<Row> = Row & { readonly subject_type: string; readonly subject_id: string; [column: string]: unknown }

/** Tells the subject of a refund or dispute that changed; a change that was overtaken by another is told as it is now, once. */
export async function tellSubject(
  { subjects }: Pick<PaymentsParts, 'subjects'>,
  tx: Tx,
  { kind, id }: { readonly kind: 'refund' | 'dispute'; readonly id: string },
): Promise<void> {
  const table = kind === 'refund' ? 'payments.refund' : 'payments.dispute'
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 15))', [id])
  const [row] = await tx.raw<Told<RefundRow | DisputeRow>>(
    `SELECT part.*, payment.subject_type, payment.subject_id FROM ${table} part
       JOIN payments.payment payment ON payment.id = part.payment_id WHERE part.id = $1`,
    [id],
  )
  if (row === undefined || row.status === 'pending' || row.told === row.status) return
  const subject = subjects.get(row.subject_type)
  const change = {
    ...{ id, paymentId: asId(row.payment_id) as Id<'payment'>, subjectId: row.subject_id },
    amount: { minor: row.amount_minor, currency: row.currency },
  }
  const { status } = row
  if (kind === 'refund') {
    if (status === 'succeeded' || status === 'failed') await subject?.refunded?.(tx, { ...change, outcome: status })
  } else if (status === 'open' || status === 'won' || status === 'lost') {
    await subject?.disputed?.(tx, { ...change, outcome: status })
  }
  await tx.raw(`UPDATE ${table} SET told = $2 WHERE id = $1`, [id, status])
}
