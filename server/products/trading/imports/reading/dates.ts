import { isDate, isShownAt, zonedInstant } from '../../../../kernel/zoned.ts'
import { RowFault } from './refusal.ts'

/** A moment as a file writes it: a day, a time of day, and how far from UTC its clock is, if it says so. */
interface Moment {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  ms: number
  /** Of a clock of twelve hours: 0 before noon, 12 after it. */
  half: number | null
  offsetMinutes: number | null
}

/** Reads one part of a text at a position: the position behind it, or -1. */
type Part = (text: string, at: number, into: Moment) => number

/** Of Kiritimati. */
const OFFSET_HOURS_MAX = 14
const YEARS = { min: 1970, max: 2099 } as const
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const CLOCKS: Readonly<Record<string, number>> = {
  ...{ utc: 0, gmt: 0, z: 0, bst: 60, cet: 60, cest: 120 },
  ...{ est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 },
}
const TOKEN = /'[^']*'|yyyy|yy|MMM|MM|M|dd|d|HH|H|hh|h|mm|m|ss|s|S|a|X|z|[^A-Za-z']/g
const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))

/** The parts of a pattern such as `M/d/yyyy h:mm:ss a`; null for what is no pattern, or one without a day. */
export function datePattern(pattern: string): readonly Part[] | null {
  const tokens = pattern.match(TOKEN) ?? []
  if (tokens.join('') !== pattern) return null
  const has = (...names: string[]): boolean => tokens.some((token) => names.includes(token))
  if (!has('yyyy', 'yy') || !has('M', 'MM', 'MMM') || !has('d', 'dd')) return null
  return tokens.map(partOf)
}

/** The instant a text stands for by the first pattern that fits, its clock being in `zone`. Throws RowFault for anything else. */
export function instantOf(
  text: string,
  { patterns, zone }: { readonly patterns: readonly (readonly Part[])[]; readonly zone: string },
  column: string | null,
): Date {
  for (const pattern of patterns) {
    const moment = momentOf(text, pattern)
    if (moment !== null) return atOf(moment, zone, column)
  }
  throw new RowFault('date-not-understood', column)
}

function momentOf(text: string, pattern: readonly Part[]): Moment | null {
  const moment: Moment = {
    year: 0,
    month: 0,
    day: 0,
    hour: 0,
    minute: 0,
    second: 0,
    ms: 0,
    half: null,
    offsetMinutes: null,
  }
  let at = 0
  for (const part of pattern) {
    at = part(text, at, moment)
    if (at < 0) return null
  }
  return at === text.length ? moment : null
}

function atOf(moment: Moment, zone: string, column: string | null): Date {
  const { year, month, day, minute, second, ms, half, offsetMinutes } = moment
  const hour = half === null ? moment.hour : (moment.hour % 12) + half
  if (year < YEARS.min || year > YEARS.max) throw new RowFault('date-out-of-range', column)
  const date = `${year}-${two[month] ?? '99'}-${two[day] ?? '99'}`
  const isTwelve = half === null || (moment.hour >= 1 && moment.hour <= 12)
  if (!isTwelve || hour > 23 || minute > 59 || second > 59 || !isDate(date))
    throw new RowFault('date-does-not-exist', column)
  const restMs = second * 1000 + ms
  if (offsetMinutes !== null)
    return new Date(Date.UTC(year, month - 1, day, hour, minute) - offsetMinutes * 60_000 + restMs)
  const wall = { date, time: `${two[hour]}:${two[minute]}` }
  const at = zonedInstant(wall, zone)
  // A day without a time begins when its clocks do; a time that they left out was on another clock.
  if (hour + minute > 0 && !isShownAt(at, wall, zone)) throw new RowFault('time-does-not-exist', column)
  return new Date(at.getTime() + restMs)
}

function partOf(token: string): Part {
  switch (token) {
    case 'yyyy':
      return digits('year', 4, 4)
    case 'yy':
      return (text, at, into) => {
        const end = digits('year', 2, 2)(text, at, into)
        into.year += 2000
        return end
      }
    case 'MMM':
      return monthName
    case 'MM':
    case 'M':
      return digits('month', token.length, 2)
    case 'dd':
    case 'd':
      return digits('day', token.length, 2)
    case 'HH':
    case 'hh':
    case 'H':
    case 'h':
      return digits('hour', token.length, 2)
    case 'mm':
    case 'm':
      return digits('minute', token.length, 2)
    case 'ss':
    case 's':
      return digits('second', token.length, 2)
    case 'S':
      return fraction
    case 'a':
      return noon
    case 'X':
      return offset
    case 'z':
      return clockName
    default:
      return literal(token.length > 1 ? token.slice(1, -1) : token)
  }
}

type DigitField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'

function digits(field: DigitField, min: number, max: number): Part {
  return (text, at, into) => {
    let end = at
    let value = 0
    while (end < at + max) {
      const digit = text.charCodeAt(end) - 48
      if (!(digit >= 0 && digit <= 9)) break
      value = value * 10 + digit
      end += 1
    }
    into[field] = value
    return end - at < min ? -1 : end
  }
}

function literal(wanted: string): Part {
  return (text, at) => (text.startsWith(wanted, at) ? at + wanted.length : -1)
}

function monthName(text: string, at: number, into: Moment): number {
  into.month = MONTHS.indexOf(text.slice(at, at + 3).toLowerCase()) + 1
  if (into.month === 0) return -1
  let end = at + 3
  while (/[a-z.]/i.test(text.charAt(end))) end += 1
  return end
}

function fraction(text: string, at: number, into: Moment): number {
  let end = at
  while (end < at + 9 && /\d/.test(text.charAt(end))) end += 1
  into.ms = Number(text.slice(at, end).padEnd(3, '0').slice(0, 3))
  return end === at ? -1 : end
}

function noon(text: string, at: number, into: Moment): number {
  const half = text.slice(at, at + 2).toLowerCase()
  into.half = half === 'pm' ? 12 : 0
  return half === 'am' || half === 'pm' ? at + 2 : -1
}

function offset(text: string, at: number, into: Moment): number {
  const [found, sign, hours, minutes] = /^(?:Z|([+-])(\d\d):?(\d\d)?)/.exec(text.slice(at, at + 6)) ?? []
  if (found === undefined || Number(hours ?? 0) > OFFSET_HOURS_MAX || Number(minutes ?? 0) > 59) return -1
  into.offsetMinutes = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
  return at + found.length
}

function clockName(text: string, at: number, into: Moment): number {
  const [name = ''] = /^[A-Za-z]{1,4}/.exec(text.slice(at, at + 4)) ?? []
  const minutes = CLOCKS[name.toLowerCase()]
  into.offsetMinutes = minutes ?? null
  return minutes === undefined ? -1 : at + name.length
}
