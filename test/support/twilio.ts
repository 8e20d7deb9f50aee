import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TwilioMessage {
  readonly to: string
  readonly from: string | null
  readonly messagingServiceSid: string | null
  readonly body: string
}

/** Twilio's Messages resource over HTTP: what it takes and what it answers is as published. */
export interface TwilioStandIn {
  readonly url: string
  readonly accountSid: string
  readonly authToken: string
  readonly number: string
  /** Messages taken, in order. */
  readonly messages: readonly TwilioMessage[]
  /** Requests that arrived, refused ones too. */
  readonly requests: readonly { readonly method: string; readonly path: string }[]
  /** The next request is answered with this instead; `cut` closes its connection. */
  next(answer: { status: number; body: unknown; headers?: Record<string, string> } | 'cut'): void
  close(): Promise<void>
}

/** Codes of https://www.twilio.com/docs/api/errors, in the form of https://www.twilio.com/docs/usage/twilios-response. */
export function twilioError(status: number, code: number, message: string) {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}

/** Twilio's magic number that may be sent from with test credentials. */
const NUMBER = '+15005550006'

export async function startTwilio(): Promise<TwilioStandIn> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  const messages: TwilioMessage[] = []
  const requests: { method: string; path: string }[] = []
  const scripted: ({ status: number; body: unknown; headers?: Record<string, string> } | 'cut')[] = []
  const credentials = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    requests.push({ method, path: url })
    const text = await bodyOf(request)
    const script = scripted.shift()
    if (script === 'cut') return void request.socket.destroy()
    const given = request.headers.authorization === credentials
    const answer = script ?? (given ? answerOf(method, url, { text, type: request.headers['content-type'] }) : DENIED)
    const headers = 'headers' in answer ? answer.headers : {}
    response
      .writeHead(answer.status, { ...headers, 'content-type': 'application/json' })
      .end(JSON.stringify(answer.body))
  }

  function answerOf(method: string, path: string, form: { text: string; type: string | undefined }) {
    const account = `/2010-04-01/Accounts/${accountSid}`
    if (method === 'GET' && path === `${account}.json`)
      return { status: 200, body: { sid: accountSid, status: 'active', type: 'Full' } }
    if (method !== 'POST' || path !== `${account}/Messages.json`)
      return twilioError(404, 20404, `The requested resource ${path} was not found`)
    const taken = readMessage(form)
    if ('status' in taken) return taken
    messages.push(taken)
    return { status: 201, body: resourceOf(accountSid, taken) }
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ accountSid, authToken, number: NUMBER, messages, requests },
    next: (answer) => void scripted.push(answer),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const DENIED = twilioError(401, 20003, 'Authenticate')
const BODY_MAX = 1600

/** The message of a form, or Twilio's refusal. */
function readMessage({ text, type }: { text: string; type: string | undefined }) {
  const isForm = type?.startsWith('application/x-www-form-urlencoded') === true
  const form = new URLSearchParams(isForm ? text : '')
  const to = form.get('To')
  const body = form.get('Body')
  const from = form.get('From')
  const messagingServiceSid = form.get('MessagingServiceSid')
  if (to === null) return twilioError(400, 21604, "A 'To' phone number is required.")
  if (from === null && messagingServiceSid === null)
    return twilioError(400, 21603, "A 'From' phone number is required.")
  if (body === null || body === '') return twilioError(400, 21602, 'Message body is required.')
  if (body.length > BODY_MAX) return twilioError(400, 21617, 'The concatenated message body exceeds 1600 characters.')
  if (!/^\+[1-9]\d{6,14}$/.test(to))
    return twilioError(400, 21211, `The 'To' number ${to} is not a valid phone number.`)
  if (from !== null && from !== NUMBER)
    return twilioError(400, 21606, `The 'From' phone number ${from} is not a valid, SMS-capable inbound phone number.`)
  return { to, from, messagingServiceSid, body }
}

/** https://www.twilio.com/docs/messaging/api/message-resource, as it stands right after creation. */
function resourceOf(accountSid: string, { to, from, messagingServiceSid, body }: TwilioMessage) {
  const sid = `SM${randomBytes(16).toString('hex')}`
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  const date = new Date().toUTCString().replace('GMT', '+0000')
  return {
    ...{ account_sid: accountSid, api_version: '2010-04-01', body, direction: 'outbound-api', sid, to, from },
    ...{ date_created: date, date_sent: null, date_updated: date, error_code: null, error_message: null },
    ...{ messaging_service_sid: messagingServiceSid, num_media: '0', num_segments: '1', price: null, price_unit: null },
    ...{ status: messagingServiceSid === null ? 'queued' : 'accepted', uri: `${uri}.json` },
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
