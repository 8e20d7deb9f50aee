import type { Tone } from '../shell/state-badge.tsx'
import type { CampaignLine, Enquiry, Lead, Subscriber, TicketLine } from './types.ts'

interface StateWords {
  readonly label: string
  readonly tone: Tone
}

export const ticketStates: Readonly<Record<TicketLine['state'], StateWords>> = {
  open: { label: 'Open', tone: 'caution' },
  pending: { label: 'Waits for the client', tone: 'quiet' },
  resolved: { label: 'Resolved', tone: 'positive' },
  closed: { label: 'Closed', tone: 'quiet' },
}

export const priorities: Readonly<Record<TicketLine['priority'], string>> = {
  urgent: 'Urgent',
  high: 'High',
  normal: 'Normal',
  low: 'Low',
}

export const campaignStates: Readonly<Record<CampaignLine['state'], StateWords>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  scheduled: { label: 'Scheduled', tone: 'caution' },
  sending: { label: 'Being sent', tone: 'caution' },
  sent: { label: 'Sent', tone: 'positive' },
  cancelled: { label: 'Cancelled', tone: 'negative' },
}

export const subscriberStates: Readonly<Record<Subscriber['state'], StateWords>> = {
  pending: { label: 'Has not confirmed', tone: 'quiet' },
  confirmed: { label: 'Gets the newsletter', tone: 'positive' },
  unsubscribed: { label: 'Unsubscribed', tone: 'quiet' },
  bounced: { label: 'Mail comes back', tone: 'negative' },
}

export const enquiryStates: Readonly<Record<Enquiry['state'], StateWords>> = {
  new: { label: 'New', tone: 'caution' },
  answered: { label: 'Answered', tone: 'positive' },
  closed: { label: 'Put aside', tone: 'quiet' },
  spam: { label: 'Spam', tone: 'negative' },
}

export const leadStages: Readonly<Record<Lead['stage'], StateWords>> = {
  new: { label: 'New', tone: 'caution' },
  contacted: { label: 'Contacted', tone: 'caution' },
  qualified: { label: 'Qualified', tone: 'caution' },
  proposal: { label: 'Proposal made', tone: 'caution' },
  won: { label: 'Won', tone: 'positive' },
  lost: { label: 'Lost', tone: 'quiet' },
}

/** What became of the mails of a campaign, in the order of their way. */
export const outcomeLabels: readonly (readonly [string, string])[] = [
  ['queued', 'On their way'],
  ['sent', 'Taken by the mail server'],
  ['bounced', 'Came back'],
  ['complained', 'Reported as unwanted'],
  ['failed', 'Failed'],
  ['suppressed', 'Not sent: unsubscribed or stopped'],
  ['uncertain', 'May or may not have arrived'],
]

/** Choices for a select, in the order of `words`, after `first` for no choice. */
export function choices<Value extends string>(
  words: Readonly<Record<Value, string | { readonly label: string }>>,
  first?: string,
): { value: string; label: string }[] {
  const entries = Object.entries<string | { readonly label: string }>(words)
  const known = entries.map(([value, said]) => ({ value, label: typeof said === 'string' ? said : said.label }))
  return first === undefined ? known : [{ value: '', label: first }, ...known]
}
