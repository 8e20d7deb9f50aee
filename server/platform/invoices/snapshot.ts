import type { TaxRounding } from './totals.ts'

export const documentKinds = ['invoice', 'credit_note'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** What one rate of tax comes to; amounts are minor units as text. */
export interface StoredRate {
  readonly rateBp: number
  readonly baseMinor: string
  readonly taxMinor: string
}

interface Party {
  readonly name: string
  readonly address: readonly string[]
  readonly taxNumber: string | null
}

/** A document word by word as it was issued: all that its page is made of. Amounts are minor units as text. */
export interface Snapshot {
  readonly kind: DocumentKind
  readonly number: string
  readonly issuedOn: string
  readonly issuedAt: string
  readonly dueOn: string
  readonly currency: string
  readonly taxRounding: TaxRounding
  readonly seller: Party & { readonly email: string | null }
  readonly recipient: Party
  readonly lines: readonly {
    readonly description: string
    readonly qty: string
    readonly unitMinor: string
    readonly taxRateBp: number
    readonly amountMinor: string
    readonly discountMinor: string
    readonly taxMinor: string | null
  }[]
  readonly taxes: readonly StoredRate[]
  readonly subtotalMinor: string
  readonly discountMinor: string
  readonly taxMinor: string
  readonly totalMinor: string
  readonly note: string
  readonly paymentInstructions: string
  /** Of a credit note: what it corrects. */
  readonly corrects: { readonly number: string; readonly issuedOn: string } | null
}
