import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Call } from '../../../kernel/http/route.ts'
import type { Id } from '../../../kernel/id.ts'
import type { BookingsDeps } from './deps.ts'

/** What opens one booking, whatever becomes of it: an HMAC, so that nothing in the database does. */
export function guestTokenOf({ bookingKey }: Pick<BookingsDeps, 'bookingKey'>, bookingId: Id<'booking'>): string {
  return createHmac('sha256', bookingKey).update(`booking ${bookingId}`).digest('base64url')
}

export function isGuestToken(deps: Pick<BookingsDeps, 'bookingKey'>, bookingId: Id<'booking'>, given: string): boolean {
  const expected = Buffer.from(guestTokenOf(deps, bookingId))
  const offered = Buffer.from(given)
  return expected.length === offered.length && timingSafeEqual(expected, offered)
}

/** What a guest holds in hand: X-Guest-Token, or `token` of a link to a calendar file. */
export function tokenIn({ request }: Pick<Call, 'request'>): string | null {
  const header = request.headers['x-guest-token']
  if (typeof header === 'string') return header
  const { token } = request.query as { readonly token?: unknown }
  return typeof token === 'string' ? token : null
}
