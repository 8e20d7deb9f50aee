import type { Booking } from './queries.ts'
import { priceWords } from './words.ts'

/** What stands at the top of the page of a booking. */
export function titleOf({ status, awaits }: Booking): string {
  if (status === 'held') return 'Your time is held'
  if (status === 'pending') return awaits === 'payment' ? 'One step is left' : 'We have your request'
  return {
    confirmed: 'You are booked',
    completed: 'This took place',
    cancelled: 'This booking was cancelled',
    expired: 'The time was not held any longer',
    rescheduled: 'This booking was moved',
    no_show_client: 'You were missed',
    no_show_host: 'We were not there',
  }[status]
}

/** How the booking stands, with the money where there is some. */
export function standingWords(booking: Booking): string {
  return [statusWords(booking), moneyWords(booking)].filter(Boolean).join(' ')
}

function statusWords({ status, awaits, cancelledBy, payable }: Booking): string {
  switch (status) {
    case 'held':
      return payable === null ? 'Confirm it before the time runs out.' : 'It is booked as soon as the deposit is paid.'
    case 'pending':
      return awaits === 'payment'
        ? 'It is booked as soon as the deposit is paid.'
        : 'The time is kept for you. We answer before it comes, and write to you.'
    case 'confirmed':
      return 'It stands. A confirmation went to your mail, with a calendar file and the link to this page.'
    case 'cancelled':
      return cancelledBy === 'host' ? 'We had to call it off.' : 'You called it off.'
    case 'expired':
      return 'Nobody confirmed it in time, so others may have it. Money that still arrives is paid back, unless the time is free.'
    case 'no_show_host':
      return 'We are sorry. We write to you.'
    default:
      return ''
  }
}

function moneyWords({ paymentStatus, paid }: Booking): string {
  switch (paymentStatus) {
    case 'refund_pending':
      return 'The refund is on its way; we wait for the word of the bank.'
    case 'partially_refunded':
      return 'A part of what you paid was paid back, by the terms.'
    case 'refunded':
      return `${priceWords(paid)} was paid back.`
    case 'disputed':
      return 'Its payment is in dispute at the bank.'
    default:
      return ''
  }
}
