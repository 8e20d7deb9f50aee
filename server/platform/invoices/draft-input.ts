import { type Static, Type } from 'typebox'
import { idOf, line, namedObject, nullable, object, oneOf, text } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type PricedLine, type TaxRounding, taxRoundings } from './totals.ts'

export const LINES_MAX = 100
const minor = Type.String({ pattern: '^[0-9]{1,18}$', description: 'Minor units' })
const email = Type.String({ minLength: 3, maxLength: 254 })

export const lineInput = namedObject('InvoiceLineInput', {
  description: line(500),
  qty: Type.String({ pattern: '^[0-9]{1,9}(?:\\.[0-9]{1,6})?$', description: 'Decimal, at most six places' }),
  unitMinor: minor,
  taxRateBp: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Basis points: 1600 is 16 %' }),
})

export const recipientInput = namedObject('InvoiceRecipient', {
  name: line(200),
  email: nullable(email),
  address: Type.Array(line(200), { maxItems: 6 }),
  taxNumber: nullable(line(50)),
})

/** What an invoice is drafted from, as JSON. */
export const draftInput = namedObject('InvoiceDraft', {
  clientId: Type.Optional(nullable(idOf('user'))),
  recipient: Type.Optional(recipientInput),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  lines: Type.Array(lineInput, { minItems: 1, maxItems: LINES_MAX }),
  discountMinor: Type.Optional(minor),
  taxRounding: Type.Optional(oneOf(taxRoundings)),
  dueInDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
  note: Type.Optional(text(2000)),
})
export type DraftInput = Static<typeof draftInput>

/** Lines whose sums are asked for; what they are called has no part in it. */
export const totalsInput = object({
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  lines: Type.Array(
    object({
      qty: lineInput.properties.qty,
      unitMinor: lineInput.properties.unitMinor,
      taxRateBp: lineInput.properties.taxRateBp,
    }),
    { minItems: 1, maxItems: LINES_MAX },
  ),
  discountMinor: Type.Optional(minor),
  taxRounding: Type.Optional(oneOf(taxRoundings)),
})

export interface InvoiceRecipient {
  readonly name: string
  readonly email: string | null
  readonly address: readonly string[]
  readonly taxNumber: string | null
}

/** What an invoice is made for: a booking, a project. */
export interface InvoiceSource {
  readonly type: string
  readonly id: string
  /** Which of its invoices: `deposit`, `final`. There is one of each that is not void; null: any number. */
  readonly part?: string | null
}

/** A line as it is asked for. */
export interface NewLine extends PricedLine {
  readonly description: string
}

/** An invoice as other units ask for it. */
export interface NewInvoice {
  /** The person it is for; they see it. Name and address of mail are the account's unless `recipient` says otherwise. */
  readonly clientId?: Id<'user'> | null
  readonly recipient?: InvoiceRecipient
  readonly currency: string
  /** 1 to 100. */
  readonly lines: readonly NewLine[]
  readonly discountMinor?: bigint
  /** As the settings say when absent, as are the days. */
  readonly taxRounding?: TaxRounding
  readonly dueInDays?: number
  readonly note?: string
  readonly source?: InvoiceSource
}

/** The same of what came as JSON. */
export function readDraft({ lines, discountMinor, ...rest }: DraftInput): NewInvoice {
  return {
    ...rest,
    lines: readLines(lines),
    ...(discountMinor === undefined ? {} : { discountMinor: BigInt(discountMinor) }),
  }
}

export function readLines(lines: DraftInput['lines']): NewLine[] {
  return lines.map(({ unitMinor, ...one }) => ({ ...one, unitMinor: BigInt(unitMinor) }))
}
