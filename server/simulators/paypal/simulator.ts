import { sharedControls } from '../controls.ts'
import { createDelivery } from '../delivery.ts'
import { createFaults, type Fault } from '../faults.ts'
import { type Answer, type Call, type Control, type RunningSite, startSite } from '../http.ts'
import { createRandom } from '../random.ts'
import { type Account, createAccount, link, type Order } from './account.ts'
import { createCertificate } from './certificate.ts'
import { notFound, PaypalFault } from './errors.ts'
import { createIdempotency } from './idempotency.ts'
import { approveOrder, captureOrder, createOrder, orderOf, patchOrder } from './orders.ts'
import { afterApproval, approvalPage } from './pages.ts'
import { captureOf, decideDispute, failRefund, openDispute, refundCapture, withdraw } from './refunds.ts'
import { listEvents, listTransactions } from './reporting.ts'
import { webhookOf } from './webhooks.ts'

export interface PaypalOptions {
  /** 0 when absent: the system chooses. */
  readonly port?: number
  readonly seed?: number
  readonly clientId?: string
  readonly clientSecret?: string
  readonly webhookId?: string
  /** Where events are posted; also set by the control `webhook`. */
  readonly webhookUrl?: string
  readonly faults?: readonly Fault[]
  readonly retryMs?: number
}

/** A running stand-in of PayPal, and what it is reached by. */
export interface PaypalSimulator extends RunningSite {
  readonly clientId: string
  readonly clientSecret: string
  readonly webhookId: string
}

const TOKEN_SECONDS = 32_400
const DISPUTES_PAGE = 10

/**
 * Starts a stand-in of PayPal on loopback: Orders v2 with the page that a payer agrees on, captures, refunds, disputes, the report of
 * transactions, events, and webhooks signed by a certificate of its own. Keys apart, the same seed makes the same ids.
 */
