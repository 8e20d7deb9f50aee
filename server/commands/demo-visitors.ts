import { randomUUID } from 'node:crypto'
import type { App } from '../app.ts'
import { inSeconds } from '../kernel/clock.ts'
import type { Logger } from '../kernel/telemetry/log.ts'
import { localDate } from '../kernel/zoned.ts'
import type { DemoPayments } from './demo-payments.ts'

interface Visitor {
  readonly name: string
  readonly email: string
  readonly pays: 'card' | 'mpesa'
  /** What they do once it is paid. */
  readonly later: 'come' | 'cancel' | 'dispute'
}

const VISITORS: readonly Visitor[] = [
  { name: 'Amara Okafor', email: 'amara@example.com', pays: 'card', later: 'come' },
  { name: 'Njeri Mwangi', email: 'njeri@example.com', pays: 'mpesa', later: 'come' },
  { name: 'Jonas Weber', email: 'jonas@example.com', pays: 'card', later: 'cancel' },
  { name: 'Rose Akinyi', email: 'rose@example.com', pays: 'card', later: 'dispute' },
]
const WANTED = { service: 'brand-identity', package: 'consultation', timeZone: 'Africa/Nairobi' }
/** Far enough ahead for a cancellation that is paid back whole. */
const DAYS_AHEAD = { from: 7, to: 21 }
const DAY_SECONDS = 86_400
const CARD = '4242424242424242'
const TELEPHONE = '254712345678'

type Fields = Readonly<Record<string, unknown>>
// biome-ignore lint/suspicious/noExplicitAny: a visitor reads what the contract says of each answer
type Answer = any

/**
 * Has visitors book, pay, cancel and dispute at the stand-ins, by the same requests as the pages send: once, when nobody has paid yet.
 * What goes wrong is logged, and the demo goes on without it.
 */
export async function seedVisitors({ app, log, demo, url }: Stage): Promise<void> {
  if (await app.units.payments.isUsed(app.db)) return
  try {
    const times = await freeTimes(url)
    for (const [at, visitor] of VISITORS.entries()) await visit({ url, demo }, visitor, times[at * 2])
    log.info({ visitors: VISITORS.length }, 'demo visitors')
  } catch (error) {
    log.warn({ err: error }, 'the visitors of the demo did not come to the end')
  }
}

interface Stage {
  readonly app: App
  readonly log: Logger
  readonly demo: DemoPayments
  /** Where the server listens. */
  readonly url: string
}

async function freeTimes(url: string): Promise<string[]> {
  const date = (days: number): string => localDate(inSeconds(days * DAY_SECONDS), WANTED.timeZone)
  const { service, ...query } = WANTED
  const asked = new URLSearchParams({ ...query, from: date(DAYS_AHEAD.from), to: date(DAYS_AHEAD.to), limit: '14' })
  const { items } = await read(await fetch(`${url}/api/services/${service}/slots?${asked}`))
  return items.flatMap(({ slots }: Answer) => slots.map(({ startsAt }: Answer) => startsAt))
}

async function visit({ url, demo }: Pick<Stage, 'url' | 'demo'>, visitor: Visitor, startsAt = ''): Promise<void> {
  const { name, email, pays } = visitor
  const held = await post(url, '/api/bookings/holds', { ...WANTED, startsAt, name, email })
  const guest = { 'x-guest-token': held.guestToken }
  const path = `/api/bookings/${held.booking.reference}`
  const { payable } = await post(url, `${path}/confirm`, {}, guest)
  const how = pays === 'card' ? { provider: 'stripe' } : { provider: 'mpesa', phone: TELEPHONE }
  const intent = await post(url, '/api/payments/create-intent', { subject: payable, token: held.guestToken, ...how })
  if (pays === 'mpesa') return
  const [intentId] = intent.next.clientSecret.split('_secret_')
  await payByCard(demo, intent.next.clientSecret)
  await post(url, `/api/payments/${intent.paymentId}/confirm`, undefined, { 'payment-token': held.guestToken })
  if (visitor.later === 'cancel') await post(url, `${path}/cancel`, { reason: 'We found another date' }, guest)
  if (visitor.later === 'dispute') await post(demo.urls.stripe, '/_control/dispute', { id: intentId })
}

async function payByCard({ settings, urls }: DemoPayments, clientSecret: string): Promise<void> {
  const body = new URLSearchParams({
    ...{ key: settings.stripe?.publishableKey ?? '', client_secret: clientSecret },
    ...{ 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': CARD },
  })
  const path = `/v1/payment_intents/${clientSecret.split('_secret_')[0]}/confirm`
  await read(await fetch(`${urls.stripe}${path}`, { method: 'POST', body }))
}

async function post(url: string, path: string, body?: Fields, headers: Readonly<Record<string, string>> = {}) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  return await read(
    await fetch(`${url}${path}`, {
      ...{ method: 'POST', ...sent },
      headers: { 'idempotency-key': `demo-${randomUUID()}`, ...type, ...headers },
    }),
  )
}

async function read(answer: Response): Promise<Answer> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status} ${text.slice(0, 500)}`)
  return text === '' ? null : JSON.parse(text)
}
