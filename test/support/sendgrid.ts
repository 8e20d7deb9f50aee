import { randomBytes } from 'node:crypto'
import { type HttpStandIn, type StandInAnswer, type StandInRequest, startHttpStandIn } from './http-stand-in.ts'

interface Party {
  readonly email: string
  readonly name?: string
}

/** The fields of https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send that are sent here. */
export interface SendgridMail {
  readonly personalizations: readonly {
    readonly to: readonly Party[]
    readonly custom_args?: Readonly<Record<string, string>>
  }[]
  readonly from: Party
  readonly reply_to?: Party
  readonly subject: string
  readonly content: readonly { readonly type: string; readonly value: string }[]
  readonly attachments?: readonly {
    /** In base64. */
    readonly content: string
    readonly filename: string
    readonly type?: string
    readonly disposition?: string
  }[]
  readonly headers?: Readonly<Record<string, string>>
  readonly mail_settings?: unknown
  readonly tracking_settings?: unknown
}

/** SendGrid over HTTP: what it takes and what it answers are as published. It takes the same mail as often as it is given. */
export interface SendgridStandIn extends HttpStandIn {
  readonly apiKey: string
  readonly mails: readonly SendgridMail[]
}

/** In the form of https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors */
export function sendgridError(status: number, message: string, field: string | null = null): StandInAnswer {
  return { status, body: { errors: [{ message, field, help: null }] } }
}

/** Starts one whose key is made up; `scopes` are what the key may do. */
export async function startSendgrid(scopes: readonly string[] = ['mail.send']): Promise<SendgridStandIn> {
  const apiKey = `SG.${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`
  const mails: SendgridMail[] = []

  function answerOf({ method, path, headers, body }: StandInRequest): StandInAnswer {
    if (headers.accept?.includes('json') !== true) return sendgridError(406, 'Missing Accept header')
    if (headers.authorization !== `Bearer ${apiKey}`)
      return sendgridError(401, 'The provided authorization grant is invalid, expired, or revoked')
    if (method === 'GET' && path === '/v3/scopes') return { status: 200, body: { scopes } }
    if (method !== 'POST' || path !== '/v3/mail/send') return sendgridError(404, 'not found')
    const fault = faultOf(body as Partial<SendgridMail>)
    if (fault !== null) return sendgridError(400, ...fault)
    mails.push(body as SendgridMail)
    return { status: 202, headers: { 'x-message-id': randomBytes(16).toString('base64url') } }
  }

  return { ...(await startHttpStandIn(answerOf)), apiKey, mails }
}

const ADDRESS = /^[^\s@<>",]+@[^\s@<>",]+\.[^\s@<>",]+$/
/** Headers that a request may not set, of the reference of the field `headers`. */
const RESERVED = new Set(
  [
    'x-sg-id',
    'x-sg-eid',
    'received',
    'dkim-signature',
    'content-type',
    'content-transfer-encoding',
    'to',
    'from',
  ].concat(['subject', 'reply-to', 'cc', 'bcc']),
)

/** What SendGrid's validation says of a request and of which field, or null. */
function faultOf(mail: Partial<SendgridMail>): readonly [message: string, field: string] | null {
  const { personalizations = [], from, subject, content = [], headers = {} } = mail
  const to = personalizations.flatMap((one) => one.to ?? [])
  const bad = [from, ...to].find((one) => one === undefined || !ADDRESS.test(one.email))
  if (to.length === 0) return ['The personalizations field is required.', 'personalizations']
  if (bad !== undefined || from === undefined)
    return ['Does not contain a valid address.', 'personalizations.0.to.0.email']
  if (subject === undefined || subject === '') return ['The subject is required.', 'subject']
  const types = content.map(({ type }) => type)
  if (types.length === 0 || content.some(({ value }) => value === ''))
    return ['The content value must be a string at least one character in length.', 'content']
  if (types.includes('text/plain') && types[0] !== 'text/plain')
    return ['The text/plain type must be first, followed by text/html.', 'content']
  const reserved = Object.keys(headers).find((name) => RESERVED.has(name.toLowerCase()))
  return reserved === undefined ? null : ['The header is reserved.', `headers.${reserved}`]
}
