import { Type } from 'typebox'
import { now } from '../../kernel/clock.ts'
import { readRawBody } from '../../kernel/http/raw-body.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { takeWebhook } from './inbox.ts'
import { type PaymentsParts, providerOf } from './parts.ts'

const BODY_BYTES_MAX = 1024 * 1024
const providerParam = Type.String({ pattern: '^[a-z]{1,20}$' })
/** Safaricom refuses addresses that hold the name of M-Pesa; Daraja is what it calls the interface. */
const ALIASES: Readonly<Record<string, string>> = { daraja: 'mpesa' }
const received = object({ received: Type.Literal(true) })

/**
 * Where providers report. Who sent it is checked over the bytes as they came; 200 is answered once they are in the inbox, also for what is
 * there already and for types that say nothing to us. All else is work of jobs, so that a flood fills the inbox and nothing more.
 */
export function webhookRoutes(parts: PaymentsParts): Route[] {
  const common = {
    method: 'POST',
    policy: { access: 'public', rate: 'write', csrf: 'exempt' },
    problems: ['payments/provider-unknown', 'payments/webhook-refused'],
    ...{ rawBody: true, hidden: true },
  } as const
  return [
    route(
      {
        ...common,
        id: 'payments.takeWebhook',
        path: '/api/payments/webhooks/{provider}',
        summary: 'What happened, as a payment provider tells it.',
        schema: { params: object({ provider: providerParam }), response: { 200: received } },
      },
      (call) => take(parts, call, call.params.provider, null),
    ),
    route(
      {
        ...common,
        id: 'payments.takeSecretWebhook',
        path: '/api/payments/webhooks/{provider}/{secret}',
        summary: 'The same, of a provider that proves itself by the address only.',
        schema: {
          params: object({ provider: providerParam, secret: Type.String({ minLength: 1, maxLength: 200 }) }),
          response: { 200: received },
        },
      },
      (call) => take(parts, call, call.params.provider, call.params.secret),
    ),
  ]
}

type RawCall = Pick<Call, 'request' | 'reply' | 'signal' | 'transaction' | 'origin'>

async function take(parts: PaymentsParts, call: RawCall, name: string, pathSecret: string | null) {
  const provider = providerOf(parts, ALIASES[name] ?? name)
  const receivedAt = now()
  const body = await readRawBody(call, BODY_BYTES_MAX)
  const { ip } = call.origin
  const from = ip === undefined ? {} : { from: ip }
  const webhook = { body, headers: call.request.headers, pathSecret, ...from, receivedAt }
  await takeWebhook(parts, (work) => call.transaction(work), provider, webhook)
  return { received: true as const }
}
