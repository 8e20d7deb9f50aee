import { PermanentFailure } from '../jobs/job.ts'
import type { HealthFinding } from '../telemetry/health.ts'
import { DeliveryUncertain, HANDED_ON } from './delivery-uncertain.ts'
import { headersOf } from './headers.ts'
import type { Mailbox } from './mailer.ts'
import { createProviderApi, type ProviderAccount, type ProviderAnswer } from './provider-api.ts'
import { reasonOf } from './reason.ts'
import { MAIL_ID_TAG, type MailTransport, type OutgoingMail } from './transport.ts'

/** Statuses that blame the mail. 401, 403, 404 and 406 blame the account or the configuration: mended, the mail passes. */
const REFUSING = new Set([400, 413])
/**
 * SendGrid's Mail Send, version 3. It knows no idempotency key: what was taken without our hearing of it is sent again under the same
 * Message-ID.
 */
export function createSendgridTransport(account: ProviderAccount): MailTransport {
  const api = createProviderApi('SendGrid', account)
  return {
    name: 'sendgrid',
    deduplicatesHours: 0,
    async send(message) {
      const answer = await api.post('/v3/mail/send', requestOf(message))
      if (answer.status >= 300) throw refusal(answer)
      return { providerId: answer.headers.get('x-message-id') }
    },
    async verify(): Promise<HealthFinding> {
      const fix = 'check SENDGRID_API_KEY, that it may send mail, and the network between'
      try {
        const { status, body } = await api.get('/v3/scopes')
        const maySend = Array.isArray(body.scopes) && body.scopes.includes('mail.send')
        if (status === 200 && maySend) return { status: 'pass', observed: `${api.place} takes mail` }
        const observed = status === 200 ? 'knows the key, which may not send' : `answers ${status}`
        return { status: 'fail', observed: `${api.place} ${observed}`, fix }
      } catch (error) {
        return { status: 'fail', observed: `${api.place}: ${(error as Error).message}`, fix }
      }
    },
    close: async () => undefined,
  }
}

const off = { enable: false }

/** Links of ours hold secrets: nothing rewrites them, counts their clicks or adds a picture. */
const UNTRACKED = {
  click_tracking: { enable: false, enable_text: false },
  open_tracking: off,
  subscription_tracking: off,
  ganalytics: off,
}

function requestOf(message: OutgoingMail) {
  return {
    personalizations: [{ to: [asObject(message.to)], custom_args: { [MAIL_ID_TAG]: message.id } }],
    from: asObject(message.from),
    ...(message.replyTo === undefined ? {} : { reply_to: asObject(message.replyTo) }),
    subject: message.subject,
    content: [
      { type: 'text/plain', value: message.text },
      { type: 'text/html', value: message.html },
    ],
    headers: { 'Message-ID': message.messageId, ...headersOf(message) },
    ...attachmentsOf(message),
    tracking_settings: UNTRACKED,
    // SendGrid's own list of bounces would drop what our rule still tries; its list of complaints stays in force.
    ...(message.purpose === 'essential' ? { mail_settings: { bypass_bounce_management: { enable: true } } } : {}),
  }
}

function attachmentsOf({ attachments }: OutgoingMail) {
  if (attachments === undefined) return {}
  return {
    attachments: attachments.map(({ filename, contentType, text }) => ({
      ...{ filename, type: contentType, content: Buffer.from(text).toString('base64'), disposition: 'attachment' },
    })),
  }
}

function asObject({ name, address }: Mailbox) {
  return { email: address, ...(name === null ? {} : { name }) }
}

function refusal({ status, body }: ProviderAnswer): Error {
  const [first] = (Array.isArray(body.errors) ? body.errors : []) as { message?: unknown; field?: unknown }[]
  const field = typeof first?.field === 'string' ? `${first.field}: ` : ''
  const said = typeof first?.message === 'string' ? `${field}${first.message}` : ''
  const reason = reasonOf(`${status} ${said}`.trim())
  if (HANDED_ON.has(status)) return new DeliveryUncertain(reason)
  return REFUSING.has(status) ? new PermanentFailure(reason) : new Error(reason)
}
