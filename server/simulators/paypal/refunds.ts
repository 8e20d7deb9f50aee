import { type Account, type Capture, type Dispute, link, type Refund } from './account.ts'
import { amountOf, hundredths, readAmount } from './amounts.ts'
import { notFound, PaypalFault } from './errors.ts'
import { record } from './reporting.ts'

type Json = Readonly<Record<string, unknown>>

const SETTLED = ['COMPLETED', 'PARTIALLY_REFUNDED']

/** `POST /v2/payments/captures/{id}/refund`. */
export function refundCapture(account: Account, capture: Capture, asked: Json): Refund {
  const left = hundredths(capture.amount) - refundedOf(account, capture)
  if (left === 0) throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'CAPTURE_FULLY_REFUNDED')
  if (!SETTLED.includes(capture.status)) throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'CAPTURE_NOT_REFUNDABLE')
  const currency = capture.amount.currency_code
  const amount = asked.amount === undefined ? amountOf(left, currency) : readAmount(asked.amount)
  if (amount.currency_code !== currency)
    throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'REFUND_CAPTURE_CURRENCY_MISMATCH')
  if (hundredths(amount) > left) throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'REFUND_AMOUNT_EXCEEDED')
  const refund = makeRefund(account, capture, { amount, customId: asked.custom_id })
  account.refunds.set(refund.id, refund)
  orderOf(account, capture)?.refunds.push(refund)
  count(account, capture)
  record(account, {
    code: 'T1107',
    id: refund.id,
    reference: { id: capture.id, type: 'TXN' },
    amount: -hundredths(amount),
    currency,
    customField: capture.custom_id,
  })
  account.emit('PAYMENT.CAPTURE.REFUNDED', 'refund', refund)
  return refund
}

/** The bank sends a refund back. */
export function failRefund(account: Account, id: string): Refund {
  const refund = account.refunds.get(id)
  if (refund === undefined || refund.status === 'FAILED') throw new RangeError(`there is no refund ${id} to fail`)
  const capture = captureOf(
    account,
    String(
      refund.links
        .find(({ rel }) => rel === 'up')
        ?.href.split('/')
        .at(-1),
    ),
  )
  refund.status = 'FAILED'
  refund.update_time = account.now()
  count(account, capture)
  record(account, {
    code: 'T1106',
    id: account.id(),
    reference: { id: capture.id, type: 'TXN' },
    amount: hundredths(refund.amount),
    currency: refund.amount.currency_code,
  })
  account.emit('PAYMENT.REFUND.FAILED', 'refund', refund)
  return refund
}

/** The payer asks PayPal for the money back: it is held until that is decided. */
export function openDispute(account: Account, capture: Capture): Dispute {
  const now = account.now()
  const dispute: Dispute = {
    dispute_id: `PP-D-${account.id().slice(0, 5)}`,
    status: 'OPEN',
    reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
    dispute_amount: capture.amount,
    disputed_transactions: [{ seller_transaction_id: capture.id }],
    create_time: now,
    update_time: now,
  }
  account.disputes.set(dispute.dispute_id, dispute)
  held(account, capture, 'T1110', -1)
  account.emit('CUSTOMER.DISPUTE.CREATED', 'dispute', dispute)
  return dispute
}

export function decideDispute(account: Account, id: string, outcome: 'won' | 'lost'): Dispute {
  const dispute = account.disputes.get(id)
  if (dispute === undefined || dispute.status === 'RESOLVED')
    throw new RangeError(`there is no dispute ${id} to decide`)
  dispute.status = 'RESOLVED'
  dispute.update_time = account.now()
  dispute.dispute_outcome = { outcome_code: outcome === 'won' ? 'RESOLVED_SELLER_FAVOUR' : 'RESOLVED_BUYER_FAVOUR' }
  const capture = captureOf(account, dispute.disputed_transactions[0]?.seller_transaction_id ?? '')
  if (outcome === 'won') held(account, capture, 'T1111', 1)
  account.emit('CUSTOMER.DISPUTE.RESOLVED', 'dispute', dispute)
  return dispute
}

/** Money goes to the bank. */
export function withdraw(account: Account, currency: string): string {
  const sum = account.transactions
    .filter(({ transaction_amount: amount }) => amount.currency_code === currency)
    .reduce((total, { transaction_amount: amount, fee_amount: fee }) => {
      return total + hundredths(amount) + (fee === undefined ? 0 : hundredths(fee))
    }, 0)
  if (sum <= 0) throw new RangeError(`there is nothing of ${currency} to withdraw`)
  const id = account.id()
  record(account, { code: 'T0400', id, amount: -sum, currency })
  return id
}

/** The capture of an id; throws as PayPal does when there is none. */
export function captureOf(account: Account, id: string): Capture {
  const capture = account.captures.get(id)
  if (capture === undefined) throw notFound()
  return capture
}

function orderOf(account: Account, capture: Capture) {
  return account.orders.get(capture.supplementary_data.related_ids.order_id)?.purchase_units[0]?.payments
}

function refundedOf(account: Account, capture: Capture): number {
  const made = orderOf(account, capture)?.refunds ?? []
  return made.reduce((sum, { status, amount }) => sum + (status === 'FAILED' ? 0 : hundredths(amount)), 0)
}

function count(account: Account, capture: Capture): void {
  const refunded = refundedOf(account, capture)
  capture.status =
    refunded === 0 ? 'COMPLETED' : refunded < hundredths(capture.amount) ? 'PARTIALLY_REFUNDED' : 'REFUNDED'
  capture.update_time = account.now()
}

function held(account: Account, { id, amount }: Capture, code: string, sign: 1 | -1): void {
  const entry = { code, id: account.id(), reference: { id, type: 'TXN' as const } }
  record(account, { ...entry, amount: sign * hundredths(amount), currency: amount.currency_code })
}

function makeRefund(
  account: Account,
  capture: Capture,
  { amount, customId }: { amount: Refund['amount']; customId: unknown },
): Refund {
  const id = account.id()
  const now = account.now()
  return {
    id,
    status: 'COMPLETED',
    amount,
    ...(typeof customId === 'string' ? { custom_id: customId } : {}),
    seller_payable_breakdown: { gross_amount: amount, net_amount: amount, total_refunded_amount: amount },
    links: [
      link(account, 'self', `/v2/payments/refunds/${id}`),
      link(account, 'up', `/v2/payments/captures/${capture.id}`),
    ],
    create_time: now,
    update_time: now,
  }
}
