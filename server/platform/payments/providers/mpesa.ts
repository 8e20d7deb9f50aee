import { nowMs } from '../../../kernel/clock.ts'
import type { MpesaAccount } from '../../../kernel/config/payments.ts'
import type { Money } from '../../../kernel/money.ts'
import { paymentsProblem } from '../problems.ts'
import { type Fact, type PaymentProvider, ProviderRefusal, ProviderUncertain, type SubmitInput } from '../provider.ts'
import { type BearerToken, createBearerToken } from './bearer-token.ts'
import { type ApiAnswer, askApi, type Json, NeverConnected, textAt } from './json-api.ts'
import { callbackSegment, readCallback } from './mpesa-callback.ts'
import { type MpesaSource, mpesaFact, ofPushRef } from './mpesa-facts.ts'
import { said } from './said.ts'

export interface MpesaSettings extends MpesaAccount {
  /** What a report's secret segment is put behind, `https://app.example.com/api/payments/webhooks/daraja/`. */
  readonly callbackBase: URL
  /** For the whole of one call; 10 s when absent. */
  readonly timeoutMs?: number
}

const LIVE_HOST = 'api.safaricom.co.ke'
const CENTS = 100n
/** The most of one payment, in shillings. */
const SHILLINGS_MAX = 250_000n
const REFERENCE_LENGTH = 12
const DESCRIPTION_MAX = 13
const EAST_AFRICA_MS = 3 * 3600 * 1000
const UNKNOWN_PUSH = /CheckoutRequestID/i
const BEING_PROCESSED = /being processed/i
/** Answered with 500, and yet a plain no: nothing was pushed. */
const NOT_PUSHED = /unable to lock subscriber|wrong credentials/i

/**
 * Payments by M-Pesa Express: a push to the payer's telephone. There are no keys against doing twice, so an uncertain push must never be
 * repeated; its report names our payment by the address it comes to. Refunds are made by hand in the M-Pesa portal.
 */
export function createMpesaProvider(settings: MpesaSettings): PaymentProvider {
  const { shortcode, apiBase, callbackSecret, allowedIps } = settings
  const source: MpesaSource = { account: shortcode, livemode: apiBase.hostname === LIVE_HOST }
  const token = createBearerToken(() => fetchToken(settings))
  const ask = (path: string, body: Json) => askDaraja(settings, token, { path, body })

  async function submit(input: SubmitInput) {
    const answer = await ask('/mpesa/stkpush/v1/processrequest', pushOf(settings, input))
    if (answer.status >= 500 && !NOT_PUSHED.test(textAt(answer.body, 'errorMessage')))
      throw new ProviderUncertain(`M-Pesa answered ${answer.status}`)
    const checkoutRequestId = textAt(answer.body, 'CheckoutRequestID')
    if (answer.status >= 300 || textAt(answer.body, 'ResponseCode') !== '0') throw refusal(answer)
    if (checkoutRequestId === '') throw new ProviderUncertain('M-Pesa answered without a CheckoutRequestID')
    const { paymentId, amount } = input
    const fact = mpesaFact({ checkoutRequestId, paymentId, amount, code: null, description: '' }, source)
    return { fact, next: { kind: 'wait' } as const }
  }
  async function read(attemptRef: string): Promise<readonly Fact[] | null> {
    const push = ofPushRef(attemptRef)
    if (push === null) return null
    const body = { ...passwordOf(settings), CheckoutRequestID: push.checkoutRequestId }
    const answer = await ask('/mpesa/stkpushquery/v1/query', body)
    const message = textAt(answer.body, 'errorMessage')
    if (answer.status >= 400 && answer.status < 500 && UNKNOWN_PUSH.test(message)) return null
    const known = { ...push, paymentId: null, description: textAt(answer.body, 'ResultDesc') }
    if (answer.status >= 500 && BEING_PROCESSED.test(message)) return [mpesaFact({ ...known, code: null }, source)]
    if (answer.status >= 500) throw new ProviderUncertain(`M-Pesa answered ${answer.status}`)
    const code = textAt(answer.body, 'ResultCode')
    if (answer.status >= 300 || code === '') throw refusal(answer)
    return [mpesaFact({ ...known, code }, source)]
  }

  return {
    name: 'mpesa',
    account: source.account,
    livemode: source.livemode,
    checkAmount,
    keyLifetimeSeconds: null,
    submit,
    read,
    find: async () => null,
    /** A push cannot be called back: what is known of it is what there is. */
    cancel: async (attemptRef) => (await read(attemptRef)) ?? [],
    refund: async () => {
      throw new ProviderRefusal('refund-by-hand', 'M-Pesa refunds are made by hand, in the M-Pesa portal')
    },
    verify: async (webhook) => readCallback(webhook, { secret: callbackSecret, allowedIps, source }),
    events: null,
    objects: null,
    balance: null,
  }
}

