import type { HostCalendar, Slot, SlotPolicy, SlotQuery, WallWindow } from './availability.ts'

/**
 * The definition of a slot, minute by minute and without any care for speed. It shares nothing with the function it judges: zones come
 * from the runtime's formatter, windows are sets of minutes, a grid is found by walking back to where its run of minutes began.
 */
export function oracleSlots(
  hosts: readonly HostCalendar[],
  policy: SlotPolicy,
  query: SlotQuery,
): Omit<Slot, 'hostIds'>[] {
  const days = hosts.map((host) => drawHost(host, query))
  const found: Omit<Slot, 'hostIds'>[] = []
  for (let minute = Math.ceil(query.fromMs / MINUTE); minute < query.untilMs / MINUTE; minute += 1) {
    const seats = hosts.map((host, at) => seatsAt(minute, { host, policy, query, drawn: days[at] ?? never() }))
    const free = seats.filter((one) => one > 0)
    const isOpen = policy.scheduling === 'collective' ? free.length === hosts.length : free.length > 0
    const seatsLeft = policy.scheduling === 'collective' ? (seats[0] ?? 0) : free.reduce((sum, one) => sum + one, 0)
    if (isOpen && hosts.length > 0) found.push({ startMs: minute * MINUTE, seatsLeft })
  }
  return found
}

const MINUTE = 60_000
const DAY_MINUTES = 1440
const MARGIN = 2.2 * DAY_MINUTES

interface Drawn {
  readonly zone: ZoneTable
  /** First minute of the arrays. */
  readonly first: number
  /** For each day of the host's calendar, which minutes its windows cover. */
  readonly days: readonly Uint8Array[]
  readonly away: Uint8Array
}

function drawHost(host: HostCalendar, query: SlotQuery): Drawn {
  const first = Math.floor(query.fromMs / MINUTE) - MARGIN
  const length = Math.ceil(query.untilMs / MINUTE) + MARGIN - first
  const zone = zoneTable(host.timeZone, first, length)
  const days = zone.dates.map((date) => {
    const open = new Uint8Array(length)
    const weekday = (Math.floor(dayNumber(date)) + 3) % 7
    const ofDay = host.overrides.get(date) ?? host.rules.filter((rule) => rule.weekday === weekday + 1)
    for (const window of ofDay) cover(open, zone, date, window)
    return open
  })
  const away = new Uint8Array(length)
  for (const { fromMs, untilMs } of host.away) {
    for (let at = 0; at < length; at += 1) {
      const minute = first + at
      if ((minute + 1) * MINUTE > fromMs && minute * MINUTE < untilMs) away[at] = 1
    }
  }
  return { zone, first, days, away }
}

function cover(open: Uint8Array, zone: ZoneTable, date: string, { startMinute, endMinute }: WallWindow): void {
  const endDate = endMinute <= startMinute ? nextDate(date) : date
  const until = zone.minuteOf(endDate, endMinute)
  for (let at = zone.minuteOf(date, startMinute); at < until; at += 1) if (at >= 0) open[at] = 1
}

interface Case {
  readonly host: HostCalendar
  readonly policy: SlotPolicy
  readonly query: SlotQuery
  readonly drawn: Drawn
}

