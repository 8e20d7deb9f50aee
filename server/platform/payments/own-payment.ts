import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import { readAttempt, tokenHash } from './intents.ts'
import { paymentsProblem } from './problems.ts'
import { findPayment } from './reads.ts'
import type { AttemptRow, PaymentRow } from './tables.ts'

/** What a guest proved the subject with, so that it stands in no address. */
const TOKEN_HEADER = 'payment-token'

type PayersCall = Pick<Call, 'principal' | 'request'>

/** Whether a payment is the caller's: by session, or by what it was opened with. */
export function isOwn({ principal, request }: PayersCall, payment: PaymentRow): boolean {
  if (payment.payer_id !== null && payment.payer_id === principal?.actor.userId) return true
  const token = request.headers[TOKEN_HEADER]
  return (
    typeof token === 'string' && payment.payer_token !== null && timingSafeEqual(tokenHash(token), payment.payer_token)
  )
}

/** Throws payments/not-found for another's as for none. */
export async function ownPayment(db: Db, call: PayersCall, id: Id<'payment'>): Promise<PaymentRow> {
  const payment = await findPayment(db, id)
  if (!isOwn(call, payment)) throw paymentsProblem('not-found')
  return payment
}

/** The newest try at a payment. */
export async function lastAttempt(db: Db, paymentId: Id<'payment'>): Promise<AttemptRow | undefined> {
  const [row] = await db.raw<{ id: Id<'attempt'> }>(
    'SELECT id FROM payments.attempt WHERE payment_id = $1 ORDER BY n DESC LIMIT 1',
    [paymentId],
  )
  return row === undefined ? undefined : await readAttempt(db, row.id)
}
