import { moneyInWords } from '../shell/money.ts'
import type { Booking, Offer } from './queries.ts'

type Money = Booking['price']
type Terms = Offer['terms']

export function isNothing({ minor }: Money): boolean {
  return BigInt(minor) === 0n
}

export function priceWords(price: Money): string {
  return isNothing(price) ? 'Free' : moneyInWords(price)
}

export function durationWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 ? `${hours} h` : '', rest > 0 ? `${rest} min` : ''].filter(Boolean).join(' ')
}

/** `Monday, 15 March 2027 at 09:00`, by the clock of the zone. */
export function momentWords(at: string, zone: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(
    new Date(at),
  )
}

/** `UTC-04:00` of `2027-03-15T02:00:00-04:00`. */
export function offsetOf(localStart: string): string {
  return `UTC${localStart.slice(19)}`
}

/** What goes back by how long before one calls off. */
export function termsWords({ cancelCutoffHours, refundRules }: Terms, isPaid: boolean): readonly string[] {
  const limit =
    cancelCutoffHours > 0
      ? `You can move or cancel it up to ${hoursWords(cancelCutoffHours)} before.`
      : 'You can move or cancel it until it begins.'
  if (!isPaid) return [limit]
  const rules = refundRules.map(
    ({ noticeAtLeastHours, refundBp }) =>
      `Cancelled ${hoursWords(noticeAtLeastHours)} before or earlier: ${refundBp / 100} % of what you paid comes back.`,
  )
  return [...rules, 'Later: nothing comes back. If we call it off, all of it does.', limit]
}

function hoursWords(hours: number): string {
  if (hours > 24 && hours % 24 === 0) return `${hours / 24} days`
  return hours === 1 ? 'an hour' : `${hours} hours`
}
