import { sharedControls } from '../controls.ts'
import { createDelivery } from '../delivery.ts'
import { createFaults, type Fault } from '../faults.ts'
import { type Answer, type Call, type RunningSite, startSite } from '../http.ts'
import { createRandom, type Random } from '../random.ts'
import { callbackOf, descriptionOf, eastAfricanTime, habitOf, type Push } from './pushes.ts'

export interface MpesaOptions {
  /** 0 when absent: the system chooses. */
  readonly port?: number
  readonly seed?: number
  readonly consumerKey?: string
  readonly consumerSecret?: string
  readonly shortcode?: string
  readonly passkey?: string
  /** The payer answers by the habit of the telephone after this time; absent: by the control `answer` only. */
  readonly answerMs?: number
  readonly faults?: readonly Fault[]
}

/** A running stand-in of M-Pesa's Daraja, and what it is reached by. */
export interface MpesaSimulator extends RunningSite {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly shortcode: string
  readonly passkey: string
}

type Keys = Pick<MpesaSimulator, 'consumerKey' | 'consumerSecret' | 'shortcode' | 'passkey'>

interface Phone {
  readonly random: Random
  readonly keys: Keys
  readonly tokens: Set<string>
  readonly pushes: Map<string, Push>
  readonly pushed: (push: Push) => void
}

const TOKEN_SECONDS = 3599
const AMOUNT_MAX = 250_000
const REFERENCE_MAX = 12
const DESCRIPTION_MAX = 13

/**
 * Starts a stand-in of Daraja on loopback: pushes to telephones, queries, and callbacks without a signature that come once or never.
 * It knows no idempotency: a request that is repeated pushes again.
 */
export async function startMpesaSimulator(options: MpesaOptions = {}): Promise<MpesaSimulator> {
  const random = createRandom(options.seed ?? 1)
  const faults = createFaults(random, options.faults)
  const delivery = createDelivery(faults, { triesMax: 1 })
  const keys: Keys = {
    consumerKey: options.consumerKey ?? random.text(48),
    consumerSecret: options.consumerSecret ?? random.text(64),
    shortcode: options.shortcode ?? '174379',
    passkey: options.passkey ?? random.text(64),
  }
  const timers = new Set<NodeJS.Timeout>()
  const { answerMs } = options

  function answerPush(push: Push, resultCode: number): void {
    if (push.resultCode !== null) throw new RangeError(`${push.checkoutRequestId} was answered`)
    push.resultCode = resultCode
    if (resultCode === 0) Object.assign(push, { receipt: random.text(10).toUpperCase(), paidAt: eastAfricanTime() })
    delivery.send(callbackOf(push))
  }
  const phone: Phone = {
    random,
    keys,
    tokens: new Set(),
    pushes: new Map(),
    pushed(push) {
      if (answerMs === undefined) return
      const timer = setTimeout(() => answerPush(push, habitOf(push.phone)), answerMs)
      timers.add(timer.unref())
    },
  }
  const site = await startSite({
    port: options.port ?? 0,
    faults,
    control: {
      ...sharedControls(faults, delivery),
      /** `{"id", "code"?}`: the payer answers; 0 pays. */
      answer: ({ id, code }) => answerPush(pushOf(phone, id), Number(code ?? 0)),
      /** `{"id", "code"?}`: queries say this from now on, whatever is true: the sandbox is known to deny what was paid. */
      'query-lies': ({ id, code }) => {
        pushOf(phone, id).queryLies = Number(code ?? 1037)
      },
      pushes: () => [...phone.pushes.values()],
      'end-tokens': () => phone.tokens.clear(),
    },
    answer: (call) => answerOf(phone, call),
  })
  return {
    ...site,
    ...keys,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all([delivery.close(), site.close()])
    },
  }
}

function pushOf({ pushes }: Phone, id: unknown): Push {
  const push = pushes.get(String(id))
  if (push === undefined) throw new RangeError(`there is no push ${String(id)}`)
  return push
}

function answerOf(phone: Phone, call: Call): Answer {
  const { method, path, headers } = call
  if (method === 'GET' && path === '/oauth/v1/generate') return tokenFor(phone, call)
  if (method !== 'POST' || !path.startsWith('/mpesa/')) return fault(phone, 404, '404.001.01', 'Resource not found')
  if (!phone.tokens.has((headers.authorization ?? '').replace(/^Bearer /, '')))
    return fault(phone, 404, '404.001.03', 'Invalid Access Token')
  const asked = bodyOf(call)
  if (asked === null) return fault(phone, 400, '400.002.05', 'Invalid Request Payload')
  const { shortcode, passkey } = phone.keys
  const password = Buffer.from(`${shortcode}${passkey}${String(asked.Timestamp)}`).toString('base64')
  if (String(asked.BusinessShortCode) !== shortcode || asked.Password !== password)
    return fault(phone, 500, '500.001.1001', '[MerchantValidate] - Wrong credentials')
  if (path === '/mpesa/stkpush/v1/processrequest') return push(phone, asked)
  if (path === '/mpesa/stkpushquery/v1/query') return query(phone, asked)
  return fault(phone, 404, '404.001.01', 'Resource not found')
}