function checkAmount({ minor, currency }: Money): void {
  if (currency !== 'KES') throw paymentsProblem('amount-not-payable', { params: { currency } })
  if (minor <= 0n || minor % CENTS !== 0n)
    throw paymentsProblem('amount-not-payable', { detail: 'M-Pesa takes whole shillings.', params: { currency } })
  if (minor / CENTS > SHILLINGS_MAX)
    throw paymentsProblem('amount-not-payable', {
      detail: 'It is more than can be paid at once.',
      params: { currency },
    })
}

function pushOf(settings: MpesaSettings, { paymentId, amount, phone, description }: SubmitInput): Json {
  checkAmount(amount)
  if (phone === null || !/^254\d{9}$/.test(phone))
    throw new ProviderRefusal('phone', 'M-Pesa needs a Kenyan telephone number')
  const segment = callbackSegment(settings.callbackSecret, { paymentId, amount })
  return {
    ...passwordOf(settings),
    TransactionType: 'CustomerPayBillOnline',
    Amount: Number(amount.minor / CENTS),
    PartyA: phone,
    PartyB: settings.shortcode,
    PhoneNumber: phone,
    CallBackURL: new URL(segment, settings.callbackBase).href,
    AccountReference: paymentId.replaceAll('-', '').slice(-REFERENCE_LENGTH),
    TransactionDesc: description.replace(/[^\w ]/g, '').slice(0, DESCRIPTION_MAX) || 'Payment',
  }
}

function passwordOf({ shortcode, passkey }: MpesaSettings): Json {
  const time = new Date(nowMs() + EAST_AFRICA_MS).toISOString().replace(/\D/g, '').slice(0, 14)
  const password = Buffer.from(`${shortcode}${passkey.reveal()}${time}`).toString('base64')
  return { BusinessShortCode: shortcode, Password: password, Timestamp: time }
}

async function fetchToken({ consumerKey, consumerSecret, apiBase, timeoutMs }: MpesaSettings) {
  const basic = Buffer.from(`${consumerKey.reveal()}:${consumerSecret.reveal()}`).toString('base64')
  const url = new URL('/oauth/v1/generate?grant_type=client_credentials', apiBase)
  const answer = await askApi('M-Pesa', url, { method: 'GET', headers: { authorization: `Basic ${basic}` }, timeoutMs })
  if (answer.status >= 300) throw refusal(answer)
  return { value: textAt(answer.body, 'access_token'), lifetimeSeconds: Number(textAt(answer.body, 'expires_in')) }
}

/** Nothing was asked for until there is a token and somebody to send it to, so what fails before that is a refusal. */
async function askDaraja(
  settings: MpesaSettings,
  token: BearerToken,
  { path, body }: { readonly path: string; readonly body: Json },
): Promise<ApiAnswer> {
  const send = async (): Promise<ApiAnswer> => {
    const value = await token.get().catch(refuseUncertain)
    const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/json' }
    const request = { method: 'POST', headers, body: JSON.stringify(body), timeoutMs: settings.timeoutMs } as const
    return askApi('M-Pesa', new URL(path, settings.apiBase), request)
  }
  try {
    const answer = await send()
    if (answer.status !== 401 && textAt(answer.body, 'errorCode') !== '404.001.03') return answer
    token.forget()
    return await send()
  } catch (error) {
    throw error instanceof NeverConnected ? new ProviderRefusal('unreachable', error.message) : error
  }
}

function refuseUncertain(error: unknown): never {
  throw error instanceof ProviderUncertain ? new ProviderRefusal('unreachable', error.message) : error
}

function refusal({ status, body }: ApiAnswer): ProviderRefusal {
  const code = textAt(body, 'errorCode') || textAt(body, 'ResponseCode') || String(status)
  const message = textAt(body, 'errorMessage') || textAt(body, 'ResponseDescription')
  return new ProviderRefusal(code, said(`M-Pesa: ${message || status}`))
}
