import type { Interval } from '../availability.ts'
import { merged } from '../intervals.ts'
import { type Clocks, clocksOfCalendar, listOf, propertyOf, textOf, utc, wallOf, zoneClocks } from './clocks.ts'
import { CalendarUnreadable, type Component, type Property, readCalendars } from './content-lines.ts'
import { occurrences, RuleUnreadable } from './recurrence.ts'

export interface BusyQuestion {
  readonly text: string
  /** Of the host: whole days, and times without a zone, are meant in it. */
  readonly timeZone: string
  /** What is busy outside is left out, or cut off. */
  readonly range: Interval
  /** Events that are ours: the host is booked for them anyway. */
  readonly ownUids: readonly string[]
}

export interface BusyAnswer {
  /** In order, apart from each other. */
  readonly blocks: readonly Interval[]
  /** Events that made no sense, and do not count. */
  readonly unread: number
}

const BLOCKS_MAX = 5_000
const TIMES_MAX = 50_000
const DAY_MS = 86_400_000
const DURATION = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const WANTED = new Set([
  ...['UID', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID', 'STATUS', 'TRANSP'],
  ...['X-MICROSOFT-CDO-BUSYSTATUS', 'TZID', 'TZOFFSETFROM', 'TZOFFSETTO'],
])

/**
 * When a calendar file (RFC 5545) says that its owner is busy. Not busy are events that are cancelled, transparent, or free as Outlook writes it.
 * Pure. Throws CalendarUnreadable for what is no calendar and for what holds more than anybody can be busy.
 */
export function busyOf({ text, timeZone, range, ownUids }: BusyQuestion): BusyAnswer {
  const own = new Set(ownUids)
  const found: Interval[] = []
  let unread = 0
  for (const calendar of readCalendars(text, WANTED)) {
    const floating = zoneClocks(timeZone)
    const reading = { floating, clocksOf: clocksOfCalendar(calendar, floating, range), range }
    const events = calendar.components.filter(({ name }) => name === 'VEVENT')
    const moved = movedOf(events, reading)
    for (const event of events) {
      if (!isBusy(event) || own.has(textOf(event, 'UID'))) continue
      const times = orNull(() => timesOf(event, moved, reading))
      if (times === null) unread += 1
      else found.push(...times)
      if (found.length > TIMES_MAX) throw tooMuch()
    }
  }
  const blocks = merged(found)
  if (blocks.length > BLOCKS_MAX) throw tooMuch()
  return { blocks, unread }
}

function tooMuch(): CalendarUnreadable {
  return new CalendarUnreadable(`the calendar has more than ${BLOCKS_MAX} busy times ahead`)
}

function isBusy(event: Component): boolean {
  const says = (name: string, value: string): boolean => textOf(event, name).toUpperCase() === value
  return !says('STATUS', 'CANCELLED') && !says('TRANSP', 'TRANSPARENT') && !says('X-MICROSOFT-CDO-BUSYSTATUS', 'FREE')
}

/** Null where an event, or the clocks it goes by, follow a rule that cannot be read. */
function orNull<Found>(find: () => Found): Found | null {
  try {
    return find()
  } catch (error) {
    if (error instanceof RuleUnreadable) return null
    throw error
  }
}

interface Reading {
  readonly floating: Clocks
  readonly clocksOf: (id: string) => Clocks
  readonly range: Interval
}

/** A time as it is written: on which clocks, and whether it is a whole day. */
interface Moment {
  readonly wallMs: number
  readonly clocks: Clocks
  readonly isDay: boolean
}

function momentOf(property: Property | undefined, { floating, clocksOf }: Reading): Moment | null {
  if (property === undefined) return null
  const value = property.value.trim().toUpperCase()
  const wallMs = wallOf(value)
  if (wallMs === null) return null
  const zone = property.parameters.get('TZID')
  const clocks = value.endsWith('Z') ? utc : zone === undefined ? floating : clocksOf(zone)
  return { wallMs, clocks, isDay: value.length === 8 }
}

const instantOf = ({ clocks, wallMs }: Moment): number => clocks.instant(wallMs)

/** Names one time of a series: by its instant, or by its day where only that is given. */
function nameOf(moment: Moment): string {
  return moment.isDay ? new Date(moment.wallMs).toISOString().slice(0, 10) : String(instantOf(moment))
}

/** Of each series the times that other events stand for, whatever becomes of them. */
function movedOf(events: readonly Component[], reading: Reading): ReadonlyMap<string, ReadonlySet<string>> {
  const moved = new Map<string, Set<string>>()
  for (const event of events) {
    const instead = orNull(() => momentOf(propertyOf(event, 'RECURRENCE-ID'), reading))
    if (instead === null) continue
    const uid = textOf(event, 'UID')
    moved.set(uid, (moved.get(uid) ?? new Set()).add(nameOf(instead)))
  }
  return moved
}

/** When one event is, within the range; null when it makes no sense. */
function timesOf(
  event: Component,
  moved: ReadonlyMap<string, ReadonlySet<string>>,
  reading: Reading,
): Interval[] | null {
  const start = momentOf(propertyOf(event, 'DTSTART'), reading)
  const length = start === null ? null : lengthOf(event, start, reading)
  if (start === null || length === null) return null
  const { range } = reading
  const { clocks } = start
  const has = (name: string): boolean => propertyOf(event, name) !== undefined
  const isSeries = (has('RRULE') || has('RDATE')) && !has('RECURRENCE-ID')
  const starts = isSeries ? seriesOf(event, start, length, reading) : [start.wallMs]
  const left = new Set([
    ...listOf(event, 'EXDATE').flatMap((one) => nameOrNone(momentOf(one, reading))),
    ...(isSeries ? (moved.get(textOf(event, 'UID')) ?? []) : []),
  ])
  return starts
    .filter((wallMs) => !left.has(nameOf({ ...start, wallMs })) && !left.has(nameOf({ ...start, wallMs, isDay: true })))
    .map((wallMs) => ({
      fromMs: Math.max(clocks.instant(wallMs), range.fromMs),
      untilMs: Math.min(clocks.instant(wallMs + length.wallMs) + length.exactMs, range.untilMs),
    }))
    .filter(({ fromMs, untilMs }) => fromMs < untilMs)
}

const nameOrNone = (moment: Moment | null): string[] => (moment === null ? [] : [nameOf(moment)])

/** Starts of a series that reach into the range. */
function seriesOf(event: Component, start: Moment, length: Length, reading: Reading): number[] {
  const { range } = reading
  const { clocks } = start
  const reachMs = length.wallMs + length.exactMs + DAY_MS
  const around = { fromMs: clocks.wall(range.fromMs) - reachMs, untilMs: clocks.wall(range.untilMs) + DAY_MS }
  const rule = textOf(event, 'RRULE')
  const listed = listOf(event, 'RDATE').flatMap((one) => momentOf(one, reading) ?? [])
  const repeated =
    rule === '' ? [] : occurrences({ rule, startMs: start.wallMs, wallOfUtc: (ms) => clocks.wall(ms) }, around)
  return [...new Set([start.wallMs, ...repeated, ...listed.map((one) => clocks.wall(instantOf(one)))])]
}

/** How long something takes: days as clocks count them, and the rest by absolute time. */
interface Length {
  readonly wallMs: number
  readonly exactMs: number
}

function lengthOf(event: Component, start: Moment, reading: Reading): Length | null {
  const written = propertyOf(event, 'DTEND')
  const end = momentOf(written, reading)
  if (written !== undefined && end === null) return null
  if (end !== null && start.isDay && end.isDay) return lasting(Math.max(end.wallMs - start.wallMs, DAY_MS), 0)
  if (end !== null) return lasting(0, instantOf(end) - instantOf(start))
  const duration = textOf(event, 'DURATION')
  if (duration === '') return lasting(start.isDay ? DAY_MS : 0, 0)
  const [, sign, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] =
    DURATION.exec(duration.toUpperCase()) ?? []
  if (sign === undefined || sign === '-') return null
  const exactMs = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return lasting((Number(weeks) * 7 + Number(days)) * DAY_MS, exactMs)
}

/** Longer than a hundred years is an error of writing. */
const LASTS_MAX_MS = 36_525 * DAY_MS

function lasting(wallMs: number, exactMs: number): Length | null {
  return wallMs + exactMs > LASTS_MAX_MS || exactMs < 0 ? null : { wallMs, exactMs }
}
