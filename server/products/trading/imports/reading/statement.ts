import { trimmed } from '../../../../kernel/decimal.ts'
import { addDays, localDate, zonedInstant } from '../../../../kernel/zoned.ts'
import type { StatedRecord } from '../canonical.ts'
import { currencyCode, instrumentReader } from './instrument.ts'
import type { BalanceRule, StatementRule } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, instantCell, nameOf, numberCell, type Scope } from './scope.ts'

/** What a broker reports, before its place in the file is known. */
export type Stated = Omit<StatedRecord, 'order'>

/** Compiles what a broker reports of a day, or of a result of several: from the beginning of the first to the end of the last. */
export function statementReader(rule: StatementRule, scope: Scope): (cells: Cells) => Stated {
  const { zone } = scope.dates
  const amountOf = numberCell(rule.amount, scope)
  const currency = cellOf(rule.currency, scope)
  const named = rule.symbol === undefined ? null : instrumentReader(rule, scope)
  const since = rule.since === undefined ? null : instantCell(rule.since, scope)
  const until = instantCell(rule.until, scope)
  return (cells) => {
    const amount = amountOf(cells)
    if (amount === null) throw new RowFault('amount-missing', nameOf(rule.amount))
    const instrument = named === null ? null : named(cells).instrument
    const day = localDate(until(cells), zone)
    const first = since === null ? null : localDate(since(cells), zone)
    if (first !== null && first > day) throw new RowFault('ends-before-it-begins', nameOf(rule.until))
    return {
      of: rule.of,
      amount: trimmed(amount),
      currency: currencyCode(currency.of(cells).slice(0, 20), currency.column),
      instrument,
      day,
      since: first === null ? null : startOf(first, zone),
      until: new Date(startOf(addDays(day, 1), zone).getTime() - 1),
      running: false,
    }
  }
}

/** Compiles the cash after a row. Null where it, or when it held, is not told or not understood: the row is about something else. */
export function balanceReader(rule: BalanceRule, scope: Scope): (cells: Cells) => Stated | null {
  const amountOf = numberCell(rule.amount, scope)
  const currency = cellOf(rule.currency, scope)
  const at = instantCell(rule.at, scope)
  return (cells) => {
    try {
      const amount = amountOf(cells)
      if (amount === null) return null
      const until = at(cells)
      return {
        of: 'cash',
        amount: trimmed(amount),
        currency: currencyCode(currency.of(cells).slice(0, 20), currency.column),
        instrument: null,
        day: localDate(until, scope.dates.zone),
        since: null,
        until,
        running: true,
      }
    } catch (fault) {
      if (fault instanceof RowFault) return null
      throw fault
    }
  }
}

function startOf(day: string, zone: string): Date {
  return zonedInstant({ date: day, time: '00:00' }, zone)
}
