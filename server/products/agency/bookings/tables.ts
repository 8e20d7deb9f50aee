import type { ColumnType, Generated, Selectable, Updateable } from 'kysely'
import type { Id } from '../../../kernel/id.ts'
import type { WallWindow } from './availability.ts'

/** Rows of schema `agency` that bookings own. */
export interface BookingTables {
  'agency.schedule': ScheduleTable
  'agency.availability_rule': {
    id: Id<'availability-rule'>
    owner_id: Id<'user'>
    weekday: number
    start_minute: number
    end_minute: number
  }
  'agency.availability_override': { owner_id: Id<'user'>; date: string; windows: JsonArray<WallWindow> }
  'agency.time_off': TimeOffRow
  'agency.busy_block': {
    owner_id: Id<'user'>
    source: string
    external_id: string
    starts_at: Date
    ends_at: Date
    /** Read from this calendar; null for what a program put there. */
    calendar_id: Generated<Id<'external-calendar'> | null>
  }
  'agency.external_calendar': ExternalCalendarRow
  'agency.booking_policy': PolicyTable
  'agency.policy_host': { policy_id: Id<'booking-policy'>; host_id: Id<'user'>; weight: number }
  'agency.appointment': AppointmentTable
  'agency.appointment_host': {
    appointment_id: Id<'appointment'>
    host_id: Id<'user'>
    session_id: string
    policy_id: Id<'booking-policy'>
    starts_at: Date
    status: AppointmentStatus
  }
  'agency.appointment_event': {
    id: Id<'appointment-event'>
    appointment_id: Id<'appointment'>
    kind: string
    actor_kind: 'client' | 'host' | 'system'
    actor_id: Id<'user'> | null
    details: Record<string, unknown>
    at: Date
  }
  'agency.appointment_reminder': {
    appointment_id: Id<'appointment'>
    kind: ReminderKind | 'outcome'
    outcome: 'sent' | 'quiet' | 'late'
    at: Date
  }
}

/** jsonb that holds an array: the driver would take a plain array for one of PostgreSQL's own. */
type JsonArray<Item> = ColumnType<Item[], string, string>

export type ReminderKind = 'day' | 'hour'

export const appointmentStatuses = [
  'held',
  'pending',
  'confirmed',
  'completed',
  'no_show_client',
  'no_show_host',
  'cancelled',
  'rescheduled',
  'expired',
] as const
export type AppointmentStatus = (typeof appointmentStatuses)[number]

export const paymentStatuses = [
  'none',
  'due',
  'deposit_paid',
  'paid',
  'refund_pending',
  'partially_refunded',
  'refunded',
  'disputed',
] as const

/** Those that take the host's time. */
export const takingStatuses = ['held', 'pending', 'confirmed'] as const satisfies readonly AppointmentStatus[]

export interface RefundRule {
  readonly noticeAtLeastHours: number
  readonly refundBp: number
}

interface ScheduleTable {
  owner_id: Id<'user'>
  time_zone: string
  version: number
  /** Grows with time off and busy blocks, which are no part of what is saved at a version. */
  away_version: Generated<number>
  feed_token_hash: Buffer | null
  created_at: Date
  updated_at: Date
}

export type ScheduleRow = Selectable<ScheduleTable>

export interface TimeOffRow {
  id: Id<'time-off'>
  owner_id: Id<'user'>
  starts_at: Date
  ends_at: Date
  reason: string
  status: 'requested' | 'approved' | 'declined'
  approved_by: Id<'user'> | null
  created_at: Date
}

export interface ExternalCalendarRow {
  id: Id<'external-calendar'>
  owner_id: Id<'user'>
  name: string
  address: Buffer
  host: string
  ending: string
  waiting: boolean
  next_sync_at: Date
  tried_at: Date | null
  synced_at: Date | null
  error: string | null
  failing_since: Date | null
  told_at: Date | null
  unread: number
  etag: string | null
  last_modified: string | null
  read_until: Date | null
  read_zone: string | null
  created_at: Date
}

interface PolicyTable {
  id: Id<'booking-policy'>
  name: string
  version: number
  scheduling: 'round_robin' | 'collective'
  buffer_before_minutes: number
  buffer_after_minutes: number
  min_notice_minutes: number
  advance_kind: 'rolling' | 'range' | 'unlimited'
  advance_days: number | null
  advance_from: string | null
  advance_to: string | null
  slot_interval_minutes: number
  daily_limit: number | null
  weekly_limit: number | null
  seats: number
  confirm: 'auto' | 'manual'
  cancel_cutoff_hours: number
  refund_rules: JsonArray<RefundRule>
  no_show_grace_minutes: number
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

export type PolicyRow = Selectable<PolicyTable>

interface AppointmentTable {
  id: Id<'appointment'>
  booking_id: Id<'booking'>
  reference: string
  service_slug: string
  package_key: string
  service_title: string
  price_version_id: Id<'price-version'>
  policy_id: Id<'booking-policy'>
  client_id: Id<'user'> | null
  client_name: string
  client_email: string
  notes: string
  attendee_time_zone: string
  starts_at: Date
  ends_at: Date
  status: AppointmentStatus
  awaits: 'payment' | 'confirmation' | null
  hold_expires_at: Date | null
  price_minor: bigint
  deposit_minor: bigint
  currency: string
  paid_minor: bigint
  payment_status: (typeof paymentStatuses)[number]
  cancel_cutoff_hours: number
  refund_rules: JsonArray<RefundRule>
  ical_sequence: number
  rescheduled_from_id: Id<'appointment'> | null
  cancelled_by: 'client' | 'host' | null
  cancel_reason: string | null
  version: number
  created_at: Date
  updated_at: Date
}

export type AppointmentRow = Selectable<AppointmentTable>
export type AppointmentUpdate = Updateable<AppointmentTable>
