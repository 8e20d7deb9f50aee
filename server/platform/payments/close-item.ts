import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { readAttempt } from './intents.ts'
import { paymentsProblem } from './problems.ts'
import { enqueue } from './queue.ts'
import { isLive, isToFulfil, lockPayment, settle } from './settle.ts'
import type { AttemptRow, ItemRow, PaymentRow, PaymentTables } from './tables.ts'

/** Closes an item in a person's name. Throws payments/item-not-found, payments/item-closed, payments/difference-remains. */
export async function closeItem(
  tx: Tx,
  id: Id<'recon-item'>,
  { by, reason }: { readonly by: Id<'user'>; readonly reason: string },
): Promise<ItemRow> {
  const query = tx.query<PaymentTables>()
  const item = await query.selectFrom('payments.recon_item').selectAll().where('id', '=', id).executeTakeFirst()
  if (item === undefined) throw paymentsProblem('item-not-found')
  if (item.kind === 'payout_difference' && item.closed_at === null) throw paymentsProblem('difference-remains')
  const closed = await query
    .updateTable('payments.recon_item')
    .set({ closed_at: now(), closed_how: 'human', closed_by: by, closed_reason: reason })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (closed === undefined) throw paymentsProblem('item-closed')
  await tx.audit({
    action: 'payments.item.closed',
    subject: { kind: 'recon-item', id },
    details: { kind: item.kind, key: item.key, reason },
  })
  await letGo(tx, closed)
  return closed
}

/** What was captured whole is handed over now; otherwise the subject may be paid anew. */
async function passReview(tx: Tx, payment: PaymentRow): Promise<void> {
  const reviewed = { ...payment, reviewed_at: now() }
  const goesOn = isToFulfil(reviewed)
  await tx
    .query<PaymentTables>()
    .updateTable('payments.payment')
    .set({ reviewed_at: reviewed.reviewed_at, live: payment.live && goesOn })
    .where('id', '=', payment.id)
    .execute()
  if (goesOn) await enqueue(tx, 'payments.fulfil', { paymentId: payment.id }, { key: payment.id })
}

/** What nobody could clear up stands in nobody's way any more: the attempt is given up, and what is held under review is over. */
async function letGo(tx: Tx, { kind, key, payment_id: paymentId }: ItemRow): Promise<void> {
  if (paymentId === null) return
  const payment = await lockPayment(tx, paymentId)
  const query = tx.query<PaymentTables>()
  const attempts = await query.selectFrom('payments.attempt').select('id').where('payment_id', '=', paymentId).execute()
  const attempt = attempts.find((one) => one.id === key)
  if (kind === 'unresolved' && attempt !== undefined && isLive(await readAttempt(tx, attempt.id)))
    await giveUp(tx, attempt.id)
  if (payment.review.length > 0) await passReview(tx, payment)
  await settle(tx, paymentId)
}

async function giveUp(tx: Tx, id: AttemptRow['id']): Promise<void> {
  await tx
    .query<PaymentTables>()
    .updateTable('payments.attempt')
    .set({ submission: 'abandoned', claimed_until: null })
    .where('id', '=', id)
    .execute()
}
