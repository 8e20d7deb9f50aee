import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { RawWebhook } from '../provider.ts'

const TOLERANCE_SECONDS = 300

/**
 * What speaks against Stripe having signed these bytes within five minutes of now, before or after; null when nothing does
 * (https://docs.stripe.com/webhooks#verify-manually). The header may hold several signatures, and any secret of a change may fit.
 */
export function stripeObjection(
  { headers, body, receivedAt }: RawWebhook,
  secrets: readonly Secret[],
): 'signature' | 'timestamp' | null {
  const header = headers['stripe-signature']
  if (typeof header !== 'string') return 'signature'
  const parts = header.split(',').map((part) => part.trim().split('=', 2))
  const of = (wanted: string): string[] => parts.flatMap(([name, value]) => (name === wanted ? [value ?? ''] : []))
  const [time, ...moreTimes] = of('t')
  if (time === undefined || moreTimes.length > 0 || !/^\d{1,12}$/.test(time)) return 'signature'
  const wanted = secrets.map((secret) => createHmac('sha256', secret.reveal()).update(`${time}.`).update(body).digest())
  const given = of('v1').map((value) => Buffer.from(value, 'hex'))
  const isSigned = wanted.some((one) =>
    given.some((other) => other.length === one.length && timingSafeEqual(one, other)),
  )
  if (!isSigned) return 'signature'
  return Math.abs(receivedAt.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS ? 'timestamp' : null
}
