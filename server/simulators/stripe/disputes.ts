import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { recordDispute } from './balance.ts'

const ANSWER_DAYS = 9
const DAY_SECONDS = 24 * 3600

/** The card's holder asks the bank for the money back: Stripe takes it and a fee until it is decided. */
export function openDispute(account: Account, charge: Stripe.Charge, reason: string): Stripe.Dispute {
  if (!charge.captured || charge.disputed) throw new RangeError(`${charge.id} cannot be disputed`)
  const dispute = makeDispute(account, charge, reason)
  charge.disputed = true
  account.disputes.set(dispute.id, dispute)
  account.emit('charge.dispute.created', dispute)
  dispute.balance_transactions.push(recordDispute(account, dispute, true))
  account.emit('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** The bank decides. */
export function decideDispute(account: Account, dispute: Stripe.Dispute, outcome: 'won' | 'lost'): Stripe.Dispute {
  if (dispute.status === 'won' || dispute.status === 'lost') throw new RangeError(`${dispute.id} is decided`)
  dispute.status = outcome
  if (outcome === 'won') {
    dispute.balance_transactions.push(recordDispute(account, dispute, false))
    account.emit('charge.dispute.funds_reinstated', dispute)
  }
  account.emit('charge.dispute.closed', dispute)
  return dispute
}

function makeDispute(account: Account, charge: Stripe.Charge, reason: string): Stripe.Dispute {
  return {
    id: account.id('du'),
    object: 'dispute',
    amount: charge.amount_captured - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: account.now(),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence(),
    evidence_details: {
      due_by: account.now() + ANSWER_DAYS * DAY_SECONDS,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  }
}

function noEvidence(): Stripe.Dispute.Evidence {
  return {
    access_activity_log: null,
    billing_address: null,
    cancellation_policy: null,
    cancellation_policy_disclosure: null,
    cancellation_rebuttal: null,
    customer_communication: null,
    customer_email_address: null,
    customer_name: null,
    customer_purchase_ip: null,
    customer_signature: null,
    duplicate_charge_documentation: null,
    duplicate_charge_explanation: null,
    duplicate_charge_id: null,
    enhanced_evidence: {},
    product_description: null,
    receipt: null,
    refund_policy: null,
    refund_policy_disclosure: null,
    refund_refusal_explanation: null,
    service_date: null,
    service_documentation: null,
    shipping_address: null,
    shipping_carrier: null,
    shipping_date: null,
    shipping_documentation: null,
    shipping_tracking_number: null,
    uncategorized_file: null,
    uncategorized_text: null,
  }
}
