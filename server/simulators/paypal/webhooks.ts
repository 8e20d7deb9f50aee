import { randomUUID } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { nowMs } from '../../kernel/clock.ts'
import type { Message, SignedBody } from '../delivery.ts'
import type { PaypalEvent } from './account.ts'
import type { SigningCertificate } from './certificate.ts'

interface Signer {
  readonly certificate: SigningCertificate
  readonly certUrl: string
  readonly webhookId: string
}

/** An event as PayPal posts it: https://developer.paypal.com/api/rest/webhooks/rest/#verify-signatures */
export function webhookOf(event: PaypalEvent, url: string, signer: Signer): Message {
  const body = JSON.stringify(event)
  return {
    id: event.id,
    type: event.event_type,
    url,
    make: () => signed(body, signer),
    forge: () => signed(body, { ...signer, webhookId: 'another webhook' }),
  }
}

function signed(body: string, { certificate, certUrl, webhookId }: Signer): SignedBody {
  const id = randomUUID()
  const time = new Date(nowMs()).toISOString()
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'paypal-auth-algo': 'SHA256withRSA',
      'paypal-cert-url': certUrl,
      'paypal-transmission-id': id,
      'paypal-transmission-time': time,
      'paypal-transmission-sig': certificate.sign(`${id}|${time}|${webhookId}|${crc32(body)}`),
    },
  }
}
