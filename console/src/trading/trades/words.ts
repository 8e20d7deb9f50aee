import type { Tone } from '../../shell/state-badge.tsx'
import type { Trade, TradeSearch, TradeTag } from './types.ts'

type Of<Name extends keyof TradeSearch> = NonNullable<TradeSearch[Name]>
type Words<Key extends string> = Readonly<Record<Key, string>>

export const sideWords: Words<Trade['side']> = { long: 'Long', short: 'Short' }
export const statusWords: Words<Of<'status'>> = { all: 'Open and closed', open: 'Open', closed: 'Closed' }
export const outcomeWords: Words<Of<'outcome'>[number]> = { win: 'Win', loss: 'Loss', scratch: 'Scratch' }
export const tagMatchWords: Words<Of<'tagMatch'>> = {
  any: 'At least one of them',
  all: 'All of them',
  none: 'None of them',
}
export const assetWords: Words<Trade['assetClass']> = {
  ...{ stock: 'Shares', etf: 'ETFs', option: 'Options', future: 'Futures', forex: 'Forex', crypto: 'Crypto' },
  ...{ cfd: 'CFDs', bond: 'Bonds' },
}
export const weekdayWords: Words<Of<'weekday'>[number]> = {
  ...{ '1': 'Monday', '2': 'Tuesday', '3': 'Wednesday', '4': 'Thursday', '5': 'Friday', '6': 'Saturday' },
  '7': 'Sunday',
}
export const sortWords: Words<Of<'sort'>> = {
  ...{ closedAt: 'Closed', openedAt: 'Opened', net: 'Net', r: 'R', hold: 'Time held', symbol: 'Symbol' },
}
export const directionWords: Words<Of<'direction'>> = {
  desc: 'Highest or latest first',
  asc: 'Lowest or earliest first',
}
export const groupingWords: Words<TradeTag['grouping']> = {
  ...{ setup: 'Setup', mistake: 'Mistake', emotion: 'Emotion', custom: 'Other' },
}
export const reviewWords: Readonly<Record<Trade['reviewState'], { readonly label: string; readonly tone: Tone }>> = {
  unreviewed: { label: 'Not reviewed', tone: 'quiet' },
  reviewed: { label: 'Reviewed', tone: 'positive' },
  locked: { label: 'Locked', tone: 'caution' },
}
export const fillKindWords = { fill: 'Fill', expiry: 'Expiry', exercise: 'Exercise', assignment: 'Assignment' } as const

export function choicesOf(words: Readonly<Record<string, string>>): { value: string; label: string }[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }))
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const

/** 2h 5m for 7500 seconds: so many of the largest units. */
export function durationInWords(seconds: number, most = 2): string {
  const parts: string[] = []
  let rest = Math.round(seconds)
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count}${unit}`)
  }
  return parts.slice(0, most).join(' ') || '0s'
}

/** Seconds of what was typed, such as 90s, 5m or 1h 30m; a number alone is minutes. Undefined when it is none of these. */
export function typedDuration(typed: string): number | undefined {
  const text = typed.trim().toLowerCase()
  if (/^\d{1,7}$/.test(text)) return Number(text) * 60
  if (!/^(\d{1,7}\s*[dhms]\s*)+$/.test(text)) return undefined
  const sizes = new Map<string, number>(UNITS)
  return [...text.matchAll(/(\d+)\s*([dhms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (sizes.get(unit ?? '') ?? 0),
    0,
  )
}
