import type { CalendarView } from '../calendar/words.ts'
import { allZones, ownZone } from '../shell/zoned.ts'

/** What the calendar shows; it stands in the address. */
export interface CalendarSearch {
  readonly view?: CalendarView
  readonly date?: string
  readonly zone?: string
  readonly host?: string
  /** Also what was called off or has lapsed. */
  readonly off?: true
}

export function calendarSearchIn(search: Record<string, unknown>): CalendarSearch {
  const { view, date, zone, host, off } = search
  return {
    ...(view === 'week' || view === 'day' || view === 'agenda' ? { view } : {}),
    ...(typeof date === 'string' && isDay(date) ? { date } : {}),
    ...(typeof zone === 'string' && zones().includes(zone) ? { zone } : {}),
    ...(typeof host === 'string' && host !== '' ? { host } : {}),
    ...(off === true ? { off } : {}),
  }
}

/** What can be chosen, the zone of this browser first. */
export function zones(): readonly string[] {
  return [...new Set([ownZone(), ...allZones()])]
}

function isDay(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}