/** Seats that one host offers for a start at this minute; 0 when it offers none. */
function seatsAt(minute: number, { host, policy, query, drawn }: Case): number {
  const at = minute - drawn.first
  const onGrid = drawn.days.some(
    (open) => open[at] === 1 && (at - runStart(open, at)) % policy.slotIntervalMinutes === 0,
  )
  if (!onGrid || !isInTime(minute, { host, policy, query, drawn })) return 0
  for (let step = 0; step < query.durationMinutes; step += 1)
    if (!drawn.days.some((open) => open[at + step] === 1)) return 0
  const session = host.taken.find((taken) => taken.session?.startMs === minute * MINUTE)?.session ?? null
  for (let step = -policy.bufferBeforeMinutes; step < query.durationMinutes + policy.bufferAfterMinutes; step += 1) {
    if (drawn.away[at + step] === 1) return 0
    const ms = (minute + step) * MINUTE
    const others = host.taken.filter((taken) => session === null || taken.session?.startMs !== session.startMs)
    if (others.some(({ busy }) => busy.fromMs < ms + MINUTE && ms < busy.untilMs)) return 0
  }
  if (session !== null) return session.seatsLeft
  const dateAt = (ms: number): string => drawn.zone.dateAt(Math.floor(ms / MINUTE) - drawn.first)
  const weekAt = (ms: number): number => Math.floor((dayNumber(dateAt(ms)) + 3) / 7)
  const start = minute * MINUTE
  const sameDay = host.counted.filter((one) => dateAt(one) === dateAt(start)).length
  const sameWeek = host.counted.filter((one) => weekAt(one) === weekAt(start)).length
  if (policy.dailyLimit !== null && sameDay >= policy.dailyLimit) return 0
  if (policy.weeklyLimit !== null && sameWeek >= policy.weeklyLimit) return 0
  return policy.seats
}

function runStart(open: Uint8Array, at: number): number {
  let start = at
  while (open[start - 1] === 1) start -= 1
  return start
}

function isInTime(minute: number, { policy, query, drawn }: Case): boolean {
  if (minute * MINUTE < query.nowMs + policy.minNoticeMinutes * MINUTE) return false
  const day = dayNumber(drawn.zone.dateAt(minute - drawn.first))
  const today = dayNumber(drawn.zone.dateAt(Math.floor(query.nowMs / MINUTE) - drawn.first))
  if (policy.advance.kind === 'rolling') return day - today <= policy.advance.days
  if (policy.advance.kind === 'range')
    return day >= dayNumber(policy.advance.from) && day <= dayNumber(policy.advance.to)
  return true
}

interface ZoneTable {
  readonly dates: readonly string[]
  dateAt(at: number): string
  /** Index of the first minute that shows this wall time; where none does, as far behind the last before as the clocks are ahead of it. */
  minuteOf(date: string, wallMinute: number): number
}

/** What clocks show in each minute of a stretch. */
function zoneTable(zone: string, first: number, length: number): ZoneTable {
  const { shown, textAt } = clocksOf(zone, Math.floor(first / CHUNK))
  const dateAt = (at: number): string => textAt(first + at).slice(0, 10)
  const dates = [...new Set(Array.from({ length: Math.floor(length / 720) }, (_, at) => dateAt(at * 720)))]
  return {
    dates: dates.slice(1, -1),
    dateAt,
    minuteOf(date, wallMinute) {
      for (let back = 0; ; back += 1) {
        const found = shown.get(textOf(date, wallMinute - back))
        if (found !== undefined) return (back === 0 ? found.first : found.last + back) - first
      }
    },
  }
}

interface Clocks {
  /** Wall time -> the first and the last minute that shows it. */
  readonly shown: ReadonlyMap<string, { readonly first: number; readonly last: number }>
  textAt(minute: number): string
}

const CHUNK = 7 * DAY_MINUTES
const drawnClocks = new Map<string, Clocks>()

/** Clocks of a chunk of time and of those beside it, drawn once. */
function clocksOf(zone: string, chunk: number): Clocks {
  const key = `${zone} ${chunk}`
  const known = drawnClocks.get(key)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const first = (chunk - 1) * CHUNK
  const texts = Array.from({ length: 3 * CHUNK }, (_, at) => format.format((first + at) * MINUTE))
  const shown = new Map<string, { first: number; last: number }>()
  for (const [at, text] of texts.entries()) {
    shown.set(text, { first: shown.get(text)?.first ?? first + at, last: first + at })
  }
  const clocks = { shown, textAt: (minute: number) => texts[minute - first] ?? never() }
  drawnClocks.set(key, clocks)
  return clocks
}

function textOf(date: string, wallMinute: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + wallMinute * MINUTE).toISOString().slice(0, 16).replace('T', ' ')
}

function nextDate(date: string): string {
  return textOf(date, DAY_MINUTES).slice(0, 10)
}

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (DAY_MINUTES * MINUTE)
}

function never(): never {
  throw new RangeError('outside the table')
}
