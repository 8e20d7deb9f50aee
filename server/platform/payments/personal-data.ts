import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { PaymentTables } from './tables.ts'

/** What the unit holds of a person: their payments, and the refunds they asked for as staff. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const query = db.query<PaymentTables>()
  const [payments, refunds] = await Promise.all([
    query
      .selectFrom('payments.payment')
      .select(['id', 'description', 'payer_email', 'payer_name', 'status', 'currency', 'created_at', 'captured_at'])
      .select((select) => [
        select.cast<string>('amount_minor', 'text').as('amount_minor'),
        select.cast<string>('captured_minor', 'text').as('captured_minor'),
        select.cast<string>('refunded_minor', 'text').as('refunded_minor'),
      ])
      .where('payer_id', '=', userId)
      .orderBy('id')
      .execute(),
    query
      .selectFrom('payments.refund')
      .select(['id', 'payment_id', 'reason', 'status', 'created_at'])
      .where('requested_by', '=', userId)
      .orderBy('id')
      .execute(),
  ])
  return payments.length === 0 && refunds.length === 0 ? null : { payments, refunds }
}

/** Forgets who paid: amounts, states, references and the book stay, as the law on accounts wants; names, addresses, numbers and raw messages go. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw(
    `UPDATE payments.provider_event SET body = NULL, headers = NULL WHERE attempt_id IN (
       SELECT attempt.id FROM payments.attempt JOIN payments.payment ON payment.id = attempt.payment_id WHERE payment.payer_id = $1)`,
    [userId],
  )
  await tx.raw(
    `UPDATE payments.attempt SET phone = NULL, next = NULL
      WHERE payment_id IN (SELECT id FROM payments.payment WHERE payer_id = $1) AND submission NOT IN ('created', 'submitting', 'uncertain')`,
    [userId],
  )
  await tx.raw('DELETE FROM payments.intent WHERE principal = $1::text', [userId])
  await tx.raw(
    `UPDATE payments.payment SET payer_email = 'erased@invalid', payer_name = NULL, payer_token = NULL, description = 'erased' WHERE payer_id = $1`,
    [userId],
  )
}
