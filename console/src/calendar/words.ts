import { addDays, offsetText, wallTime, weekOf } from '../shell/zoned.ts'

export type CalendarView = 'week' | 'day' | 'agenda'

const noon = (date: string): Date => new Date(`${date}T12:00:00Z`)

/** The words of a calendar day: its date alone, whatever the zone of the browser. */
export function dayWords(date: string, style: 'short' | 'full'): string {
  const short = { weekday: 'short', day: 'numeric' } as const
  const full = { weekday: 'long', day: 'numeric', month: 'long' } as const
  const format = new Intl.DateTimeFormat(undefined, { ...(style === 'short' ? short : full), timeZone: 'UTC' })
  return format.format(noon(date))
}

export function datesOf(view: CalendarView, date: string): readonly string[] {
  return view === 'day' ? [date] : weekOf(date)
}

/** 23 to 29 November 2026, as the browser's language writes a range. */
export function rangeWords(dates: readonly string[]): string {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' })
  return format.formatRange(noon(dates[0] ?? ''), noon(dates.at(-1) ?? ''))
}

export function shifted(view: CalendarView, date: string, by: 1 | -1): string {
  return addDays(date, view === 'day' ? by : 7 * by)
}

/** 09:00–10:30 by the clock of the zone; with the weekday over midnight, and the offset when it changes between the two. */
export function timeWords(start: string, end: string, zone: string): string {
  const [from, to] = [new Date(start), new Date(end)]
  const overnight = wallTime(from, zone).date !== wallTime(to, zone).date
  const format = new Intl.DateTimeFormat(undefined, {
    ...(overnight ? { weekday: 'short' } : {}),
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
  const [before, after] = [offsetText(from, zone), offsetText(to, zone)]
  if (before !== after) return `${format.format(from)} ${before} – ${format.format(to)} ${after}`
  return overnight ? `${format.format(from)} – ${format.format(to)}` : format.formatRange(from, to)
}
