import { PermanentFailure } from '../jobs/job.ts'
import type { HealthFinding } from '../telemetry/health.ts'
import { headersOf } from './headers.ts'
import type { Mailbox } from './mailer.ts'
import { createProviderApi, type ProviderAccount, type ProviderAnswer } from './provider-api.ts'
import { reasonOf } from './reason.ts'
import { MAIL_ID_TAG, type MailTransport, type OutgoingMail } from './transport.ts'

/** Statuses that blame the mail; of the errors under them (https://resend.com/docs/api-reference/errors) these blame something else. */
const REFUSING = new Set([400, 409, 413, 422])
const NOT_THE_MAIL = new Set(['concurrent_idempotent_requests', 'invalid_from_address'])

/** The key lives for 24 hours from the try that used it first, which was not before the mail was made; a try takes seconds. */
const DEDUPLICATES_HOURS = 23

/**
 * Resend's API. The mail's id is the idempotency key, so within the 24 hours for which Resend keeps it a try that is repeated sends
 * nothing twice.
 */
export function createResendTransport(account: ProviderAccount): MailTransport {
  const api = createProviderApi('Resend', account)
  return {
    name: 'resend',
    deduplicatesHours: DEDUPLICATES_HOURS,
    async send(message) {
      const answer = await api.post('/emails', requestOf(message), { 'idempotency-key': message.id })
      if (answer.status >= 300) throw refusal(answer)
      return { providerId: typeof answer.body.id === 'string' ? answer.body.id : null }
    },
    async verify(): Promise<HealthFinding> {
      const fix = 'check RESEND_API_KEY and the network between'
      try {
        const { status, body } = await api.get('/domains')
        // A key that may only send is told so: it is known then.
        if (status === 200 || body.name === 'restricted_api_key')
          return { status: 'pass', observed: `${api.place} takes mail` }
        return { status: 'fail', observed: `${api.place} answers ${status}`, fix }
      } catch (error) {
        return { status: 'fail', observed: `${api.place}: ${(error as Error).message}`, fix }
      }
    },
    close: async () => undefined,
  }
}

/**
 * NOTE: this API takes addresses as text. A recipient's name is chosen by people, so only the checked address is sent; the sender's is
 * the operator's, and stands in quotes.
 */
function requestOf(message: OutgoingMail) {
  return {
    from: quoted(message.from),
    to: [message.to.address],
    subject: message.subject,
    html: message.html,
    text: message.text,
    ...(message.replyTo === undefined ? {} : { reply_to: [message.replyTo.address] }),
    headers: headersOf(message),
    ...attachmentsOf(message),
    tags: [{ name: MAIL_ID_TAG, value: message.id }],
  }
}

function attachmentsOf({ attachments }: OutgoingMail) {
  if (attachments === undefined) return {}
  return {
    attachments: attachments.map(({ filename, contentType, text }) => ({
      ...{ filename, content_type: contentType, content: Buffer.from(text).toString('base64') },
    })),
  }
}

function quoted({ name, address }: Mailbox): string {
  return name === null ? address : `"${name.replace(/["\\]/g, '\\$&')}" <${address}>`
}

function refusal({ status, body }: ProviderAnswer): Error {
  const name = typeof body.name === 'string' ? body.name : ''
  const said = typeof body.message === 'string' ? body.message : ''
  const reason = reasonOf(`${status} ${name} ${said}`.trim())
  return REFUSING.has(status) && !NOT_THE_MAIL.has(name) ? new PermanentFailure(reason) : new Error(reason)
}
