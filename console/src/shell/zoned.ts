/** What a clock on a wall shows: the calendar day and the minutes since its midnight. */
export interface WallTime {
  readonly date: string
  readonly minutes: number
}

const minuteMs = 60_000
const offsets = new Map<string, Intl.DateTimeFormat>()

/** The zone of this browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** What can be chosen: the zones the browser knows, with UTC, which it leaves out. */
export function allZones(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
}

/** UTC+03:00, UTC-09:30, or UTC. */
export function offsetText(instant: Date, zone: string): string {
  const known = offsets.get(zone)
  const format = known ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  if (known === undefined) offsets.set(zone, format)
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  return name.replace('GMT', 'UTC')
}

function offsetMs(instant: number, zone: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^UTC([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(offsetText(new Date(instant), zone)) ?? []
  const whole = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -whole : whole
}

export function wallTime(instant: Date, zone: string): WallTime {
  const shifted = new Date(instant.getTime() + offsetMs(instant.getTime(), zone))
  return { date: shifted.toISOString().slice(0, 10), minutes: shifted.getUTCHours() * 60 + shifted.getUTCMinutes() }
}

/**
 * The instant at which a wall shows `wall`. A time that a change of the clocks leaves out is as much later as the clocks went
 * ahead, one that they show twice is the first: what RFC 5545, 3.3.5 and Temporal call compatible.
 */
export function instantAt({ date, minutes }: WallTime, zone: string): Date {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * minuteMs
  const dayMs = 24 * 60 * minuteMs
  const before = offsetMs(asUtc - dayMs, zone)
  const after = offsetMs(asUtc + dayMs, zone)
  const fitting = [asUtc - before, asUtc - after].filter((instant) => instant + offsetMs(instant, zone) === asUtc)
  return new Date(fitting.length > 0 ? Math.min(...fitting) : asUtc - before)
}

export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + days)
  return day.toISOString().slice(0, 10)
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

/** The seven days of the week of `date`, from its Monday. */
export function weekOf(date: string): readonly string[] {
  const monday = addDays(date, 1 - weekday(date))
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(monday, days))
}

/** Where the day begins and ends: midnight, or the first moment there is when the clocks leave midnight out. */
export function dayBounds(date: string, zone: string): { readonly start: Date; readonly end: Date } {
  return {
    start: instantAt({ date, minutes: 0 }, zone),
    end: instantAt({ date: addDays(date, 1), minutes: 0 }, zone),
  }
}
