import type { Secret } from '../../../kernel/config/secret.ts'
import { ProviderRefusal, ProviderUncertain } from '../provider.ts'
import { createBearerToken } from './bearer-token.ts'
import { type ApiAnswer, askApi, type Json, textAt } from './json-api.ts'
import { said } from './said.ts'

export interface PaypalCall {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** PayPal-Request-Id: the same for every repetition. */
  readonly key?: string
}

/** PayPal's API of one app. */
export interface PaypalApi {
  /**
   * What was answered, as the caller knows it to be. Throws ProviderRefusal, by its issue, when PayPal said no, and ProviderUncertain when
   * it is not known what it did.
   */
  ask<Result>(call: PaypalCall): Promise<Result>
}

/** The request is right and is carried out already, or there were too many. */
const COME_AGAIN = new Set([408, 409, 429])
const UNDER_WAY = 'PREVIOUS_REQUEST_IN_PROGRESS'

/** Fetches a token at the first call and whenever it ends. */
export function createPaypalApi(account: {
  readonly clientId: string
  readonly clientSecret: Secret
  readonly apiBase: URL
  readonly timeoutMs?: number
}): PaypalApi {
  const { clientId, clientSecret, apiBase, timeoutMs } = account

  const token = createBearerToken(async () => {
    const basic = Buffer.from(`${clientId}:${clientSecret.reveal()}`).toString('base64')
    const answer = await askApi('PayPal', new URL('/v1/oauth2/token', apiBase), {
      method: 'POST',
      headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials',
      timeoutMs,
    })
    check(answer)
    return { value: textAt(answer.body, 'access_token'), lifetimeSeconds: Number(textAt(answer.body, 'expires_in')) }
  })

  async function send({ method, path, query = {}, body, key }: PaypalCall): Promise<ApiAnswer> {
    const url = new URL(path, apiBase)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const headers = {
      authorization: `Bearer ${await token.get()}`,
      accept: 'application/json',
      prefer: 'return=representation',
      ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'paypal-request-id': key }),
    }
    return askApi('PayPal', url, {
      method,
      headers,
      timeoutMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  return {
    async ask<Result>(call: PaypalCall) {
      let answer = await send(call)
      if (answer.status === 401) {
        token.forget()
        answer = await send(call)
      }
      check(answer)
      return answer.body as Result
    },
  }
}

function check({ status, body }: ApiAnswer): void {
  if (status < 300) return
  const issue = issueOf(body)
  if (status >= 500 || COME_AGAIN.has(status) || issue === UNDER_WAY)
    throw new ProviderUncertain(`PayPal answered ${status}`)
  const name = textAt(body, 'name') || textAt(body, 'error')
  throw new ProviderRefusal(
    issue || name || String(status),
    said(`PayPal: ${issue || textAt(body, 'message') || name || status}`),
  )
}

function issueOf({ details }: Json): string {
  const [first] = Array.isArray(details) ? (details as Json[]) : []
  return first === undefined ? '' : textAt(first, 'issue')
}
