import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

export type Booking = Awaited<ReturnType<typeof api.agency.getBooking>>
/** A booking, and what opens it. */
export interface ShownBooking {
  readonly booking: Booking
  readonly token: string | null
}

export type Offer = Awaited<ReturnType<typeof api.agency.bookingOffer>>
export type DaySlots = Awaited<ReturnType<typeof api.agency.serviceSlots>>['items'][number]
export type Slot = DaySlots['slots'][number]
export type OwnPayment = NonNullable<Awaited<ReturnType<typeof api.payments.viewOfSubject>>['payment']>

/** How often something is read again that is about to change by itself, or may. */
const SOON_MS = 1500
const LATER_MS = 10_000

/** What a guest shows instead of a session. */
export function asGuest(token: string | null): Readonly<Record<string, string>> {
  return token === null ? {} : { 'x-guest-token': token, 'payment-token': token }
}

export function serviceQuery(slug: string) {
  return queryOptions({
    queryKey: ['service', slug],
    queryFn: ({ signal }) => api.content.getService({ path: { slug }, signal }),
  })
}

export function offerQuery(slug: string, packageKey: string) {
  return queryOptions({
    queryKey: ['booking-offer', slug, packageKey],
    queryFn: ({ signal }) => api.agency.bookingOffer({ path: { slug }, query: { package: packageKey }, signal }),
  })
}

export interface SlotsWanted {
  readonly service: string
  readonly package: string
  readonly host?: string | undefined
  readonly zone: string
  readonly from: string
  readonly to: string
}

/** The days of the range with what is free on them. */
export function slotsQuery(wanted: SlotsWanted) {
  return queryOptions({
    queryKey: ['slots', wanted],
    queryFn: ({ signal }) => freeTimes(wanted, signal),
  })
}

/** At most a month: that much one answer holds. */
export async function freeTimes(wanted: SlotsWanted, signal?: AbortSignal): Promise<readonly DaySlots[]> {
  const { service, package: packageKey, host, zone, from, to } = wanted
  const query = { package: packageKey, from, to, timeZone: zone, limit: 31 }
  const answer =
    host === undefined
      ? await api.agency.serviceSlots({ path: { slug: service }, query, signal })
      : await api.agency.hostSlots({ path: { id: host }, query: { ...query, service }, signal })
  return answer.items
}

export const bookingKey = (reference: string) => ['booking', reference] as const

export function bookingQuery(reference: string, token: string | null) {
  return queryOptions({
    queryKey: bookingKey(reference),
    queryFn: ({ signal }) => api.agency.getBooking({ path: { reference }, headers: asGuest(token), signal }),
    refetchInterval: ({ state }) => againAfter(state.data),
  })
}

/** Soon while a provider's word is to come; later where time runs out, or money that comes late brings an expired one back. */
function againAfter(booking: Booking | undefined): number | false {
  if (booking?.awaits === 'payment' || booking?.paymentStatus === 'refund_pending') return SOON_MS
  return booking?.status === 'held' || booking?.status === 'expired' ? LATER_MS : false
}

export interface Payable {
  readonly type: string
  readonly id: string
}

/** What payments know bookings as. */
export function bookingSubject(reference: string): Payable {
  return { type: 'agency.appointment', id: reference }
}

export const paymentKey = ({ type, id }: Payable) => ['own-payment', type, id] as const

/** `standing`: it is read anew when this changes. */
export function paymentQuery(subject: Payable, token: string | null, standing = '') {
  return queryOptions({
    queryKey: [...paymentKey(subject), standing],
    queryFn: async ({ signal }) =>
      (await api.payments.viewOfSubject({ path: { ...subject }, headers: asGuest(token), signal })).payment,
    refetchInterval: ({ state }) => (isUnderWay(state.data ?? null) ? SOON_MS : false),
  })
}

/** Somebody else than the payer has to do something: the bank, the provider, or this server. */
export function isUnderWay(payment: OwnPayment | null): boolean {
  if (payment === null) return false
  if (payment.state === 'open') return payment.attemptState === 'processing'
  return payment.state === 'captured' && !payment.fulfilled && !payment.underReview
}

export function invoiceQuery(id: string, token: string | null) {
  return queryOptions({
    queryKey: ['shown-invoice', id],
    queryFn: ({ signal }) => api.invoices.get({ path: { id }, query: token === null ? {} : { token }, signal }),
  })
}
