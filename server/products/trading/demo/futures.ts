import { addDays, type LocalDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import { below, type Random } from '../analytics/metrics/seeded-random.ts'
import { type DemoBar, type DemoFill, type DemoTrade, pick, SETUPS } from './demo-trade.ts'

/** The exchange's own, in which the broker writes times. */
export const FUTURES_ZONE = 'America/Chicago'
const FIRST_ENTRY_MINUTE = 8 * 60 + 32
const LAST_ENTRY_MINUTE = 14 * 60 + 10
const BAR_MINUTES = 5
const FEE_A_CONTRACT = 0.62
const MONTH_CODES = 'FGHJKMNQUVXZ'

interface Contract {
  readonly root: string
  readonly name: string
  readonly tick: number
  /** Where the price stands on the first day, and how far it may go in a day, in ticks. */
  readonly start: number
  readonly dayTicks: number
  readonly stopTicks: readonly [number, number]
  /** Its contracts end in each of so many months. */
  readonly everyMonths: 1 | 3
}

const CONTRACTS: readonly Contract[] = [
  {
    ...{ root: 'MES', name: 'Micro E-mini S&P 500', tick: 0.25, start: 26_400, dayTicks: 160 },
    ...{ stopTicks: [24, 48], everyMonths: 3 },
  },
  {
    ...{ root: 'MNQ', name: 'Micro E-mini NASDAQ-100', tick: 0.25, start: 96_800, dayTicks: 700 },
    ...{ stopTicks: [80, 160], everyMonths: 3 },
  },
  {
    ...{ root: 'MCL', name: 'Micro Crude Oil', tick: 0.01, start: 6_420, dayTicks: 90 },
    ...{ stopTicks: [18, 34], everyMonths: 1 },
  },
]

/** Day trades of the weekdays from `from` to `until`, in their order. */
export function futuresTrades(random: Random, from: LocalDate, until: LocalDate): DemoTrade[] {
  const trades: DemoTrade[] = []
  const levels = CONTRACTS.map(({ start }) => start)
  for (let date = from, count = 0; date <= until; date = addDays(date, 1), count += 1) {
    if (weekdayOf(date) > 5 || date.endsWith('-12-25') || date.endsWith('-01-01')) continue
    for (const [at, { dayTicks }] of CONTRACTS.entries())
      levels[at] = (levels[at] ?? 0) + below(random, 2 * dayTicks) - dayTicks + 4
    const wanted = pick(random, [0, 1, 1, 2, 2, 3, 4])
    let minute = FIRST_ENTRY_MINUTE + below(random, 70)
    for (let number = 1; number <= wanted && minute < LAST_ENTRY_MINUTE; number += 1) {
      const at = below(random, CONTRACTS.length)
      const contract = CONTRACTS[at] ?? CONTRACTS[0]
      if (contract === undefined) continue
      const trade = dayTrade(random, contract, { date, minute, level: levels[at] ?? contract.start, number, count })
      trades.push(trade.trade)
      minute = trade.endMinute + 12 + below(random, 60)
    }
  }
  return trades
}

interface Entry {
  readonly date: LocalDate
  readonly minute: number
  readonly level: number
  /** Which of the day's trades it is. */
  readonly number: number
  /** Days since the first one. */
  readonly count: number
}

function dayTrade(random: Random, contract: Contract, entry: Entry): { trade: DemoTrade; endMinute: number } {
  const { date, minute, number, count } = entry
  const side = below(random, 100) < 58 ? 1 : -1
  const stop = contract.stopTicks[0] + below(random, contract.stopTicks[1] - contract.stopTicks[0])
  const mistake = mistakeOf(random, number)
  const result = resultOf(random, { stop, mistake, slump: count % 60 > 42 })
  const quantity = mistake === 'Too large' ? 6 : 1 + below(random, 3)
  const hold = 4 + below(random, result > 0 ? 70 : 30)
  const price = (ticks: number): string => ((entry.level + side * ticks) * contract.tick).toFixed(2)
  const half = quantity > 1 && result > stop ? Math.floor(quantity / 2) : 0
  const halfAt = Math.max(1, Math.floor(hold / 2))
  const fill = (after: number, ticks: number, lots: number, way: 1 | -1): DemoFill => ({
    at: instantOf(date, minute + after),
    ...{ side: way, quantity: String(lots), price: price(ticks), fee: (lots * FEE_A_CONTRACT).toFixed(2) },
  })
  const exits = [
    ...(half === 0 ? [] : [fill(halfAt, Math.round(result * 0.6), half, side === 1 ? -1 : 1)]),
    fill(hold, result, quantity - half, side === 1 ? -1 : 1),
  ]
  const setup = minute < 10 * 60 + 30 ? SETUPS.opening : pick(random, [SETUPS.pullback, SETUPS.reversal])
  const trade: DemoTrade = {
    ...{ symbol: symbolOf(contract, date), root: contract.root, name: contract.name, side },
    fills: [fill(0, 0, quantity, side), ...exits],
    stop: mistake === 'No stop' ? null : price(-stop),
    target: price(stop * 2),
    ...{ setup, mistake, followed: mistake === null && setup === SETUPS.opening },
    bars: barsOf(random, { date, minute, hold, result, stop, price }),
  }
  return { trade, endMinute: minute + hold }
}

function mistakeOf(random: Random, number: number): DemoTrade['mistake'] {
  if (number >= 3 && below(random, 100) < 55) return 'Revenge trade'
  return below(random, 100) < 18 ? pick(random, ['Chased the entry', 'Too large', 'No stop']) : null
}

/** What came of it in ticks: mistakes, and weeks that go badly, lose more often. */
function resultOf(
  random: Random,
  { stop, mistake, slump }: { readonly stop: number; readonly mistake: string | null; readonly slump: boolean },
): number {
  const wins = (mistake === null ? 57 : 36) - (slump ? 16 : 0)
  const luck = below(random, 100)
  if (luck < wins) return Math.round(stop * (0.5 + below(random, 160) / 100))
  if (luck >= 96) return 0
  return -Math.round(stop * (mistake === 'No stop' ? 1.2 + below(random, 80) / 100 : 0.6 + below(random, 45) / 100))
}

interface Way {
  readonly date: LocalDate
  readonly minute: number
  readonly hold: number
  readonly result: number
  readonly stop: number
  readonly price: (ticks: number) => string
}

/** Prices from the entry to the exit, which go a little against the trade and beyond its exit. */
function barsOf(random: Random, { date, minute, hold, result, stop, price }: Way): DemoBar[] {
  const first = minute - (minute % BAR_MINUTES)
  const count = Math.floor((minute + hold - first) / BAR_MINUTES) + 1
  const wobble = Math.max(2, Math.floor(stop / 3))
  const ends = Array.from({ length: count + 1 }, (_, at) => Math.round((result * at) / count))
  return Array.from({ length: count }, (_, at) => {
    const [open = 0, close = 0] = [ends[at], ends[at + 1]]
    const [low, high] = [Math.min(open, close) - below(random, wobble), Math.max(open, close) + below(random, wobble)]
    const sides = [price(low), price(high)].sort((one, other) => Number(one) - Number(other))
    return {
      at: instantOf(date, first + at * BAR_MINUTES),
      ...{ open: price(open), close: price(close), low: sides[0] ?? '', high: sides[1] ?? '' },
    }
  })
}

/** The contract that most trade on a day: the next to end, but none that ends within the month. */
function symbolOf({ root, everyMonths }: Contract, date: LocalDate): string {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
  let ends = months + (Number(date.slice(8)) > 8 ? 1 : 0) + (everyMonths === 1 ? 1 : 0)
  while ((ends + 1) % everyMonths !== 0) ends += 1
  return `${root}${MONTH_CODES[ends % 12]}${Math.floor(ends / 12) % 10}`
}

function instantOf(date: LocalDate, minute: number): Date {
  const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
  return zonedInstant({ date, time }, FUTURES_ZONE)
}
