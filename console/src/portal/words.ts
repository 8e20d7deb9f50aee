import type { Tone } from '../shell/state-badge.tsx'
import type {
  Booking,
  ClientProject,
  ClientRequest,
  ClientTicket,
  Deliverable,
  InvoiceLine,
  QuoteLine,
} from './types.ts'

interface StateWords {
  readonly label: string
  readonly tone: Tone
}

interface StageWords extends StateWords {
  /** What it means for the client. */
  readonly meaning: string
}

export const stageWords: Readonly<Record<ClientRequest['stage'], StageWords>> = {
  request_submitted: {
    label: 'Sent',
    tone: 'quiet',
    meaning: 'It has arrived. A person reads it within one working day.',
  },
  requirements_review: { label: 'Being read', tone: 'caution', meaning: 'Somebody thinks about what you need.' },
  clarification_needed: { label: 'A question for you', tone: 'caution', meaning: 'We ask something. Answer below.' },
  scope_and_quotation: {
    label: 'Quote in the making',
    tone: 'caution',
    meaning: 'We work out what it takes and costs.',
  },
  awaiting_confirmation: {
    label: 'Waits for your yes',
    tone: 'caution',
    meaning: 'A quote is with you to accept or decline.',
  },
  scheduled: { label: 'Scheduled', tone: 'positive', meaning: 'It is agreed, and work begins soon.' },
  in_progress: { label: 'In work', tone: 'positive', meaning: 'We are at it.' },
  customer_review: {
    label: 'Ready for you',
    tone: 'caution',
    meaning: 'Look at what was made: accept it, or ask for changes.',
  },
  changes_requested: { label: 'Being changed', tone: 'caution', meaning: 'We change what you asked for.' },
  completed: { label: 'Done', tone: 'positive', meaning: 'You accepted what was made.' },
  cancelled: { label: 'Cancelled', tone: 'quiet', meaning: 'It is not pursued any more.' },
  rejected: { label: 'Not taken on', tone: 'negative', meaning: 'We cannot do this. The messages below say why.' },
}

export const quoteWords: Readonly<Record<QuoteLine['state'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  sent: { label: 'Waits for your answer', tone: 'caution' },
  accepted: { label: 'Accepted', tone: 'positive' },
  declined: { label: 'Declined', tone: 'negative' },
  expired: { label: 'Expired', tone: 'quiet' },
  superseded: { label: 'Replaced by a newer one', tone: 'quiet' },
}

export const projectWords: Readonly<Record<ClientProject['state'], StateWords>> = {
  active: { label: 'In work', tone: 'positive' },
  on_hold: { label: 'On hold', tone: 'caution' },
  completed: { label: 'Done', tone: 'positive' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
}

export const milestoneWords: Readonly<Record<ClientProject['milestones'][number]['state'], StateWords>> = {
  todo: { label: 'To do', tone: 'quiet' },
  in_progress: { label: 'In work', tone: 'caution' },
  blocked: { label: 'Blocked', tone: 'negative' },
  done: { label: 'Done', tone: 'positive' },
}

export const deliverableWords: Readonly<Record<Deliverable['state'], StateWords>> = {
  draft: { label: 'In the making', tone: 'quiet' },
  shared: { label: 'Waits for your answer', tone: 'caution' },
  accepted: { label: 'Accepted', tone: 'positive' },
  revision_requested: { label: 'Being revised', tone: 'caution' },
}

export const ticketWords: Readonly<Record<ClientTicket['state'], StateWords>> = {
  open: { label: 'Open', tone: 'caution' },
  pending: { label: 'Waits for your answer', tone: 'caution' },
  resolved: { label: 'Resolved', tone: 'positive' },
  closed: { label: 'Closed', tone: 'quiet' },
}

export const bookingWords: Readonly<Record<Booking['status'], StateWords>> = {
  held: { label: 'Held for you', tone: 'caution' },
  pending: { label: 'Waits', tone: 'caution' },
  confirmed: { label: 'Confirmed', tone: 'positive' },
  completed: { label: 'Took place', tone: 'positive' },
  no_show_client: { label: 'Missed', tone: 'negative' },
  no_show_host: { label: 'Missed by us', tone: 'negative' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
  rescheduled: { label: 'Moved', tone: 'quiet' },
  expired: { label: 'Lapsed', tone: 'quiet' },
}

export function invoiceWords({ kind, status, overdue }: InvoiceLine): StateWords {
  if (kind === 'credit_note') return { label: 'Credit note', tone: 'quiet' }
  if (overdue) return { label: 'Overdue', tone: 'negative' }
  return invoiceStates[status]
}

const invoiceStates: Readonly<Record<InvoiceLine['status'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  issued: { label: 'To be paid', tone: 'caution' },
  partially_paid: { label: 'Paid in part', tone: 'caution' },
  paid: { label: 'Paid', tone: 'positive' },
  void: { label: 'Void', tone: 'quiet' },
  written_off: { label: 'Closed', tone: 'quiet' },
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

/** A calendar day without a zone, which is the same day for everybody. */
export function dayInWords(date: string): string {
  return day.format(new Date(`${date}T00:00:00Z`))
}
