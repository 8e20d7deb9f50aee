import type { TipFigures } from '../../charts/tip.tsx'
import { amountInWords, percentInWords, riskInWords } from '../decimals.ts'
import type { Mode, Tally } from './types.ts'

export const DASH = '–'

/** In what results are told: money of a currency, a share of the cost, or R. */
export interface Unit {
  readonly currency: string
  readonly mode: Mode
}

/** A result with its sign. */
export function resultInWords(value: number | string, { currency, mode }: Unit): string {
  if (mode === 'r') return riskInWords(value)
  if (mode === 'percent') return percentInWords(value, { signed: true, places: 2 })
  return amountInWords(plain(value), currency, { signed: true })
}

/** Doubles as text without an exponent, which the formatter reads as a decimal. */
function plain(value: number | string): string {
  return typeof value === 'string' ? value : value.toFixed(8)
}

/** A result that fits into a cell: +1.2K. */
export function resultInShort(value: number, { mode }: Unit): string {
  const shown = mode === 'percent' ? value * 100 : value
  const format = new Intl.NumberFormat(undefined, {
    ...{ notation: 'compact', maximumSignificantDigits: 2, signDisplay: 'exceptZero' },
  })
  return `${format.format(shown)}${mode === 'percent' ? '%' : mode === 'r' ? 'R' : ''}`
}

export function ratioInWords(value: number | null): string {
  return value === null ? DASH : value.toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

export function shareInWords(value: number | null): string {
  return value === null ? DASH : percentInWords(value)
}

export function tradesInWords(n: number): string {
  return n === 1 ? '1 trade' : `${n.toLocaleString()} trades`
}

const HOUR_S = 3600
const DAY_S = 86_400

/** The two largest parts: 2 h 5 min. */
export function durationInWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / DAY_S), 'd'],
    [Math.floor((seconds % DAY_S) / HOUR_S), 'h'],
    [Math.floor((seconds % HOUR_S) / 60), 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0)
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
}

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

/** A calendar day, which has no zone. */
export function dayInWords(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`))
}

const monthFormat = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })

export function monthInWords(month: string): string {
  return monthFormat.format(new Date(`${month}-01T00:00:00Z`))
}

const weekdayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', timeZone: 'UTC' })

/** 1 for Monday. The first of January 2024 was one. */
export function weekdayInWords(weekday: number): string {
  return weekdayFormat.format(new Date(Date.UTC(2024, 0, weekday)))
}

export function hourInWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`
}

/** What some trades came to, to be drawn. */
export function resultOf({ net, sum }: Pick<Tally, 'net' | 'sum'>, { mode }: Unit): number {
  return mode === 'cash' ? Number(net) : sum
}

/** What hovering over some trades says. */
export function tallyFigures(tally: Tally, unit: Unit): TipFigures {
  return [
    [unit.mode === 'cash' ? 'Result' : 'Total', resultInWords(unit.mode === 'cash' ? tally.net : tally.sum, unit)],
    ['Trades', tally.n.toLocaleString()],
    ['Win rate', shareInWords(tally.winRate)],
    ['Average R', tally.avgR === null ? DASH : `${riskInWords(tally.avgR)} (${tally.rN} known)`],
  ]
}
