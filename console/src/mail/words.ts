import type { MailSuppression, MailTemplate } from '../api.ts'
import type { Tone } from '../shell/state-badge.tsx'

export const purposes: Readonly<Record<MailTemplate['purpose'], { readonly label: string; readonly tone: Tone }>> = {
  essential: { label: 'Essential', tone: 'positive' },
  service: { label: 'Service', tone: 'quiet' },
  news: { label: 'News', tone: 'caution' },
}

const reasons: Readonly<Record<MailSuppression['reason'], string>> = {
  bounce: 'There is no such mailbox',
  complaint: 'Called spam',
  unsubscribe: 'Unsubscribed',
}

/** Why no mail is sent, and which. */
export function whyStopped({ reason, scope, subscription }: MailSuppression): string {
  if (scope === 'subscription') return `${reasons[reason]} from ${subscription}`
  return `${reasons[reason]}: ${scope === 'all' ? 'no mail at all' : 'essential mail only'}`
}
