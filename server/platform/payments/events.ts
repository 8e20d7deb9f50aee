import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import { moneyShape } from '../../kernel/money.ts'

const payment = {
  paymentId: idOf('payment'),
  subject: object({ type: Type.String(), id: Type.String() }),
  amount: moneyShape,
}

export const paymentCaptured = eventType('payments.payment.captured', 'A payment was taken whole.', object(payment))
export const paymentRefunded = eventType(
  'payments.payment.refunded',
  'A refund of a payment succeeded, or one that was asked for failed.',
  object({ ...payment, refundId: idOf('refund'), outcome: oneOf(['succeeded', 'failed']) }),
)
export const paymentDisputed = eventType(
  'payments.payment.disputed',
  'A payer disputes a payment, or the dispute was decided.',
  object({ ...payment, disputeId: idOf('dispute'), outcome: oneOf(['open', 'won', 'lost']) }),
)
