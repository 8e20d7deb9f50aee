import type Stripe from 'stripe'
import type { Account } from './account.ts'
import { invalid } from './errors.ts'

const DAY_SECONDS = 24 * 3600
const SETTLES_DAYS = 2
const DISPUTE_FEE = 1500
/** 2.9 % and 30 of the smallest unit. */
const FEE_RATE = 29
const FEE_FIXED = 30

interface Entry {
  readonly type: Stripe.BalanceTransaction['type']
  readonly category: string
  readonly amount: number
  readonly currency: string
  readonly source: string
  readonly description: string | null
  readonly fee?: number
}

/** What Stripe keeps of a charge. */
export function chargeFee(amount: number): number {
  return Math.round((amount * FEE_RATE) / 1000) + FEE_FIXED
}

/** Writes into the account's book. */
export function record(account: Account, entry: Entry): Stripe.BalanceTransaction {
  const { fee = 0, amount, currency } = entry
  const line: Stripe.BalanceTransaction = {
    id: account.id('txn'),
    object: 'balance_transaction',
    amount,
    available_on: account.now() + SETTLES_DAYS * DAY_SECONDS,
    balance_type: 'payments',
    created: account.now(),
    currency,
    description: entry.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [{ amount: fee, application: null, currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
    net: amount - fee,
    reporting_category: entry.category,
    source: entry.source,
    status: 'pending',
    type: entry.type,
  }
  account.transactions.set(line.id, line)
  return line
}

/** The book's line about a dispute: money held, or given back. */
export function recordDispute(account: Account, dispute: Stripe.Dispute, held: boolean): Stripe.BalanceTransaction {
  return record(account, {
    type: 'adjustment',
    category: held ? 'dispute' : 'dispute_reversal',
    amount: held ? -dispute.amount : dispute.amount,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback ${held ? 'withdrawal' : 'reversal'} for ${dispute.charge}`,
    fee: held ? DISPUTE_FEE : 0,
  })
}

/** `GET /v1/balance`: all of it pending, since payouts take it at once. */
export function balanceOf(account: Account) {
  const sums = new Map<string, number>()
  for (const { currency, net } of account.transactions.values()) sums.set(currency, (sums.get(currency) ?? 0) + net)
  const pending = [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }))
  const available = pending.map(({ currency }) => ({ amount: 0, currency, source_types: { card: 0 } }))
  return { object: 'balance', available, livemode: false, pending }
}

/** Pays out what no payout has taken yet, as Stripe does by itself each day. */
export function payOut(account: Account, currency: string): Stripe.Payout {
  const due = [...account.transactions.values()].filter(
    (line) => line.currency === currency && !account.paidOutBy.has(line.id),
  )
  const amount = due.reduce((sum, { net }) => sum + net, 0)
  if (amount <= 0) throw new RangeError(`there is nothing of ${currency} to pay out`)
  const payout = makePayout(account, { amount, currency, automatic: true })
  for (const { id } of due) account.paidOutBy.set(id, payout.id)
  if (typeof payout.balance_transaction === 'string') account.paidOutBy.set(payout.balance_transaction, payout.id)
  return payout
}

/** `POST /v1/payouts`: by hand; such a one cannot be asked what it settled. */
export function payOutByHand(account: Account, amount: number, currency: string): Stripe.Payout {
  const held = balanceOf(account).pending.find((one) => one.currency === currency)?.amount ?? 0
  if (amount > held)
    throw invalid('You have insufficient funds in your Stripe account for this transfer.', 'balance_insufficient')
  return makePayout(account, { amount, currency, automatic: false })
}

function makePayout(
  account: Account,
  { amount, currency, automatic }: Pick<Stripe.Payout, 'amount' | 'currency' | 'automatic'>,
): Stripe.Payout {
  const id = account.id('po')
  const line = record(account, {
    type: 'payout',
    category: 'payout',
    amount: -amount,
    currency,
    source: id,
    description: 'STRIPE PAYOUT',
  })
  const payout: Stripe.Payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: account.now() + SETTLES_DAYS * DAY_SECONDS,
    automatic,
    balance_transaction: line.id,
    created: account.now(),
    currency,
    description: 'STRIPE PAYOUT',
    destination: account.id('ba'),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'completed' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'paid',
    trace_id: null,
    type: 'bank_account',
  }
  account.payouts.set(id, payout)
  account.emit('payout.created', payout)
  account.emit('payout.paid', payout)
  return payout
}
