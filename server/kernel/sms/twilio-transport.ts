import type { Secret } from '../config/secret.ts'
import { PermanentFailure } from '../jobs/job.ts'
import { DeliveryUncertain, HANDED_ON, unreachable } from '../mail/delivery-uncertain.ts'
import { createPause } from '../mail/provider-pause.ts'
import type { HealthFinding } from '../telemetry/health.ts'
import type { OutgoingSms, SmsTransport } from './transport.ts'

export interface TwilioAccount {
  readonly accountSid: string
  readonly authToken: Secret
  /** A number in E.164, a sender name, or the sid of a messaging service (`MG...`). */
  readonly from: string
  readonly apiBase: URL
}

const TIMEOUT_MS = 10_000
const MESSAGING_SERVICE = /^MG[0-9a-f]{32}$/

/**
 * Twilio's Messages resource over plain HTTPS (https://www.twilio.com/docs/messaging/api/message-resource). Redirects are refused: the
 * credentials go to the configured host only.
 */
export function createTwilioTransport(account: TwilioAccount): SmsTransport {
  const { accountSid, authToken, apiBase } = account
  const pause = createPause('Twilio')
  const place = apiBase.host
  const resource = (path: string): URL => new URL(`/2010-04-01/Accounts/${accountSid}${path}.json`, apiBase)
  const credentials = (): string => Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64')
  const call = (url: URL, init: RequestInit): Promise<Response> =>
    fetch(url, {
      ...init,
      headers: { authorization: `Basic ${credentials()}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })

  return {
    name: 'twilio',
    async send(message) {
      pause.throwWhileIt()
      const answer = await reached(call(resource('/Messages'), { method: 'POST', body: formOf(account, message) }))
      pause.throwIfAskedFor(answer)
      if (!answer.ok) throw await refusal(answer)
      const { sid } = (await bodyOf(answer)) as { sid?: unknown }
      return { providerId: typeof sid === 'string' ? sid : null }
    },
    async verify(): Promise<HealthFinding> {
      const fix = 'check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and the network between'
      try {
        const answer = await reached(call(resource(''), { method: 'GET' }))
        const { status } = (await bodyOf(answer)) as { status?: unknown }
        if (!answer.ok) return { status: 'fail', observed: `${place} answers ${answer.status}`, fix }
        if (status === 'active') return { status: 'pass', observed: `${place} takes messages` }
        return { status: 'fail', observed: `the account at ${place} is not active`, fix: 'see the account at Twilio' }
      } catch (error) {
        return { status: 'fail', observed: `${place}: ${(error as Error).message}`, fix }
      }
    },
  }
}

function formOf({ from }: TwilioAccount, { to, text }: OutgoingSms): URLSearchParams {
  const sender = MESSAGING_SERVICE.test(from) ? { MessagingServiceSid: from } : { From: from }
  return new URLSearchParams({ To: to.e164, ...sender, Body: text })
}

async function reached<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    throw unreachable('Twilio', error)
  }
}

/** Says status and Twilio's error code; its sentence is left out, as it holds the number. 5xx pass, other refusals do not; a gateway may have handed it on. */
async function refusal(answer: Response): Promise<Error> {
  const { code } = (await bodyOf(answer)) as { code?: unknown }
  const reason = `Twilio answered ${answer.status}${Number.isInteger(code) ? `, error ${code}` : ''}`
  if (HANDED_ON.has(answer.status)) return new DeliveryUncertain(reason)
  return answer.status >= 500 ? new Error(reason) : new PermanentFailure(reason)
}

/** The parsed body; an empty object for one that is not JSON, as gateways before Twilio answer. */
async function bodyOf(answer: Response): Promise<object> {
  const text = await reached(answer.text())
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    return {}
  }
}
