import { randomBytes, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type HttpStandIn, type StandInAnswer, type StandInRequest, startHttpStandIn } from './http-stand-in.ts'

/** The fields of https://resend.com/docs/api-reference/emails/send-email that are sent here. */
export interface ResendEmail {
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly reply_to?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly tags?: readonly { readonly name: string; readonly value: string }[]
  readonly attachments?: readonly {
    readonly filename: string
    readonly content_type?: string
    /** In base64. */
    readonly content: string
  }[]
}

/** Resend over HTTP: what it takes, what it answers and how long it remembers a key are as published. */
export interface ResendStandIn extends HttpStandIn {
  readonly apiKey: string
  /** Mails taken, each once however often it was asked for. */
  readonly emails: readonly ResendEmail[]
}

/** In the form of https://resend.com/docs/api-reference/errors */
export function resendError(statusCode: number, name: string, message: string): StandInAnswer {
  return { status: statusCode, body: { statusCode, name, message } }
}

/** Starts one whose key is made up. */
export async function startResend(): Promise<ResendStandIn> {
  const apiKey = `re_${randomBytes(18).toString('base64url')}`
  const emails: ResendEmail[] = []
  const known = new Map<string, { body: unknown; id: string }>()

  function answerOf({ method, path, headers, body }: StandInRequest): StandInAnswer {
    if (headers.authorization === undefined) return resendError(401, 'missing_api_key', 'Missing API key')
    if (headers.authorization !== `Bearer ${apiKey}`) return resendError(403, 'invalid_api_key', 'API key is invalid')
    if (method === 'GET' && path === '/domains') return { status: 200, body: { object: 'list', data: [] } }
    if (method !== 'POST' || path !== '/emails') return resendError(404, 'not_found', 'The endpoint does not exist')
    const fault = faultOf(body)
    if (fault !== null) return resendError(422, 'validation_error', fault)
    const key = headers['idempotency-key']
    if (typeof key === 'string' && (key === '' || key.length > 256))
      return resendError(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars')
    const before = typeof key === 'string' ? known.get(key) : undefined
    if (before !== undefined && !isDeepStrictEqual(before.body, body))
      return resendError(409, 'invalid_idempotent_request', 'This key was used with a different payload')
    if (before !== undefined) return { status: 200, body: { id: before.id } }
    const id = randomUUID()
    if (typeof key === 'string') known.set(key, { body, id })
    emails.push(body as ResendEmail)
    return { status: 200, body: { id } }
  }

  return { ...(await startHttpStandIn(answerOf)), apiKey, emails }
}

const ADDRESS = /^[^\s@<>",]+@[^\s@<>",]+\.[^\s@<>",]+$/
const FRIENDLY = /^(?:"(?:[^"\\\r\n]|\\.)*"|[^"<>@,\r\n]+) <([^<>]+)>$/
const TAG = /^[A-Za-z0-9_-]{1,256}$/

/** What Resend's validation says of a request, or null. */
function faultOf(body: unknown): string | null {
  const { from, to, subject, html, text, tags = [] } = body as Partial<ResendEmail>
  for (const [name, value] of Object.entries({ from, to, subject }))
    if (value === undefined) return `Missing \`${name}\` field.`
  const addresses = [from ?? '', ...(to ?? [])].map((one) => FRIENDLY.exec(one)?.[1] ?? one)
  if (!addresses.every((one) => ADDRESS.test(one)))
    return 'Invalid address field. It is `email@example.com` or `Name <email@example.com>`.'
  if ((to ?? []).length > 50) return 'The `to` field has at most 50 addresses.'
  if (html === undefined && text === undefined) return 'Missing `html` or `text` field.'
  if (!tags.every(({ name, value }) => TAG.test(name) && TAG.test(value)))
    return 'Tags should only contain ASCII letters, numbers, underscores, or dashes.'
  return null
}
