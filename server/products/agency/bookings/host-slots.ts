import { addDays, type LocalDate, localDate, weekdayOf, zonedInstant } from '../../../kernel/zoned.ts'
import type { HostCalendar, Interval, Refusal, SlotPolicy, SlotQuery } from './availability.ts'
import { firstEndingAfter, merged } from './intervals.ts'
import { windowsOf } from './windows.ts'

const MINUTE_MS = 60_000

/** What one host says of starts within the query's range. */
export interface HostSlots {
  /** Starts that may be booked, in order, with the seats that are free. */
  readonly open: ReadonlyMap<number, number>
  /** Why this start is not among them; null when it is. */
  refusal(startMs: number): Refusal | null
}

/**
 * The starts at which one host can be booked. A start is legal when it lies a whole number of steps of absolute time behind the start of a
 * window of its day, and the meeting without its buffers lies within windows; it is free when the meeting with its buffers
 * meets nothing the host already has.
 */
export function hostSlots(host: HostCalendar, policy: SlotPolicy, query: SlotQuery): HostSlots {
  const legal = legalStarts(host, policy, query)
  const judge = judgeOf(host, policy, query)
  const open = new Map<number, number>()
  for (const startMs of legal) {
    if (judge.refusal(startMs) === null) open.set(startMs, judge.seatsLeft(startMs))
  }
  return {
    open,
    refusal: (startMs) => judge.timing(startMs) ?? (legal.has(startMs) ? judge.refusal(startMs) : 'outside'),
  }
}

function legalStarts(host: HostCalendar, policy: SlotPolicy, query: SlotQuery): ReadonlySet<number> {
  const stepMs = policy.slotIntervalMinutes * MINUTE_MS
  const durationMs = query.durationMinutes * MINUTE_MS
  const windows = windowsOf(host, query)
  const whole = merged(windows)
  const starts: number[] = []
  for (const { fromMs, untilMs } of windows) {
    const skipped = Math.max(0, Math.ceil((query.fromMs - fromMs) / stepMs))
    const last = Math.min(untilMs, query.untilMs)
    for (let startMs = fromMs + skipped * stepMs; startMs < last; startMs += stepMs) {
      const around = firstEndingAfter(whole, startMs)
      if (around !== undefined && around.fromMs <= startMs && startMs + durationMs <= around.untilMs)
        starts.push(startMs)
    }
  }
  const inOrder = starts.every((start, at) => at === 0 || (starts[at - 1] ?? 0) < start)
  return new Set(inOrder ? starts : starts.toSorted((one, other) => one - other))
}

function judgeOf(host: HostCalendar, policy: SlotPolicy, query: SlotQuery) {
  const durationMs = query.durationMinutes * MINUTE_MS
  const beforeMs = policy.bufferBeforeMinutes * MINUTE_MS
  const afterMs = policy.bufferAfterMinutes * MINUTE_MS
  const withBuffers = (startMs: number): Interval => ({
    fromMs: startMs - beforeMs,
    untilMs: startMs + durationMs + afterMs,
  })
  const away = merged(host.away)
  const busy = merged(host.taken.map((taken) => taken.busy))
  const sessions = new Map(host.taken.flatMap(({ session }) => (session === null ? [] : [[session.startMs, session]])))
  const dayOf = dayFinder(host.timeZone)
  const timing = timingOf(dayOf, policy, query.nowMs)
  const isFull = limitOf(dayOf, host.counted, policy)

  function refusal(startMs: number): Refusal | null {
    const tooEarlyOrLate = timing(startMs)
    if (tooEarlyOrLate !== null) return tooEarlyOrLate
    const wanted = withBuffers(startMs)
    if (meets(away, wanted)) return 'taken'
    const session = sessions.get(startMs)
    if (session !== undefined) return session.seatsLeft > 0 && !meetsOthers(host, wanted, startMs) ? null : 'taken'
    if (meets(busy, wanted)) return 'taken'
    return isFull(startMs) ? 'limit' : null
  }

  return { timing, refusal, seatsLeft: (startMs: number) => sessions.get(startMs)?.seatsLeft ?? policy.seats }
}

function meets(inOrder: readonly Interval[], { fromMs, untilMs }: Interval): boolean {
  const next = firstEndingAfter(inOrder, fromMs)
  return next !== undefined && next.fromMs < untilMs
}

/** Whether anything but the session that is joined stands in the way. */
function meetsOthers({ taken }: HostCalendar, { fromMs, untilMs }: Interval, startMs: number): boolean {
  return taken.some(
    ({ busy, session }) => session?.startMs !== startMs && busy.fromMs < untilMs && fromMs < busy.untilMs,
  )
}

function timingOf(dayOf: DayOf, { minNoticeMinutes, advance }: SlotPolicy, nowMs: number) {
  const lastDate =
    advance.kind === 'rolling' ? addDays(dayOf(nowMs), advance.days) : advance.kind === 'range' ? advance.to : null
  const firstDate = advance.kind === 'range' ? advance.from : null
  return (startMs: number): Refusal | null => {
    if (startMs < nowMs) return 'past'
    if (startMs < nowMs + minNoticeMinutes * MINUTE_MS) return 'too-soon'
    if (lastDate === null) return null
    const date = dayOf(startMs)
    if (firstDate !== null && date < firstDate) return 'too-soon'
    return date > lastDate ? 'too-far' : null
  }
}

/** Days and weeks (from Monday) are those of the host's calendar. */
function limitOf(dayOf: DayOf, counted: readonly number[], { dailyLimit, weeklyLimit }: SlotPolicy) {
  if (dailyLimit === null && weeklyLimit === null) return () => false
  const weekOf = (date: LocalDate): LocalDate => addDays(date, 1 - weekdayOf(date))
  const perDay = countBy(counted, dayOf)
  const perWeek = countBy(counted, (ms) => weekOf(dayOf(ms)))
  return (startMs: number): boolean => {
    const date = dayOf(startMs)
    return (
      (perDay.get(date) ?? 0) >= (dailyLimit ?? Number.POSITIVE_INFINITY) ||
      (weeklyLimit !== null && (perWeek.get(weekOf(date)) ?? 0) >= weeklyLimit)
    )
  }
}

type DayOf = (ms: number) => LocalDate

/** The day of an instant in the zone; starts come in order, so the last day is kept with its ends. */
function dayFinder(timeZone: string): DayOf {
  const midnight = (date: LocalDate): number => zonedInstant({ date, time: '00:00' }, timeZone).getTime()
  let date: LocalDate = ''
  let fromMs = 0
  let untilMs = 0
  return (ms) => {
    if (ms >= fromMs && ms < untilMs) return date
    date = localDate(new Date(ms), timeZone)
    fromMs = midnight(date)
    untilMs = midnight(addDays(date, 1))
    return date
  }
}

function countBy(values: readonly number[], keyOf: (value: number) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(keyOf(value), (counts.get(keyOf(value)) ?? 0) + 1)
  return counts
}
