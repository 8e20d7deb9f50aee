import { decimal, formatDecimal, roundTo } from '../../../kernel/decimal.ts'
import { isCurrency } from '../../../kernel/money.ts'
import type { DefinitionId } from '../analytics/definitions.ts'
import { definitions } from '../analytics/definitions.ts'
import type { PeriodReport } from './period-report.ts'

type Figure = PeriodReport['groups'][number]['figures'][number]

const NONE = '–'
const COIN_DIGITS = 8
const MINUTE_MS = 60_000

/** An exact sum as it is written: digits of the currency, thousands apart. */
export function moneyWords(amount: string | null, currency: string): string {
  if (amount === null) return NONE
  if (!isCurrency(currency)) return grouped(formatDecimal(roundTo(decimal(amount), COIN_DIGITS, 'half-even')))
  const digits = digitsOf(currency)
  const [whole = '', fraction = ''] = formatDecimal(roundTo(decimal(amount), digits, 'half-even')).split('.')
  return grouped(digits === 0 ? whole : `${whole}.${fraction.padEnd(digits, '0')}`)
}

function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** That figures are not of all trades. */
export function hiddenWords(trades: number): string {
  return `Trades beyond the limit of the plan, kept and not counted here: ${trades}`
}

export function shareWords(share: number | null): string {
  return share === null ? NONE : `${(share * 100).toFixed(1)} %`
}

function ratioWords(ratio: number | null): string {
  return ratio === null ? NONE : grouped(ratio.toFixed(2))
}

/** A figure by the unit of its definition, and what it is called. */
export function figureWords({ definition, value }: Figure): { readonly title: string; readonly words: string } {
  const { title, unit } = definitions[definition as DefinitionId]
  if (value === null) return { title, words: NONE }
  if (unit === 'share') return { title, words: shareWords(value) }
  if (unit === 'count' || unit === 'days') return { title, words: grouped(String(Math.round(value))) }
  if (unit === 'milliseconds') return { title, words: `${grouped((value / MINUTE_MS).toFixed(1))} min` }
  return { title, words: ratioWords(value) }
}

/** Groups of three by a space that keeps the number on its line. */
function grouped(number: string): string {
  return number.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '\u00a0')
}
