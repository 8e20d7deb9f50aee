import type { WebhookDelivery, WebhookEndpoint } from '../api.ts'
import type { Tone } from '../shell/state-badge.tsx'

interface Word {
  readonly label: string
  readonly tone: Tone
}

export const deliveryWords: Readonly<Record<WebhookDelivery['state'], Word>> = {
  waiting: { label: 'Waiting', tone: 'caution' },
  delivered: { label: 'Delivered', tone: 'positive' },
  failed: { label: 'Failed', tone: 'negative' },
}

const reasons: Readonly<Record<NonNullable<WebhookEndpoint['disabledReason']>, string>> = {
  'by-hand': 'Switched off',
  gone: 'Said it is gone',
  failing: 'Failed for five days',
}

/** How an endpoint fares. */
export function endpointWord({ disabledReason, failures, restingUntil }: WebhookEndpoint): Word {
  if (disabledReason !== null) return { label: reasons[disabledReason], tone: 'negative' }
  if (restingUntil !== null) return { label: 'Resting after failures', tone: 'caution' }
  return failures > 0 ? { label: 'Failing', tone: 'caution' } : { label: 'On', tone: 'positive' }
}

export function wantedEvents({ events }: WebhookEndpoint): string {
  return events.length === 0 ? 'Every event' : events.join(', ')
}
