import { instantAt, wallTime } from '../../shell/zoned.ts'

/** What a field for a moment with seconds holds: 2026-03-02T09:30:05 by the clock of the zone. */
export function clockOf(instant: string, zone: string): string {
  const at = new Date(instant)
  const { date, minutes } = wallTime(at, zone)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(at.getUTCSeconds())}`
}

/** The instant of such a field; undefined when it holds none. */
export function instantOf(clock: string, zone: string): string | undefined {
  const [, date, hours, minutes, seconds = '0'] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?/.exec(clock) ?? []
  if (date === undefined) return undefined
  const minute = instantAt({ date, minutes: Number(hours) * 60 + Number(minutes) }, zone)
  return new Date(minute.getTime() + Number(seconds) * 1000).toISOString()
}
