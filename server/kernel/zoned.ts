import { Temporal } from 'temporal-polyfill'

/** A day of the calendar as `YYYY-MM-DD`; it means something only together with a zone. */
export type LocalDate = string

/** A stretch in which the clocks of a zone keep one distance to UTC. */
interface Span {
  readonly fromMs: number
  readonly untilMs: number
  readonly offsetMs: number
}

const DAY_MS = 86_400_000
/** A wall time this far from every change of the clocks exists exactly once: no zone is further from UTC. */
const CLEAR_MS = 2 * DAY_MS
const KEPT_MAX = 5_000
const TIME_FORM = /^([01]\d|2[0-3]):([0-5]\d)$/
const DATE_FORM = /^\d{4}-\d\d-\d\d$/
const ZONE_FORM = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/

const spans = new Map<string, Span[]>()
const zones = new Set<string>()
const dayNumbers = new Map<LocalDate, number>()
const dates = new Map<number, LocalDate>()
/** Of the 1440 there are. */
const times = new Map<string, number>()
/** Instants of wall times near a change of the clocks. */
const nearChanges = new Map<string, number>()

/** True for a name of the IANA database that this runtime knows; an offset (`+03:00`) is none. */
export function isZone(text: string): boolean {
  if (zones.has(text)) return true
  if (text.length > 64 || !ZONE_FORM.test(text)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text)
  } catch {
    return false
  }
  if (zones.size < KEPT_MAX) zones.add(text)
  return true
}

/**
 * The instant at which clocks in `zone` show this wall time (`HH:MM`). Temporal's "compatible": a time that the clocks leave out is taken
 * as late as the change is long, one that they show twice is the earlier. Throws RangeError for what is no date, time or zone.
 */
export function zonedInstant({ date, time }: { readonly date: LocalDate; readonly time: string }, zone: string): Date {
  const wallMs = dayOf(date) * DAY_MS + timeMs(time)
  const span = spanAt(wallMs, zone)
  const atMs = wallMs - span.offsetMs
  if (atMs - span.fromMs > CLEAR_MS && span.untilMs - atMs > CLEAR_MS) return new Date(atMs)
  const key = `${zone} ${date}T${time}`
  const known = nearChanges.get(key)
  if (known !== undefined) return new Date(known)
  const zoned = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
  if (nearChanges.size >= KEPT_MAX) nearChanges.clear()
  nearChanges.set(key, zoned.epochMilliseconds)
  return new Date(zoned.epochMilliseconds)
}

/** True when clocks in `zone` show this wall time at the instant: zonedInstant gives another for one that they leave out. */
export function isShownAt(
  instant: Date,
  { date, time }: { readonly date: LocalDate; readonly time: string },
  zone: string,
): boolean {
  const ms = instant.getTime()
  return ms + spanAt(ms, zone).offsetMs === dayOf(date) * DAY_MS + timeMs(time)
}

/** The day on which the instant falls for clocks in `zone`. Throws RangeError for an unknown zone. */
export function localDate(instant: Date, zone: string): LocalDate {
  const ms = instant.getTime()
  return dateOf(Math.floor((ms + spanAt(ms, zone).offsetMs) / DAY_MS))
}

/** The instant as clocks in `zone` show it, with their distance to UTC: `2026-03-08T03:30:00-04:00`. */
export function localTime(instant: Date, zone: string): string {
  const wall = new Date(instant.getTime() + spanAt(instant.getTime(), zone).offsetMs)
  return `${wall.toISOString().slice(0, 19)}${offsetText(instant, zone)}`
}

/** How far clocks in `zone` are from UTC at the instant: `-05:00`. Seconds, which zones had before 1972, are left out. */
export function offsetText(instant: Date, zone: string): string {
  const minutes = Math.trunc(spanAt(instant.getTime(), zone).offsetMs / 60_000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}

/** The day `days` after (before, when negative). Throws RangeError for what is no date. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOf(dayOf(date) + days)
}

/**
 * The day `months` after, on `anchorDay` of its month or on the last day of a month that has no such day. Whoever repeats keeps the
 * anchor: 31 January, 28 February, 31 March.
 */
export function addMonths(date: LocalDate, months: number, anchorDay: number): LocalDate {
  const first = Temporal.PlainDate.from(date).with({ day: 1 }).add({ months })
  return first.with({ day: Math.min(anchorDay, first.daysInMonth) }).toString()
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(date: LocalDate): number {
  const sinceMonday = (dayOf(date) + 3) % 7
  return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1
}

/** Days from 1970-01-01. Kept, as are the texts, since calendars ask for the same few over and over. */
function dayOf(date: LocalDate): number {
  const known = dayNumbers.get(date)
  if (known !== undefined) return known
  const ms = DATE_FORM.test(date) ? Date.parse(`${date}T00:00:00.000Z`) : Number.NaN
  // The parser takes 30 February for 2 March.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(date))
    throw new RangeError('not a day of the calendar')
  if (dayNumbers.size >= KEPT_MAX) dayNumbers.clear()
  dayNumbers.set(date, ms / DAY_MS)
  return ms / DAY_MS
}

function dateOf(day: number): LocalDate {
  const known = dates.get(day)
  if (known !== undefined) return known
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10)
  if (dates.size >= KEPT_MAX) dates.clear()
  dates.set(day, date)
  return date
}

function timeMs(time: string): number {
  const known = times.get(time)
  if (known !== undefined) return known
  const [, hours, minutes] = TIME_FORM.exec(time) ?? []
  if (hours === undefined || minutes === undefined) throw new RangeError('not a time of day')
  const ms = (Number(hours) * 60 + Number(minutes)) * 60_000
  times.set(time, ms)
  return ms
}

/** True for a day that exists, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  try {
    dayOf(text)
    return true
  } catch {
    return false
  }
}

/** Kept per zone, as a conversion by way of Temporal takes some fifty times as long. */
function spanAt(ms: number, zone: string): Span {
  const found = spans.get(zone)?.find((span) => span.fromMs <= ms && ms < span.untilMs)
  if (found !== undefined) return found
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)
  // The previous change is looked for from one past the instant, which may be a change itself.
  const next = zoned.getTimeZoneTransition('next')
  const previous = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
  const span: Span = {
    fromMs: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    untilMs: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: zoned.offsetNanoseconds / 1e6,
  }
  if (spans.size >= KEPT_MAX) spans.clear()
  const ofZone = spans.get(zone) ?? []
  spans.set(zone, [span, ...ofZone.slice(0, 15)])
  return span
}
