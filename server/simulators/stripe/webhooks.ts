import { createHmac } from 'node:crypto'
import { nowMs } from '../../kernel/clock.ts'
import type { Message, SignedBody } from '../delivery.ts'
import type { StripeEvent } from './account.ts'

/** An event as Stripe posts it: https://docs.stripe.com/webhooks#verify-manually */
export function webhookOf(event: StripeEvent, url: string, secret: string): Message {
  return {
    id: event.id,
    type: event.type,
    url,
    make: () => signed(JSON.stringify(event, null, 2), secret),
    forge: () => signed(JSON.stringify({ ...event, id: `${event.id}forged` }, null, 2), 'whsec_not_the_secret'),
  }
}

function signed(body: string, secret: string): SignedBody {
  const seconds = Math.floor(nowMs() / 1000)
  const v1 = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  const v0 = createHmac('sha256', 'for other modes').update(`${seconds}.${body}`).digest('hex')
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': `t=${seconds},v1=${v1},v0=${v0}`,
    },
  }
}
