import { createHmac, randomUUID } from 'node:crypto'
import { cpuSeconds } from './load.ts'
import type { RunningServer } from './servers.ts'
import type { Row } from './table.ts'

const CLIENTS = 20
const WARM_UP_MS = 3000
const ROUND_MS = 6000

/** An account of Stripe that nothing is asked of: nobody listens at its address. */
export const stripeAccount = {
  STRIPE_SECRET_KEY: 'sk_test_bench0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_bench0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_bench0123456789abcdef0123',
  STRIPE_API_BASE: 'http://127.0.0.1:9',
}

/** Signed events of Stripe, each another, taken into the inbox: what is answered was committed. */
export async function webhookRows(plinth: RunningServer): Promise<Row[]> {
  await flood(plinth, WARM_UP_MS)
  const before = cpuSeconds(plinth.pid)
  const { taken, ms } = await flood(plinth, ROUND_MS)
  const cpuUs = ((cpuSeconds(plinth.pid) - before) / taken) * 1e6
  const rate = `${Math.round((taken / ms) * 1000)}/s, CPU ${Math.round(cpuUs)} us, ${CLIENTS} clients on the same machine`
  return [{ what: 'webhooks of a provider checked, stored and answered', measured: rate, aim: '', met: null }]
}

async function flood({ url }: RunningServer, forMs: number): Promise<{ taken: number; ms: number }> {
  const startedMs = performance.now()
  let taken = 0
  const client = async (): Promise<void> => {
    while (performance.now() - startedMs < forMs) {
      const body = event()
      const headers = { 'content-type': 'application/json', 'stripe-signature': signatureOf(body) }
      const answer = await fetch(`${url}/api/payments/webhooks/stripe`, { method: 'POST', headers, body })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`a webhook was answered ${answer.status}`)
      taken += 1
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return { taken, ms: performance.now() - startedMs }
}

/** Money for something that nobody here was asked to pay: stored, looked into by a job, and kept for a person. */
function event(): string {
  const id = randomUUID().replaceAll('-', '')
  const created = Math.floor(Date.now() / 1000)
  const money = { amount: 1000, amount_received: 1000, currency: 'usd', status: 'succeeded' }
  const object = { id: `pi_${id}`, object: 'payment_intent', ...money, created, livemode: false, metadata: {} }
  const type = 'payment_intent.succeeded'
  return JSON.stringify({ id: `evt_${id}`, object: 'event', type, created, livemode: false, data: { object } })
}

function signatureOf(body: string): string {
  const time = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', stripeAccount.STRIPE_WEBHOOK_SECRET).update(`${time}.${body}`).digest('hex')
  return `t=${time},v1=${signature}`
}
