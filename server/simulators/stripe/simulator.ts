import { sharedControls } from '../controls.ts'
import { createDelivery } from '../delivery.ts'
import { createFaults, type Fault } from '../faults.ts'
import { type Answer, type Call, type RunningSite, startSite } from '../http.ts'
import { createRandom } from '../random.ts'
import { type Account, createAccount } from './account.ts'
import { accountControls } from './account-controls.ts'
import { StripeFault } from './errors.ts'
import { type Form, parseForm } from './form.ts'
import { createIdempotency } from './idempotency.ts'
import { expanded } from './lists.ts'
import { afterChallenge, cardPage, challengePage } from './pages.ts'
import { answerChallenge, intentOf } from './payment-intents.ts'
import { operationOf } from './routes.ts'
import { webhookOf } from './webhooks.ts'

export interface StripeOptions {
  /** 0 when absent: the system chooses. */
  readonly port?: number
  readonly seed?: number
  /** What events say they were made for; the one of the request's SDK has no influence, as with Stripe. */
  readonly apiVersion?: string
  readonly secretKey?: string
  readonly publishableKey?: string
  readonly webhookSecret?: string
  /** Where events are posted; also set by the control `webhook`. */
  readonly webhookUrl?: string
  readonly faults?: readonly Fault[]
  readonly retryMs?: number
}

/** A running stand-in of Stripe, and what it is reached by. */
export interface StripeSimulator extends RunningSite {
  readonly secretKey: string
  readonly publishableKey: string
  readonly webhookSecret: string
}

const API_VERSION = '2026-10-28.endive'
/** What a browser may do, with the key that everybody sees and the secret of one intent. */
const BY_PAYER =
  /^(?:POST \/v1\/payment_intents\/[^/]+\/confirm|GET \/v1\/payment_intents\/[^/]+|POST \/v1\/payment_methods)$/

/**
 * Starts a stand-in of Stripe's API on loopback: PaymentIntents with test cards, refunds, disputes, payouts, the balance, events and
 * signed webhooks, kept in memory, with the same ids for the same seed.
 */
export async function startStripeSimulator(options: StripeOptions = {}): Promise<StripeSimulator> {
  const random = createRandom(options.seed ?? 1)
  const faults = createFaults(random, options.faults)
  const delivery = createDelivery(faults, { retryMs: options.retryMs })
  const idempotency = createIdempotency()
  const keys = {
    secretKey: options.secretKey ?? `sk_test_${random.text(24)}`,
    publishableKey: options.publishableKey ?? `pk_test_${random.text(24)}`,
    webhookSecret: options.webhookSecret ?? `whsec_${random.text(32)}`,
  }
  let webhookUrl = options.webhookUrl
  let url = ''
  const account = createAccount({
    random,
    apiVersion: options.apiVersion ?? API_VERSION,
    url: () => url,
    listen: (event) => {
      if (webhookUrl !== undefined) delivery.send(webhookOf(event, webhookUrl, keys.webhookSecret))
    },
  })

  function answerOnce(call: Call, fault: Fault | undefined): Answer {
    const before = idempotency.replay(call)
    if (before !== undefined) return before
    const form = formOf(call)
    authorise(call, form, account, keys)
    const answer = operate(account, call, form)
    const told = fault?.kind === 'stored-failure' ? apiError() : answer
    idempotency.keep(call, told)
    return told
  }
  const site = await startSite({
    port: options.port ?? 0,
    faults,
    control: {
      ...sharedControls(faults, delivery),
      ...accountControls(account),
      webhook: (input) => {
        webhookUrl = String(input.url)
      },
    },
    answer(call, fault) {
      const page = pageOf(account, call)
      if (page !== undefined) return page
      const headers = {
        'request-id': account.id('req', 14),
        'stripe-version': String(call.headers['stripe-version'] ?? API_VERSION),
      }
      const answer = caught(() => answerOnce(call, fault))
      return { ...answer, headers: { ...headers, ...answer.headers } }
    },
    finished: (call) => idempotency.finished(call),
  })
  url = site.url
  return {
    ...site,
    ...keys,
    async close() {
      await Promise.all([delivery.close(), site.close()])
    },
  }
}

function caught(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    if (error instanceof StripeFault) return error.answer
    throw error
  }
}

/** What was refused while it was done is kept for its key as well, as a card's refusal is. */
function operate(account: Account, call: Call, form: Form): Answer {
  const { method, path } = call
  const match = operationOf(method, path)
  return caught(() => {
    if (match === undefined)
      throw new StripeFault(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${method}: ${path}).`,
      })
    const object = match.operation({ account, form, path, id: match.id })
    return { status: 200, body: structuredClone(expanded(account, object, form)) }
  })
}

function apiError(): Answer {
  return { status: 500, body: { error: { type: 'api_error', message: 'An unknown error occurred' } } }
}

function formOf({ method, query, body }: Call): Form {
  return parseForm(method === 'POST' ? new URLSearchParams(body.toString('utf8')) : query)
}

function authorise(
  { method, path, headers }: Call,
  form: Form,
  account: Account,
  keys: { readonly secretKey: string; readonly publishableKey: string },
): void {
  const given = headers.authorization?.replace(/^Bearer /, '') ?? form.key
  if (given === keys.secretKey) return
  if (given !== keys.publishableKey)
    throw new StripeFault(401, { type: 'invalid_request_error', message: 'Invalid API Key provided: ****' })
  const id = path.split('/')[3]
  const intent = id === undefined ? undefined : account.intents.get(id)
  const isHis = id === undefined || (intent !== undefined && form.client_secret === intent.client_secret)
  if (!BY_PAYER.test(`${method} ${path}`) || !isHis)
    throw new StripeFault(403, {
      type: 'invalid_request_error',
      message: 'This API call cannot be made with a publishable API key.',
    })
}

function pageOf(account: Account, { method, path, body }: Call): Answer | undefined {
  if (path === '/_card') return cardPage()
  if (!path.startsWith('/_challenge/')) return undefined
  return caught(() => {
    const intent = intentOf(account, path.slice('/_challenge/'.length))
    if (method === 'GET' || intent.status !== 'requires_action') return challengePage(intent)
    const returnUrl = intent.next_action?.redirect_to_url?.return_url ?? null
    answerChallenge(account, intent, new URLSearchParams(body.toString('utf8')).get('proven') === 'true')
    return afterChallenge(intent, returnUrl)
  })
}
