import { dayBounds, wallTime } from '../shell/zoned.ts'

/** A stretch of minutes of a wall clock. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** One calendar day of a zone, of 23, 24 or 25 hours. */
interface ZonedDay {
  readonly date: string
  readonly start: Date
  readonly end: Date
  /** What the clocks leave out on this day. */
  readonly missing: Stretch | null
  /** What they show twice, and the instant from which they show it again. */
  readonly repeated: (Stretch & { readonly again: Date }) | null
}

/**
 * Places of instants beside each other: the hours of a wall clock from midnight to midnight, the same for all days, with a stretch
 * put in where a day shows an hour twice. So days of different length stand in one grid, and no two moments of a day in one place.
 */
export interface Axis {
  readonly length: number
  readonly days: readonly ZonedDay[]
  readonly marks: readonly { readonly at: number; readonly label: string; readonly again: boolean }[]
  place(day: ZonedDay, instant: Date): number
  placeOf(stretch: Stretch): Stretch
}

const dayMinutes = 24 * 60

export function axisOf(dates: readonly string[], zone: string): Axis {
  const days = dates.map((date) => dayIn(date, zone))
  const repeats = days.flatMap(({ repeated }) => (repeated === null ? [] : [repeated]))
  const bands = uniqueBands(repeats)
  const shift = (minutes: number): number =>
    bands.filter(({ to }) => to <= minutes).reduce((sum, { from, to }) => sum + to - from, 0)
  const length = dayMinutes + shift(dayMinutes)
  return {
    length,
    days,
    marks: marksOf(bands, shift),
    place(day, instant) {
      if (instant <= day.start) return 0
      if (instant >= day.end) return length
      const { minutes } = wallTime(instant, zone)
      const isAgain = day.repeated !== null && instant >= day.repeated.again
      return minutes + shift(isAgain ? Math.max(minutes, day.repeated.to) : minutes)
    },
    placeOf: ({ from, to }) => ({ from: from + shift(from), to: to + shift(Math.max(from, to - 1)) }),
  }
}

function uniqueBands(repeats: readonly Stretch[]): readonly Stretch[] {
  return [...new Map(repeats.map((band) => [`${band.from}-${band.to}`, band])).values()]
}

function marksOf(bands: readonly Stretch[], shift: (minutes: number) => number): Axis['marks'] {
  const hours = Array.from({ length: 24 }, (_, hour) => hour * 60)
  const once = hours.map((minutes) => ({ at: minutes + shift(minutes), label: clock(minutes), again: false }))
  const twice = bands.map(({ from, to }) => ({ at: to + shift(to) - (to - from), label: clock(from), again: true }))
  return [...once, ...twice].sort((one, other) => one.at - other.at)
}

function clock(minutes: number): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function dayIn(date: string, zone: string): ZonedDay {
  const { start, end } = dayBounds(date, zone)
  const first = wallTime(start, zone)
  const late = first.date === date && first.minutes > 0 ? { from: 0, to: first.minutes } : null
  const change = changeWithin(start, end, zone)
  if (change === null) return { date, start, end, missing: late, repeated: null }
  const { at, before, after } = change
  if (after > before) return { date, start, end, missing: { from: before, to: after }, repeated: null }
  return { date, start, end, missing: late, repeated: { from: after, to: before, again: at } }
}

interface Change {
  readonly at: Date
  /** Minutes of the day at the change, by the clock before and after it. */
  readonly before: number
  readonly after: number
}

/** The first change of the clocks within a day, to the minute. */
function changeWithin(start: Date, end: Date, zone: string): Change | null {
  const startMinutes = wallTime(start, zone).minutes
  const elapsed = (instant: number): number => (instant - start.getTime()) / 60_000
  const isChanged = (instant: number): boolean =>
    wallTime(new Date(instant), zone).minutes !== startMinutes + elapsed(instant)
  let [low, high] = [start.getTime(), end.getTime() - 60_000]
  if (high <= low || !isChanged(high)) return null
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 120_000) * 60_000
    if (isChanged(middle)) high = middle
    else low = middle
  }
  return { at: new Date(high), before: startMinutes + elapsed(high), after: wallTime(new Date(high), zone).minutes }
}
