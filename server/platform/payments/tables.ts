import type { Generated, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'
import type { Currency } from '../../kernel/money.ts'
import type { AttemptFactState, NextStep, PaymentProvider } from './provider.ts'

export type ProviderName = PaymentProvider['name']

export const paymentStatuses = [
  'open',
  'authorized',
  'partially_captured',
  'captured',
  'partially_refunded',
  'refunded',
  'canceled',
] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

export type Submission = 'created' | 'submitting' | 'uncertain' | 'accepted' | 'refused' | 'abandoned' | 'found'
export type AttemptStatus = AttemptFactState | 'created' | 'submitting' | 'unknown'
export type FactSourceName = 'webhook' | 'api' | 'list'

/** What a human is asked to look at. */
export const itemKinds = [
  'missing_local',
  'missing_remote',
  'mismatch',
  'orphan',
  'contradiction',
  'overpaid',
  'underpaid',
  'unresolved',
  'payout_difference',
  'ledger',
  'gap',
] as const
export type ItemKind = (typeof itemKinds)[number]

/** The rows of schema `payments` that the builder is used for; queried by this unit only. */
export interface PaymentTables {
  'payments.payment': {
    id: Id<'payment'>
    subject_type: string
    subject_id: string
    payer_id: Id<'user'> | null
    payer_token: Buffer | null
    payer_email: string
    payer_name: string | null
    description: string
    amount_minor: bigint
    currency: Currency
    status: Generated<PaymentStatus>
    captured_minor: Generated<bigint>
    refunded_minor: Generated<bigint>
    disputed_minor: Generated<bigint>
    review: Generated<string[]>
    captured_at: Generated<Date | null>
    version: Generated<number>
    live: Generated<boolean>
    created_at: Date
    canceled_at: Generated<Date | null>
    fulfilled_at: Generated<Date | null>
    unsellable_at: Generated<Date | null>
    reviewed_at: Generated<Date | null>
  }
  'payments.attempt': {
    id: Id<'attempt'>
    payment_id: Id<'payment'>
    n: number
    provider: ProviderName
    account: string
    livemode: boolean
    provider_key: string
    provider_ref: Generated<string | null>
    submission: Generated<Submission>
    status: Generated<AttemptStatus>
    captured_minor: Generated<bigint>
    reason: Generated<string | null>
    phone: string | null
    return_url: string
    next: Generated<NextStep | null>
    submitted_at: Generated<Date | null>
    claimed_until: Generated<Date | null>
    deadline: Date
    next_check_at: Generated<Date | null>
    check_count: Generated<number>
    created_at: Date
  }
  'payments.refund': {
    id: Id<'refund'>
    payment_id: Id<'payment'>
    attempt_id: Id<'attempt'>
    amount_minor: bigint
    currency: Currency
    submission: Generated<'reserved' | 'sending' | 'uncertain' | 'accepted' | 'refused' | 'foreign'>
    status: Generated<'pending' | 'succeeded' | 'failed'>
    idem_key: string
    reason: string
    requested_by: Id<'user'> | null
    provider_ref: Generated<string | null>
    note: Generated<string | null>
    told: Generated<'succeeded' | 'failed' | null>
    submitted_at: Generated<Date | null>
    claimed_until: Generated<Date | null>
    created_at: Date
  }
  'payments.dispute': {
    id: Id<'dispute'>
    payment_id: Id<'payment'>
    attempt_id: Id<'attempt'>
    provider_ref: string
    amount_minor: bigint
    currency: Currency
    status: 'open' | 'won' | 'lost'
    told: Generated<'open' | 'won' | 'lost' | null>
    created_at: Date
  }
  'payments.recon_item': {
    id: Id<'recon-item'>
    provider: ProviderName | 'book'
    account: string
    kind: ItemKind
    key: string
    payment_id: Id<'payment'> | null
    run_id: Id<'recon-run'> | null
    details: Record<string, unknown>
    opened_at: Date
    closed_at: Generated<Date | null>
    closed_how: Generated<'fact' | 'human' | null>
    closed_by: Generated<Id<'user'> | null>
    closed_reason: Generated<string | null>
  }
}

export type PaymentRow = Selectable<PaymentTables['payments.payment']>
export type AttemptRow = Selectable<PaymentTables['payments.attempt']>
export type RefundRow = Selectable<PaymentTables['payments.refund']>
export type DisputeRow = Selectable<PaymentTables['payments.dispute']>
export type ItemRow = Selectable<PaymentTables['payments.recon_item']>
