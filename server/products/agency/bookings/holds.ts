import { randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { type Money, multiplyRate } from '../../../kernel/money.ts'
import type { BookingsDeps, Offer } from './deps.ts'
import { findPolicy, type Policy } from './policies.ts'
import { bookingProblem } from './problems.ts'
import type { AppointmentRow, BookingTables } from './tables.ts'
import { chooseTime, takeTime } from './take-time.ts'
import { remember } from './transition.ts'

const HOLD_SECONDS = 10 * 60
/** Times that one address or account holds without having confirmed any. */
const HOLDS_MAX = 3
const MINUTE_MS = 60_000

export interface HoldInput {
  readonly service: string
  readonly package: string
  readonly startsAt: Date
  readonly hostId: Id<'user'> | null
  readonly client: { readonly userId: Id<'user'> | null; readonly name: string; readonly email: string }
  readonly timeZone: string
  readonly notes: string
}

/**
 * Holds a time for ten minutes. Throws agency/offer-not-found, agency/host-not-found, agency/too-many-holds, agency/slot-taken and
 * agency/slot-outside, the last two with the next times that are free.
 */
export async function holdTime(
  { offers, payments }: Pick<BookingsDeps, 'offers' | 'payments'>,
  tx: Tx,
  input: HoldInput,
): Promise<AppointmentRow> {
  const offer = await offers.current(tx, input.service, input.package)
  if (offer === null) throw bookingProblem('offer-not-found')
  const policy = await findPolicy(tx, offer.policyId)
  const chosen = await chooseTime(tx, { offer, policy, hostId: input.hostId, startsAt: input.startsAt })
  await assertFewHolds(tx, input)
  const deposit = depositAsked({ payments }, offer)
  const row = await insertHeld(tx, input, { offer, policy, deposit })
  await takeTime(tx, row, chosen)
  await remember(tx, row, { to: 'held', by: { kind: 'client', userId: input.client.userId } })
  return row
}

/** What is due at booking where it can be paid: nothing without a way to pay the amount, for nobody could book. */
export function depositAsked(
  { payments }: Pick<BookingsDeps, 'payments'>,
  offer: Pick<Offer, 'price' | 'depositBp'>,
): Money {
  const deposit = depositOf(offer)
  return payments.canTake(deposit) ? deposit : { ...deposit, minor: 0n }
}

/** What is due at booking, rounded half up to whole minor units and never more than the price. */
export function depositOf({ price, depositBp }: Pick<Offer, 'price' | 'depositBp'>): Money {
  return multiplyRate(price, basisPoints(depositBp), 'half-up')
}

/** Basis points as the decimal that money is multiplied by: 2500 is 0.2500. */
export function basisPoints(bp: number): string {
  return `${Math.trunc(bp / 10_000)}.${String(bp % 10_000).padStart(4, '0')}`
}

async function assertFewHolds(tx: Tx, { client }: HoldInput): Promise<void> {
  const [held] = await tx.raw<{ count: bigint }>(
    `SELECT count(*) AS count FROM agency.appointment
      WHERE status = 'held' AND hold_expires_at > $1 AND (client_id = $2 OR lower(client_email) = lower($3))`,
    [now(), client.userId, client.email],
  )
  if ((held?.count ?? 0n) >= HOLDS_MAX) throw bookingProblem('too-many-holds', { params: { max: HOLDS_MAX } })
}

async function insertHeld(
  tx: Tx,
  input: HoldInput,
  { offer, policy, deposit }: { readonly offer: Offer; readonly policy: Policy; readonly deposit: Money },
): Promise<AppointmentRow> {
  const { client, startsAt } = input
  return await tx
    .query<BookingTables>()
    .insertInto('agency.appointment')
    .values({
      ...{ id: newId<'appointment'>(), booking_id: newId<'booking'>(), reference: newReference() },
      ...{ service_slug: offer.serviceSlug, package_key: offer.packageKey, service_title: offer.serviceTitle },
      ...{ price_version_id: offer.priceVersionId, policy_id: policy.row.id },
      ...{ client_id: client.userId, client_name: client.name, client_email: client.email, notes: input.notes },
      attendee_time_zone: input.timeZone,
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + offer.durationMinutes * MINUTE_MS),
      ...{ status: 'held', awaits: null, hold_expires_at: inSeconds(HOLD_SECONDS) },
      ...{ price_minor: offer.price.minor, deposit_minor: deposit.minor, currency: offer.price.currency },
      ...{ paid_minor: 0n, payment_status: deposit.minor > 0n ? 'due' : 'none' },
      cancel_cutoff_hours: policy.row.cancel_cutoff_hours,
      refund_rules: JSON.stringify(policy.row.refund_rules),
      ...{ ical_sequence: 0, rescheduled_from_id: null, cancelled_by: null, cancel_reason: null },
      ...{ version: 1, created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Crockford's digits, which nobody mistakes for another when reading aloud. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const REFERENCE_LENGTH = 10

/** 50 random bits: a name for a person to say, and no right to anything. */
function newReference(): string {
  return [...randomBytes(REFERENCE_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]).join('')
}