function tokenFor({ keys, tokens, random }: Phone, { query: asked, headers }: Call): Answer {
  const basic = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64')
  if (headers.authorization !== `Basic ${basic}` || asked.get('grant_type') !== 'client_credentials')
    return {
      status: 400,
      body: { requestId: '1', errorCode: '400.008.01', errorMessage: 'Invalid Authentication passed' },
    }
  const token = random.text(28)
  tokens.add(token)
  return { status: 200, body: { access_token: token, expires_in: String(TOKEN_SECONDS) } }
}

function push(phone: Phone, asked: Readonly<Record<string, unknown>>): Answer {
  const wrong = wrongField(asked)
  if (wrong !== null) return fault(phone, 400, '400.002.02', `Bad Request - Invalid ${wrong}`)
  const { random, pushes } = phone
  const time = eastAfricanTime()
  const [, year = '', rest = ''] = /^(\d{4})(\d+)$/.exec(time) ?? []
  const made: Push = {
    merchantRequestId: `${random.digits(5)}-${random.digits(8)}-1`,
    checkoutRequestId: `ws_CO_${rest.slice(2, 4)}${rest.slice(0, 2)}${year}${rest.slice(4)}${random.digits(10)}`,
    amount: Number(asked.Amount),
    phone: String(asked.PhoneNumber),
    accountReference: String(asked.AccountReference),
    callbackUrl: String(asked.CallBackURL),
    resultCode: null,
    receipt: null,
    paidAt: null,
    queryLies: null,
  }
  pushes.set(made.checkoutRequestId, made)
  phone.pushed(made)
  const body = {
    MerchantRequestID: made.merchantRequestId,
    CheckoutRequestID: made.checkoutRequestId,
    ResponseCode: '0',
    ResponseDescription: 'Success. Request accepted for processing',
    CustomerMessage: 'Success. Request accepted for processing',
  }
  return { status: 200, body }
}

/** The first field that Daraja would not take. */
function wrongField(asked: Readonly<Record<string, unknown>>): string | null {
  const { Amount, PhoneNumber, PartyA, PartyB, BusinessShortCode, CallBackURL, TransactionType } = asked
  const amount = Number(Amount)
  if (!Number.isInteger(amount) || amount < 1 || amount > AMOUNT_MAX) return 'Amount'
  if (!/^254\d{9}$/.test(String(PhoneNumber)) || String(PartyA) !== String(PhoneNumber)) return 'PhoneNumber'
  if (TransactionType !== 'CustomerPayBillOnline' || String(PartyB) !== String(BusinessShortCode))
    return 'TransactionType'
  if (!URL.canParse(String(CallBackURL))) return 'CallBackURL'
  const reference = String(asked.AccountReference ?? '')
  if (reference === '' || reference.length > REFERENCE_MAX) return 'AccountReference'
  const description = String(asked.TransactionDesc ?? '')
  return description === '' || description.length > DESCRIPTION_MAX ? 'TransactionDesc' : null
}

function query(phone: Phone, asked: Readonly<Record<string, unknown>>): Answer {
  const found = phone.pushes.get(String(asked.CheckoutRequestID))
  if (found === undefined) return fault(phone, 400, '400.002.02', 'Bad Request - Invalid CheckoutRequestID')
  const resultCode = found.queryLies ?? found.resultCode
  if (resultCode === null) return fault(phone, 500, '500.001.1001', 'The transaction is being processed')
  const body = {
    ResponseCode: '0',
    ResponseDescription: 'The service request has been accepted successsfully',
    MerchantRequestID: found.merchantRequestId,
    CheckoutRequestID: found.checkoutRequestId,
    ResultCode: String(resultCode),
    ResultDesc: descriptionOf(resultCode),
  }
  return { status: 200, body }
}

function bodyOf({ body }: Call): Readonly<Record<string, unknown>> | null {
  try {
    const asked: unknown = JSON.parse(body.toString('utf8'))
    return typeof asked === 'object' && asked !== null ? (asked as Record<string, unknown>) : null
  } catch {
    // Told as Daraja tells it.
    return null
  }
}

function fault({ random }: Pick<Phone, 'random'>, status: number, errorCode: string, errorMessage: string): Answer {
  return { status, body: { requestId: `${random.digits(5)}-${random.digits(8)}-1`, errorCode, errorMessage } }
}
