import { createHmac, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import { nowMs } from '../clock.ts'
import { MAIL_ID_TAG } from './transport.ts'

export interface SignedRequest {
  readonly headers: Record<string, string>
  readonly body: string
}

/** Resend's side of a webhook: the secret that it shows and its signing (https://docs.svix.com/receiving/verifying-payloads/how-manual). */
export function resendSigner() {
  const key = randomBytes(24)
  return {
    secret: `whsec_${key.toString('base64')}`,
    sign(event: unknown, atMs = nowMs()): SignedRequest {
      const body = typeof event === 'string' ? event : JSON.stringify(event)
      const id = `msg_${randomUUID()}`
      const timestamp = String(Math.floor(atMs / 1000))
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
      return {
        body,
        headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` },
      }
    },
  }
}

/** SendGrid's side: the key that it shows and its signing. */
export function sendgridSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    sign(events: unknown, atMs = nowMs()): SignedRequest {
      const body = `${typeof events === 'string' ? events : JSON.stringify(events)}\r\n`
      const timestamp = String(Math.floor(atMs / 1000))
      const signature = sign('sha256', Buffer.from(timestamp + body), privateKey).toString('base64')
      return {
        body,
        headers: {
          'x-twilio-email-event-webhook-signature': signature,
          'x-twilio-email-event-webhook-timestamp': timestamp,
        },
      }
    },
  }
}

/** As https://resend.com/docs/webhooks/emails/bounced shows it. */
export function resendEvent(type: string, mailId: string, to: string, data: Record<string, unknown> = {}) {
  return {
    type,
    created_at: '2026-11-22T23:41:12.126Z',
    data: {
      ...{
        created_at: '2026-11-22T23:41:11.894719+00:00',
        email_id: randomUUID(),
        from: 'Acme <onboarding@resend.dev>',
      },
      ...{ to: [to], subject: 'Sending this example', tags: { [MAIL_ID_TAG]: mailId } },
      ...data,
    },
  }
}

export const permanentBounce = {
  bounce: { message: 'The mailbox of ada@example.org does not exist.', subType: 'General', type: 'Permanent' },
}

/** As https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event shows it; the id of an event differs at each telling. */
export function sendgridEvent(event: string, mailId: string, email: string, more: Record<string, unknown> = {}) {
  return {
    ...{ email, timestamp: 1_700_000_000, event, [MAIL_ID_TAG]: mailId },
    ...{ sg_event_id: randomUUID(), sg_message_id: `${randomUUID()}.filter0001.16648.5515E0B88.0`, 'smtp-id': '<1@x>' },
    ...more,
  }
}
