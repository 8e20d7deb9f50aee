import { allocateMoney, type Currency, multiplyRate } from '../../kernel/money.ts'
import { invoicesProblem } from './problems.ts'

/** Where tax is rounded: on each line, or once for each rate on the document. Printed on every invoice. */
export const taxRoundings = ['line', 'document'] as const
export type TaxRounding = (typeof taxRoundings)[number]

export interface PricedLine {
  /** Decimal text without sign, at most six places: `1`, `7.5`. */
  readonly qty: string
  /** Price of one, without tax, in minor units; not negative. */
  readonly unitMinor: bigint
  /** Basis points: 1600 is 16 %. */
  readonly taxRateBp: number
}

export interface TotalsPolicy {
  readonly currency: Currency
  readonly taxRounding: TaxRounding
  /** Taken off the sum of the lines before tax; shared out over them by their amounts. */
  readonly discountMinor?: bigint
}

export interface LineTotals {
  readonly amountMinor: bigint
  /** The line's share of the discount. */
  readonly discountMinor: bigint
  /** Null where tax is rounded once for the document. */
  readonly taxMinor: bigint | null
}

export interface RateTotals {
  readonly rateBp: number
  readonly baseMinor: bigint
  readonly taxMinor: bigint
}

export interface Totals {
  readonly lines: readonly LineTotals[]
  /** By rate, ascending. */
  readonly taxes: readonly RateTotals[]
  readonly subtotalMinor: bigint
  readonly discountMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
}

const QTY = /^\d{1,9}(?:\.\d{1,6})?$/
/** What a bigint of the database and the pattern of the wire hold. */
const AMOUNT_MAX = 10n ** 18n - 1n

/**
 * What lines come to, exactly: `qty * unit` rounded half up to minor units, less the discount, plus tax. Tax is rounded half up, per line or
 * once per rate (EN 16931, BR-CO-17) as the policy says. Pure. Throws invoices/bad-quantity, discount-too-large and too-large.
 */
export function totals(lines: readonly PricedLine[], policy: TotalsPolicy): Totals {
  const { currency, taxRounding } = policy
  const amounts = lines.map((line, at) => amountOf(line, at, currency))
  const subtotalMinor = sum(amounts)
  const discountMinor = policy.discountMinor ?? 0n
  if (discountMinor < 0n || discountMinor > subtotalMinor) throw invoicesProblem('discount-too-large')
  const shares = discountMinor === 0n ? amounts.map(() => 0n) : shareOut(discountMinor, amounts, currency)
  const priced = lines.map(({ taxRateBp }, at) => {
    const amountMinor = amounts[at] ?? 0n
    const share = shares[at] ?? 0n
    const taxMinor = taxRounding === 'line' ? taxOf(amountMinor - share, taxRateBp, currency) : null
    return { taxRateBp, amountMinor, discountMinor: share, taxMinor }
  })
  const taxes = byRate(priced, currency)
  const taxMinor = sum(taxes.map((rate) => rate.taxMinor))
  const totalMinor = subtotalMinor - discountMinor + taxMinor
  if (subtotalMinor > AMOUNT_MAX || totalMinor > AMOUNT_MAX) throw invoicesProblem('too-large')
  return {
    lines: priced.map(({ taxRateBp: _, ...line }) => line),
    taxes,
    subtotalMinor,
    discountMinor,
    taxMinor,
    totalMinor,
  }
}

function amountOf({ qty, unitMinor }: PricedLine, at: number, currency: Currency): bigint {
  if (!QTY.test(qty) || unitMinor < 0n)
    throw invoicesProblem('bad-quantity', {
      errors: [{ pointer: `/lines/${at}`, code: 'quantity', detail: 'quantity and price are plain and not negative' }],
    })
  return multiplyRate({ minor: unitMinor, currency }, qty, 'half-up').minor
}

function shareOut(discountMinor: bigint, amounts: readonly bigint[], currency: Currency): bigint[] {
  return allocateMoney({ minor: discountMinor, currency }, amounts).map(({ minor }) => minor)
}

function taxOf(baseMinor: bigint, rateBp: number, currency: Currency): bigint {
  const rate = `${Math.floor(rateBp / 10_000)}.${String(rateBp % 10_000).padStart(4, '0')}`
  return multiplyRate({ minor: baseMinor, currency }, rate, 'half-up').minor
}

function byRate(lines: readonly (LineTotals & { readonly taxRateBp: number })[], currency: Currency): RateTotals[] {
  const rates = [...new Set(lines.map(({ taxRateBp }) => taxRateBp))].sort((a, b) => a - b)
  return rates.map((rateBp) => {
    const own = lines.filter(({ taxRateBp }) => taxRateBp === rateBp)
    const baseMinor = sum(own.map(({ amountMinor, discountMinor }) => amountMinor - discountMinor))
    const perLine = own.flatMap(({ taxMinor }) => taxMinor ?? [])
    return { rateBp, baseMinor, taxMinor: perLine.length > 0 ? sum(perLine) : taxOf(baseMinor, rateBp, currency) }
  })
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}
