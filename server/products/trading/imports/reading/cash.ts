import { absolute, type Decimal, negate, ONE, signOf, times, trimmed } from '../../../../kernel/decimal.ts'
import type { CashKind } from '../../ledger/tables.ts'
import type { CashRecord } from '../canonical.ts'
import { currencyCode } from './instrument.ts'
import { type CashRule, symbolCashKinds } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, instantCell, nameOf, numberCell, type Scope, textCell } from './scope.ts'

const NOTE_MAX = 500
const SYMBOL_MAX = 64

/** Compiles a movement of money; null of a row by which none moved. */
export function cashReader(rule: CashRule, scope: Scope): (cells: Cells) => CashRecord | null {
  const kind = cellOf(rule.kind, scope)
  const amountOf = numberCell(rule.amount, scope)
  const timesOf = numberCell(rule.times, scope)
  const currency = cellOf(rule.currency, scope)
  const fxRate = numberCell(rule.fxRate, scope)
  const happenedAt = instantCell(rule.happenedAt, scope)
  const [symbol, note] = [cellOf(rule.symbol, scope), cellOf(rule.note, scope)]
  const externalId = textCell(rule.externalId, 100, scope)
  return (cells) => {
    const written = amountOf(cells)
    if (written === null && rule.optional !== true) throw new RowFault('amount-missing', nameOf(rule.amount))
    if (written === null || written.units === 0n) return null
    const count = rule.times === undefined ? ONE : timesOf(cells)
    if (count === null) throw new RowFault('amount-missing', nameOf(rule.times))
    const amount = signed(times(written, count), rule.sign ?? 'as-is')
    const about = symbol.of(cells).toUpperCase()
    return {
      type: 'cash',
      kind: kindOf(kind.of(cells), amount, kind.column),
      amount: trimmed(amount),
      currency: currencyCode(currency.of(cells).slice(0, 20), currency.column),
      fxRate: fxRate(cells),
      happenedAt: happenedAt(cells),
      symbol: about === '' || about === '-' ? null : about.slice(0, SYMBOL_MAX),
      note: note.of(cells).replace(/\s+/g, ' ').slice(0, NOTE_MAX).toWellFormed(),
      externalId: externalId(cells),
    }
  }
}

function signed(amount: Decimal, sign: NonNullable<CashRule['sign']>): Decimal {
  if (sign === 'as-is') return amount
  if (sign === 'reversed') return negate(amount)
  return sign === 'in' ? absolute(amount) : negate(absolute(amount))
}

function kindOf(text: string, amount: Decimal, column: string | null): CashKind {
  if (text === 'by-sign') return signOf(amount) > 0 ? 'deposit' : 'withdrawal'
  if (!symbolCashKinds.has(text)) throw new RowFault('cash-kind-unknown', column)
  return text as CashKind
}
