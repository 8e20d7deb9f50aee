import { type Decimal, divide, ONE, times, trimmed } from '../../../kernel/decimal.ts'
import { dayNumber, dayText } from '../analytics/days.ts'

/** A rate of a weekend, a holiday or a day not told yet is the last one before it, which is no older than so many days. */
export const RATE_AGE_DAYS_MAX = 7
/** What rates are crossed by. */
export const PIVOT = 'EUR'

const DIGITS = 18

export const rateSources = ['ecb', 'file', 'entered'] as const
export type RateSource = (typeof rateSources)[number]

/** What one of `base` was worth in `quote` on a day. */
export interface KnownRate {
  readonly base: string
  readonly quote: string
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly rate: Decimal
  readonly source: RateSource
}

/** A rate for a day, and of which day it is. */
export interface DatedRate {
  readonly rate: Decimal
  /** Of two that were crossed, the older one's. */
  readonly day: string
  readonly ageDays: number
  /** Of two that were crossed, the trader's own where one is. */
  readonly source: RateSource
}

export interface RateBook {
  /** One of `from` in `to` on a day; null when nobody knows it, or only one that is too old. */
  on(from: string, to: string, day: string): DatedRate | null
}

/** A rate as a fraction, so that what is crossed is rounded once. */
interface Leg {
  readonly above: Decimal
  readonly below: Decimal
  readonly day: number
  readonly source: RateSource
}

interface Told {
  readonly day: number
  readonly rate: Decimal
  readonly source: RateSource
  readonly isOwn: boolean
}

/**
 * Rates by pair and day. A pair is known by itself, either way round, or crossed by the euro: of both the more recent counts, the pair itself
 * where they are of one day. Of one pair and day a trader's own word counts before that of the source. Rounded once, half to even, to 18
 * digits behind the point.
 */
export function createRateBook(rates: readonly KnownRate[]): RateBook {
  const pairs = new Map<string, Told[]>()
  for (const { base, quote, day, rate, source } of rates) {
    const told = pairs.get(`${base} ${quote}`) ?? []
    told.push({ day: dayNumber(day), rate, source, isOwn: source !== 'ecb' })
    pairs.set(`${base} ${quote}`, told)
  }
  for (const told of pairs.values())
    told.sort((left, right) => left.day - right.day || Number(left.isOwn) - Number(right.isOwn))

  function last(base: string, quote: string, day: number): Told | null {
    const told = pairs.get(`${base} ${quote}`) ?? []
    const found = told[countUntil(told, day) - 1]
    return found === undefined || day - found.day > RATE_AGE_DAYS_MAX ? null : found
  }

  function direct(from: string, to: string, day: number): Leg | null {
    if (from === to) return { above: ONE, below: ONE, day, source: 'ecb' }
    const told = last(from, to, day)
    const inverse = last(to, from, day)
    if (told === null && inverse === null) return null
    if (inverse === null || (told !== null && !isBetter(inverse, told)))
      return told === null ? null : { above: told.rate, below: ONE, day: told.day, source: told.source }
    return { above: ONE, below: inverse.rate, day: inverse.day, source: inverse.source }
  }

  function crossed(from: string, to: string, day: number): Leg | null {
    if (from === PIVOT || to === PIVOT) return null
    const into = direct(PIVOT, to, day)
    const out = direct(PIVOT, from, day)
    if (into === null || out === null) return null
    return {
      ...{ above: times(into.above, out.below), below: times(into.below, out.above) },
      day: Math.min(into.day, out.day),
      source: into.source === 'ecb' ? out.source : into.source,
    }
  }

  return {
    on(from, to, text) {
      const day = dayNumber(text)
      const [itself, cross] = [direct(from, to, day), crossed(from, to, day)]
      const leg = itself === null || (cross !== null && cross.day > itself.day) ? cross : itself
      if (leg === null) return null
      const rate = trimmed(divide(leg.above, leg.below, DIGITS, 'half-even'))
      return rate.units === 0n ? null : { rate, day: dayText(leg.day), ageDays: day - leg.day, source: leg.source }
    },
  }
}

function isBetter(one: Told, other: Told): boolean {
  return one.day > other.day || (one.day === other.day && one.isOwn && !other.isOwn)
}

/** How many are of this day or before it. */
function countUntil(told: readonly Told[], day: number): number {
  let [low, high] = [0, told.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((told[middle]?.day ?? 0) <= day) low = middle + 1
    else high = middle
  }
  return low
}
