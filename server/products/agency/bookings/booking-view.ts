import { type Static, Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { moneyShape } from '../../../kernel/money.ts'
import { localTime } from '../../../kernel/zoned.ts'
import type { Reader } from '../caller.ts'
import { hostsOf, isLapsed } from './appointments.ts'
import { isTooLate, refundIfCalledOff, SUBJECT_TYPE } from './cancelling.ts'
import type { BookingsDeps } from './deps.ts'
import { type AppointmentRow, appointmentStatuses, paymentStatuses } from './tables.ts'

const refundRule = object({
  noticeAtLeastHours: Type.Integer({ minimum: 0, maximum: 8760 }),
  refundBp: Type.Integer({ minimum: 0, maximum: 10_000 }),
})
export const refundRules = Type.Array(refundRule, { maxItems: 10 })

const shared = {
  reference: Type.String(),
  status: oneOf(appointmentStatuses),
  awaits: nullable(oneOf(['payment', 'confirmation'])),
  holdExpiresAt: nullable(instant),
  startsAt: instant,
  endsAt: instant,
  timeZone: Type.String(),
  service: object({ slug: Type.String(), title: Type.String(), package: Type.String() }),
  hosts: Type.Array(object({ id: idOf('user'), name: Type.String() })),
  price: moneyShape,
  deposit: moneyShape,
  paid: moneyShape,
  paymentStatus: oneOf(paymentStatuses),
  cancelledBy: nullable(oneOf(['client', 'host'])),
  cancelReason: nullable(Type.String()),
}

/** A booking as its client sees it. */
export const bookingShape = namedObject('Booking', {
  ...shared,
  /** The start as clocks of the client show it, with their distance to UTC. */
  localStart: Type.String(),
  terms: object({ cancelCutoffHours: Type.Integer(), refundRules }),
  /** Whether its client may still move it or call it off, and what of the money goes back then, as of now. */
  isMovable: Type.Boolean(),
  isCancellable: Type.Boolean(),
  refundNow: moneyShape,
  /** What to name when paying; null when nothing is due. */
  payable: nullable(object({ type: Type.String(), id: Type.String() })),
})

/** An appointment as staff see it. */
export const appointmentShape = namedObject('Appointment', {
  id: idOf('appointment'),
  ...shared,
  client: object({ id: nullable(idOf('user')), name: Type.String(), email: Type.String() }),
  notes: Type.String(),
})

/** The same with what it was booked under and what happened to it. */
export const appointmentDetail = object({
  ...appointmentShape.properties,
  policy: object({ name: Type.String(), noShowGraceMinutes: Type.Integer() }),
  terms: object({ cancelCutoffHours: Type.Integer(), refundRules }),
  /** What goes back if the host or the client calls it off now. */
  refundIfCancelled: object({ host: moneyShape, client: moneyShape }),
  history: Type.Array(
    object({
      id: idOf('appointment-event'),
      kind: Type.String(),
      actor: oneOf(['client', 'host', 'system']),
      actorName: nullable(Type.String()),
      movedFrom: nullable(Type.String()),
      happenedAt: instant,
    }),
  ),
})

export async function viewBookings(
  deps: Pick<BookingsDeps, 'people' | 'payments'>,
  source: Reader,
  rows: readonly AppointmentRow[],
): Promise<Static<typeof bookingShape>[]> {
  const hosts = await namedHosts(deps, source, rows)
  const views: Static<typeof bookingShape>[] = []
  for (const row of rows) {
    const lapsed = isLapsed(row)
    const isDue = (row.status === 'held' || row.awaits === 'payment') && row.paid_minor < row.deposit_minor
    const isOpen = !lapsed && (row.status === 'held' || row.status === 'pending' || row.status === 'confirmed')
    const isFirm = row.status === 'confirmed' || row.awaits === 'confirmation'
    const refund = isOpen && row.paid_minor > 0n ? await refundIfCalledOff(deps, source, row, 'client') : null
    views.push({
      ...viewShared(row, hosts.get(row.id) ?? []),
      ...{ isMovable: isOpen && isFirm && !isTooLate(row), isCancellable: isOpen && !isTooLate(row) },
      refundNow: { minor: (refund?.minor ?? 0n).toString(), currency: row.currency },
      localStart: localTime(row.starts_at, row.attendee_time_zone),
      terms: { cancelCutoffHours: row.cancel_cutoff_hours, refundRules: row.refund_rules },
      payable: isDue && !lapsed ? { type: SUBJECT_TYPE, id: row.reference } : null,
    })
  }
  return views
}

export async function viewAppointments(
  deps: Pick<BookingsDeps, 'people'>,
  source: Reader,
  rows: readonly AppointmentRow[],
): Promise<Static<typeof appointmentShape>[]> {
  const hosts = await namedHosts(deps, source, rows)
  return rows.map((row) => ({
    id: row.id,
    ...viewShared(row, hosts.get(row.id) ?? []),
    client: { id: row.client_id, name: row.client_name, email: row.client_email },
    notes: row.notes,
  }))
}

interface NamedHost {
  readonly id: Id<'user'>
  readonly name: string
}

async function namedHosts(
  { people }: Pick<BookingsDeps, 'people'>,
  source: Reader,
  rows: readonly AppointmentRow[],
): Promise<ReadonlyMap<string, NamedHost[]>> {
  const hosts = await hostsOf(source, rows)
  const known = await people([...new Set([...hosts.values()].flat())], source)
  return new Map(
    [...hosts].map(([id, hostIds]) => [
      id,
      hostIds.map((hostId) => ({ id: hostId, name: known.get(hostId)?.name ?? '' })),
    ]),
  )
}

function viewShared(row: AppointmentRow, hosts: NamedHost[]) {
  const amount = (minor: bigint) => ({ minor: minor.toString(), currency: row.currency })
  const lapsed = isLapsed(row)
  return {
    ...{ reference: row.reference, status: lapsed ? ('expired' as const) : row.status },
    ...{ awaits: lapsed ? null : row.awaits, holdExpiresAt: lapsed ? null : row.hold_expires_at },
    ...{ startsAt: row.starts_at, endsAt: row.ends_at, timeZone: row.attendee_time_zone, hosts },
    service: { slug: row.service_slug, title: row.service_title, package: row.package_key },
    ...{ price: amount(row.price_minor), deposit: amount(row.deposit_minor), paid: amount(row.paid_minor) },
    ...{ paymentStatus: row.payment_status, cancelledBy: row.cancelled_by, cancelReason: row.cancel_reason },
  }
}
