import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'

/** A half-open stretch of time, in milliseconds since the Unix epoch. */
export interface Interval {
  readonly fromMs: number
  readonly untilMs: number
}

/** Wall times of a host's zone as minutes from midnight; an end at or before the start lies on the next day. */
export interface WallWindow {
  readonly startMinute: number
  readonly endMinute: number
}

export interface WeeklyRule extends WallWindow {
  /** 1 for Monday to 7 for Sunday. */
  readonly weekday: number
}

/** What a host already has: appointments with their buffers, or a session that others may join. */
export interface Taken {
  readonly busy: Interval
  /** Of a session of the same offer: where it starts and how many seats are free. */
  readonly session: { readonly startMs: number; readonly seatsLeft: number } | null
}

/** All that decides when a host can be booked. */
export interface HostCalendar {
  readonly hostId: Id<'user'>
  readonly timeZone: string
  readonly rules: readonly WeeklyRule[]
  /** Instead of the weekly rules on this day; no window means closed. */
  readonly overrides: ReadonlyMap<LocalDate, readonly WallWindow[]>
  /** Time off and what external calendars say. */
  readonly away: readonly Interval[]
  readonly taken: readonly Taken[]
  /** Starts that count against the limits of the policy, one per session. */
  readonly counted: readonly number[]
  /** For turns: how many appointments of late, how heavy a share the host bears, and when last booked. */
  readonly turn: { readonly booked: number; readonly weight: number; readonly lastMs: number | null }
}

export type Advance =
  | { readonly kind: 'unlimited' }
  /** Days of the host's calendar after today. */
  | { readonly kind: 'rolling'; readonly days: number }
  | { readonly kind: 'range'; readonly from: LocalDate; readonly to: LocalDate }

/** What of a booking policy decides about slots. */
export interface SlotPolicy {
  readonly scheduling: 'round_robin' | 'collective'
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly minNoticeMinutes: number
  readonly advance: Advance
  readonly slotIntervalMinutes: number
  readonly dailyLimit: number | null
  readonly weeklyLimit: number | null
  readonly seats: number
}

export interface SlotQuery extends Interval {
  readonly nowMs: number
  readonly durationMinutes: number
}

export interface Slot {
  readonly startMs: number
  /** Of round-robin who may take it, whose turn it is first; of collective all who take part. */
  readonly hostIds: readonly Id<'user'>[]
  readonly seatsLeft: number
}

/** Why a start cannot be booked. */
export type Refusal = 'past' | 'too-soon' | 'too-far' | 'outside' | 'taken' | 'limit'
