import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'
import type { DraftInput } from './draft-input.ts'
import type { Frequency } from './periods.ts'
import type { DocumentKind, Snapshot, StoredRate } from './snapshot.ts'
import type { TaxRounding } from './totals.ts'

/** Rows of schema `invoices`; queried by this unit only. */
export interface InvoicesTables {
  'invoices.settings': SettingsTable
  'invoices.customer': {
    id: Id<'customer'>
    user_id: Id<'user'> | null
    email_key: string | null
    dunning_paused: Generated<boolean>
    created_at: Date
  }
  'invoices.series': { kind: DocumentKind; year: number; last_number: number }
  'invoices.document': DocumentTable
  'invoices.line': {
    document_id: Id<'invoice'>
    position: number
    description: string
    qty: string
    unit_minor: bigint
    tax_rate_bp: number
    amount_minor: bigint
    discount_minor: bigint
    tax_minor: bigint | null
  }
  'invoices.payment': PaymentTable
  'invoices.payment_return': {
    id: Id<'payment-return'>
    payment_id: Id<'payment'>
    kind: ReturnKind
    amount_minor: bigint
    reason: string
    recorded_by: Id<'user'> | null
    created_at: Date
  }
  'invoices.allocation': {
    id: Id<'allocation'>
    payment_id: Id<'payment'>
    invoice_id: Id<'invoice'>
    amount_minor: bigint
    reason: 'paid' | 'credited' | 'returned'
    created_at: Date
  }
  'invoices.dunning_notice': {
    document_id: Id<'invoice'>
    step: number
    outcome: 'sent' | 'left_out'
    at: Date
  }
  'invoices.recurrence': RecurrenceTable
}

/** jsonb that holds an array or whose text is made by the caller: the driver would take a plain array for one of PostgreSQL's own. */
type Json<Value> = ColumnType<Value, string, string>

export const documentStatuses = ['draft', 'issued', 'partially_paid', 'paid', 'void', 'written_off'] as const
type DocumentStatus = (typeof documentStatuses)[number]

export const manualMethods = ['bank_transfer', 'cash', 'other'] as const
export type ManualMethod = (typeof manualMethods)[number]

export type ReturnKind = 'reversal' | 'refund' | 'dispute'

export const recurrenceModes = ['draft', 'issue', 'send'] as const
export const recurrenceStatuses = ['active', 'paused', 'ended'] as const

interface SettingsTable {
  id: string
  only_row: GeneratedAlways<boolean>
  seller_name: string
  seller_address: string[]
  seller_tax_number: Buffer | null
  seller_email: string | null
  payment_instructions: string
  zone: string
  invoice_prefix: string
  credit_note_prefix: string
  tax_rounding: TaxRounding
  due_days: number
  version: number
  updated_at: Date
}

interface DocumentTable {
  id: Id<'invoice'>
  kind: DocumentKind
  customer_id: Id<'customer'>
  invoice_id: Id<'invoice'> | null
  source_type: string | null
  source_id: string | null
  source_part: string | null
  recipient_name: string
  recipient_address: string[]
  recipient_tax_number: Buffer | null
  recipient_email: string | null
  currency: string
  tax_rounding: TaxRounding
  note: string
  due_days: number
  taxes: Json<StoredRate[]>
  subtotal_minor: bigint
  discount_minor: bigint
  tax_minor: bigint
  total_minor: bigint
  series_year: Generated<number | null>
  series_number: Generated<number | null>
  number: Generated<string | null>
  issued_on: Generated<string | null>
  due_on: Generated<string | null>
  issued_at: Generated<Date | null>
  /** Without tax numbers: see tax-numbers.ts. */
  snapshot: ColumnType<Snapshot | null, never | undefined, string>
  seller_tax_number: Generated<Buffer | null>
  pdf_file_id: Generated<Id<'file'> | null>
  pdf_sha256: Generated<Buffer | null>
  paid_minor: GeneratedAlways<bigint>
  credited_minor: GeneratedAlways<bigint>
  written_off_minor: Generated<bigint>
  voided_at: Generated<Date | null>
  closing_reason: Generated<string | null>
  status: GeneratedAlways<DocumentStatus>
  balance_minor: GeneratedAlways<bigint>
  sent_at: Generated<Date | null>
  overdue_at: Generated<Date | null>
  disputed: Generated<boolean>
  dunning_paused: Generated<boolean>
  created_by: Id<'user'> | null
  created_at: Date
  updated_at: Date
  version: Generated<number>
}

interface PaymentTable {
  id: Id<'payment'>
  customer_id: Id<'customer'>
  method: ManualMethod | 'provider'
  provider: string | null
  reference: string
  received_on: string
  currency: string
  amount_minor: bigint
  returned_minor: GeneratedAlways<bigint>
  allocated_minor: GeneratedAlways<bigint>
  credit_minor: GeneratedAlways<bigint>
  recorded_by: Id<'user'> | null
  created_at: Date
}

interface RecurrenceTable {
  id: Id<'recurrence'>
  customer_id: Id<'customer'>
  /** Without the tax number. */
  template: Json<DraftInput>
  recipient_tax_number: Buffer | null
  frequency: Frequency
  starts_on: string
  next_period: Generated<number>
  next_on: string | null
  ends_on: string | null
  mode: (typeof recurrenceModes)[number]
  status: (typeof recurrenceStatuses)[number]
  created_by: Id<'user'> | null
  created_at: Date
  updated_at: Date
}

export type SettingsRow = Selectable<SettingsTable>
export type CustomerRow = Selectable<InvoicesTables['invoices.customer']>
export type DocumentRow = Selectable<DocumentTable>
export type LineRow = Selectable<InvoicesTables['invoices.line']>
export type PaymentRow = Selectable<PaymentTable>
export type RecurrenceRow = Selectable<RecurrenceTable>