export async function startPaypalSimulator(options: PaypalOptions = {}): Promise<PaypalSimulator> {
  const random = createRandom(options.seed ?? 1)
  const faults = createFaults(random, options.faults)
  const delivery = createDelivery(faults, { retryMs: options.retryMs })
  const idempotency = createIdempotency()
  const certificate = createCertificate()
  const keys = {
    clientId: options.clientId ?? random.text(80),
    clientSecret: options.clientSecret ?? random.text(80),
    webhookId: options.webhookId ?? random.text(17).toUpperCase(),
  }
  const tokens = new Set<string>()
  let webhookUrl = options.webhookUrl
  let url = ''
  const account = createAccount({
    random,
    url: () => url,
    listen(event) {
      const signer = { certificate, certUrl: `${url}${certificate.path}`, webhookId: keys.webhookId }
      if (webhookUrl !== undefined) delivery.send(webhookOf(event, webhookUrl, signer))
    },
  })

  function issueToken(): string {
    const token = `A21AA${random.text(60)}`
    tokens.add(token)
    return token
  }
  function answerOnce(call: Call): Answer {
    if (call.path === certificate.path) return { status: 200, body: certificate.pem }
    if (call.path === '/checkoutnow') return payerAnswers(account, call)
    if (call.path === '/v1/oauth2/token') return tokenFor(call, keys, issueToken)
    if (!tokens.has((call.headers.authorization ?? '').replace(/^Bearer /i, '')))
      throw new PaypalFault(401, 'AUTHENTICATION_FAILURE', 'INVALID_TOKEN')
    const before = idempotency.replay(call)
    if (before !== undefined) return before
    const answer = operate(account, call)
    idempotency.keep(call, answer)
    return answer
  }
  const site = await startSite({
    port: options.port ?? 0,
    faults,
    control: {
      ...sharedControls(faults, delivery),
      ...accountControls(account),
      'end-tokens': () => tokens.clear(),
      webhook: (input) => {
        webhookUrl = String(input.url)
      },
    },
    answer(call) {
      try {
        return answerOnce(call)
      } catch (error) {
        if (error instanceof PaypalFault) return error.answer(random.text(13).toLowerCase())
        throw error
      }
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

function tokenFor(
  { headers }: Call,
  { clientId, clientSecret }: Pick<PaypalSimulator, 'clientId' | 'clientSecret'>,
  issue: () => string,
): Answer {
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  if (headers.authorization !== basic)
    return { status: 401, body: { error: 'invalid_client', error_description: 'Client Authentication failed' } }
  const body = { scope: '', access_token: issue(), token_type: 'Bearer', expires_in: TOKEN_SECONDS, nonce: '' }
  return { status: 200, body }
}

/** What happens at PayPal without the business asking for it. */
function accountControls(account: Account): Control {
  const captured = (id: unknown) =>
    orderOf(account, String(id)).purchase_units[0]?.payments?.captures[0]?.id ?? String(id)
  return {
    /** `{"id", "declines"?}`: the payer agrees. */
    approve: ({ id, declines }) => approveOrder(account, orderOf(account, String(id)), declines === true),
    'fail-refund': ({ id }) => failRefund(account, String(id)),
    /** `{"id"}` of an order. */
    dispute: ({ id }) => openDispute(account, captureOf(account, captured(id))),
    'decide-dispute': ({ id, outcome }) => {
      if (outcome !== 'won' && outcome !== 'lost') throw new RangeError('the outcome is won or lost')
      return decideDispute(account, String(id), outcome)
    },
    withdraw: ({ currency }) => withdraw(account, String(currency)),
    event: ({ type }) => account.emit(String(type), 'other', { id: account.id() }),
    orders: () => [...account.orders.values()],
  }
}

function payerAnswers(account: Account, { method, query, body }: Call): Answer {
  const order = orderOf(account, query.get('token') ?? '')
  if (method === 'GET') return approvalPage(order)
  const answer = new URLSearchParams(body.toString('utf8')).get('answer')
  const isOpen = order.status === 'CREATED' || order.status === 'PAYER_ACTION_REQUIRED'
  if (answer !== 'cancel' && isOpen) approveOrder(account, order, answer === 'decline')
  const approval = account.approvals.get(order.id) ?? { returnUrl: null, cancelUrl: null, declines: false }
  return afterApproval(order, approval, answer !== 'cancel')
}

function operate(account: Account, call: Call): Answer {
  const { method, path, query } = call
  const [, , group = '', kind = '', id = '', action = ''] = path.split('/')
  const asked = bodyOf(call)
  switch (`${method} ${group}/${kind}${id === '' ? '' : '/{id}'}${action === '' ? '' : `/${action}`}`) {
    case 'POST checkout/orders':
      return shown(call, 201, createOrder(account, asked))
    case 'GET checkout/orders/{id}':
      return { status: 200, body: structuredClone(orderOf(account, id)) }
    case 'PATCH checkout/orders/{id}':
      patchOrder(account, orderOf(account, id), asked)
      return { status: 204 }
    case 'POST checkout/orders/{id}/capture':
      return shown(call, 201, captureOrder(account, orderOf(account, id)))
    case 'GET payments/captures/{id}':
      return { status: 200, body: structuredClone(captureOf(account, id)) }
    case 'POST payments/captures/{id}/refund':
      return shown(call, 201, refundCapture(account, captureOf(account, id), asked))
    case 'GET payments/refunds/{id}':
      return { status: 200, body: structuredClone(found(account.refunds.get(id))) }
    case 'GET customer/disputes':
      return { status: 200, body: disputesOf(account, query) }
    case 'GET customer/disputes/{id}':
      return { status: 200, body: structuredClone(found(account.disputes.get(id))) }
    case 'GET reporting/transactions':
      return { status: 200, body: listTransactions(account, query) }
    case 'GET notifications/webhooks-events':
      return { status: 200, body: listEvents(account, query) }
    default:
      throw notFound()
  }
}

/** `GET /v1/customer/disputes`: a list does not tell the outcome, nor whose it is. */
function disputesOf(account: Account, query: URLSearchParams) {
  const captureId = query.get('disputed_transaction_id')
  const from = Date.parse(query.get('start_time') ?? '') || 0
  const size = Number(query.get('page_size') ?? DISPUTES_PAGE)
  const start = Number(query.get('next_page_token') ?? 0)
  const found = [...account.disputes.values()].filter(({ disputed_transactions: [about], create_time: time }) => {
    return (captureId === null || about?.seller_transaction_id === captureId) && Date.parse(time) >= from
  })
  const next = new URLSearchParams(query)
  next.set('next_page_token', String(start + size))
  const links = start + size < found.length ? [link(account, 'next', `/v1/customer/disputes?${next}`)] : []
  const shortened = found
    .slice(start, start + size)
    .map(({ dispute_outcome: _, disputed_transactions: __, ...rest }) => rest)
  return { items: shortened, links }
}

/** Whole, or what `Prefer: return=minimal` leaves of it, which is usual. */
function shown(
  { headers }: Call,
  status: number,
  object: { readonly id: string; readonly status: string; readonly links: Order['links'] | readonly object[] },
): Answer {
  const { id, links } = object
  const isWhole = headers.prefer === 'return=representation'
  return { status, body: structuredClone(isWhole ? object : { id, status: object.status, links }) }
}

function found<Item>(item: Item | undefined): Item {
  if (item === undefined) throw notFound()
  return item
}

function bodyOf({ body }: Call): Readonly<Record<string, unknown>> {
  try {
    return body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Record<string, unknown>)
  } catch {
    throw new PaypalFault(400, 'INVALID_REQUEST', 'MALFORMED_REQUEST_JSON')
  }
}
