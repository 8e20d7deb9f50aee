import {
  absolute,
  type Decimal,
  minus,
  negate,
  plus,
  roundTo,
  times,
  trimmed,
  ZERO,
} from '../../../../kernel/decimal.ts'
import type { Side } from '../../ledger/tables.ts'
import { currencyCode, withoutCoin } from './instrument.ts'
import { numberOf } from './numbers.ts'
import type { FeeRule, FillRule } from './profile.ts'
import { type Cells, cellOf, numberCell, type Scope } from './scope.ts'

/** A fee as a column says it: a cost is positive. Null currency: the one of the fill. */
export interface Fee {
  readonly name: string
  readonly amount: Decimal
  readonly currency: string | null
}

/** The fees of a row, and whether it tells any: one of 0 is told, an empty column is not. */
export interface ToldFees {
  readonly fees: readonly Fee[]
  readonly isTold: boolean
}

/** Compiles the fees of a row; of a cost that stands in two columns, the one that counts. */
export function feesReader(rules: readonly FeeRule[], scope: Scope): (cells: Cells) => ToldFees {
  const readers = rules.map((rule) => feeReader(rule, scope))
  return (cells) => {
    const told = readers.map((read) => read(cells))
    return { fees: told.flatMap((one) => (one === null || one === 'nothing' ? [] : one)), isTold: told.some(Boolean) }
  }
}

/** `nothing` is told to be due; null: the row does not tell. */
function feeReader(rule: FeeRule, scope: Scope): (cells: Cells) => Fee | 'nothing' | null {
  const cell = cellOf(rule.column, scope)
  const currency = cellOf(rule.currency, scope)
  const unless = numberCell(rule.unless, scope)
  return (cells) => {
    const written = cell.of(cells)
    if (written === '') return null
    const coin = rule.coin === true ? coinOf(written) : null
    const number = numberOf(withoutCoin(written, coin), scope.number, rule.column)
    if (number === null) return null
    if (number.units === 0n) return 'nothing'
    const elsewhere = rule.unless === undefined ? null : unless(cells)
    if (elsewhere !== null && elsewhere.units !== 0n) return 'nothing'
    return {
      name: rule.name,
      amount: rule.cost === 'magnitude' ? absolute(number) : rule.cost === 'negative' ? negate(number) : number,
      currency: coin ?? currencyCode(currency.of(cells), currency.column),
    }
  }
}

/** The coin a number is followed by: letters, or what is left when the digits end. */
function coinOf(written: string): string | null {
  return /([A-Z][A-Z0-9]{0,9})$/.exec(written.toUpperCase())?.[1] ?? null
}

/** By how much money that changed hands is off quantity times price, the file's money being in hundredths; `nothing` when it is not. */
export function impliedFeeReader(
  rule: FillRule,
  scope: Scope,
): (cells: Cells, traded: { readonly side: Side; readonly gross: Decimal }) => Fee | 'nothing' | null {
  const money = numberCell(rule.impliedFee, scope)
  return (cells, { side, gross }) => {
    const amount = money(cells)
    if (amount === null) return null
    const exact = roundTo(gross, 2, 'half-even')
    const fee = side === 1 ? minus(absolute(amount), exact) : minus(exact, absolute(amount))
    return fee.units === 0n ? 'nothing' : { name: 'implied', amount: fee, currency: null }
  }
}

/** What the fees come to in the currency of the fill, by name; those that nothing converts are told apart from it. */
export function settleFees(
  fees: readonly Fee[],
  own: { readonly currency: string; readonly account: string; readonly fromAccount: Decimal | null },
): {
  readonly fees: Decimal
  readonly feeParts: Record<string, Decimal>
  readonly unconvertedFees: { currency: string; amount: Decimal }[]
} {
  const feeParts: Record<string, Decimal> = {}
  const unconvertedFees: { currency: string; amount: Decimal }[] = []
  let total = ZERO
  for (const { name, amount, currency } of fees) {
    const isOwn = currency === null || currency === own.currency
    if (!isOwn && (currency !== own.account || own.fromAccount === null)) {
      unconvertedFees.push({ currency, amount })
      continue
    }
    const value = isOwn || own.fromAccount === null ? amount : roundTo(times(amount, own.fromAccount), 18, 'half-even')
    feeParts[name] = trimmed(plus(feeParts[name] ?? ZERO, value))
    total = plus(total, value)
  }
  return { fees: trimmed(total), feeParts, unconvertedFees }
}
