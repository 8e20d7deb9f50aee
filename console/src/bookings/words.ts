import { moneyInWords } from '../shell/money.ts'
import type { Tone } from '../shell/state-badge.tsx'
import type { Appointment, AppointmentDetail } from './types.ts'

type Status = Appointment['status']

const statuses: Readonly<Record<Status, { readonly label: string; readonly tone: Tone }>> = {
  held: { label: 'Held for a moment', tone: 'quiet' },
  pending: { label: 'Waits for a payment', tone: 'caution' },
  confirmed: { label: 'Confirmed', tone: 'positive' },
  completed: { label: 'Took place', tone: 'quiet' },
  no_show_client: { label: 'The client did not come', tone: 'negative' },
  no_show_host: { label: 'The host did not come', tone: 'negative' },
  cancelled: { label: 'Called off', tone: 'negative' },
  rescheduled: { label: 'Moved', tone: 'quiet' },
  expired: { label: 'Lapsed', tone: 'quiet' },
}

export function statusWords({ status, awaits }: Pick<Appointment, 'status' | 'awaits'>) {
  return awaits === 'confirmation' ? { label: 'Waits for your word', tone: 'caution' as const } : statuses[status]
}

/** Does not take the time of anybody any more. */
export function isOff({ status }: Pick<Appointment, 'status'>): boolean {
  return status === 'cancelled' || status === 'expired'
}

export const paymentWords: Readonly<Record<Appointment['paymentStatus'], string>> = {
  none: 'Nothing is due online',
  due: 'Due',
  deposit_paid: 'The deposit is paid',
  paid: 'Paid',
  refund_pending: 'A refund is on its way',
  partially_refunded: 'Refunded in part',
  refunded: 'Refunded',
  disputed: 'Disputed',
}

const kinds: Readonly<Record<string, string>> = {
  held: 'Held',
  'awaits-payment': 'Waits for a payment',
  'awaits-confirmation': 'Asked for; waits for the host',
  paid: 'A payment came',
  confirmed: 'Confirmed',
  completed: 'Took place',
  no_show_client: 'The client did not come',
  no_show_host: 'The host did not come',
  cancelled: 'Called off',
  rescheduled: 'The time was given up',
  moved: 'Moved',
  expired: 'Lapsed',
}

export function eventWords({ kind }: Pick<AppointmentDetail['history'][number], 'kind'>): string {
  return kinds[kind] ?? kind.replaceAll(/[-_]/g, ' ')
}

const actors = { client: 'the client', host: 'the host', system: 'the server' } as const

export function actorWords({ actor, actorName }: AppointmentDetail['history'][number]): string {
  return actorName ?? actors[actor]
}

/** What the terms give back at which notice, the most generous first. */
export function refundWords({ refundRules, cancelCutoffHours }: AppointmentDetail['terms']): string {
  const rules = refundRules.map(
    ({ noticeAtLeastHours, refundBp }) => `${refundBp / 100} % with ${noticeAtLeastHours} hours of notice or more`,
  )
  const cutOff = cancelCutoffHours === 0 ? [] : [`clients change it themselves up to ${cancelCutoffHours} hours before`]
  return [...(rules.length === 0 ? ['nothing goes back when the client cancels'] : rules), ...cutOff].join('; ')
}

/** What cancelling pays back, by who calls it off. */
export function backWords(detail: AppointmentDetail, side: 'host' | 'client'): string {
  const back = detail.refundIfCancelled[side]
  if (detail.paid.minor === '0') return 'Nothing was paid, so nothing goes back.'
  if (back.minor === '0') return `Nothing of the ${moneyInWords(detail.paid)} that was paid goes back.`
  return `${moneyInWords(back)} of the ${moneyInWords(detail.paid)} that was paid goes back.`
}
