import type { Account } from './account.ts'
import { balanceOf, payOutByHand } from './balance.ts'
import { decideDispute } from './disputes.ts'
import { missing } from './errors.ts'
import type { Form } from './form.ts'
import { listOf, searchIntents } from './lists.ts'
import { readParams } from './params.ts'
import { cancelIntent, captureIntent, confirmIntent, createIntent, intentOf, updateIntent } from './payment-intents.ts'
import { createMethod, methodOf } from './payment-methods.ts'
import { createRefund } from './refunds.ts'

export interface Asked {
  readonly account: Account
  readonly form: Form
  readonly path: string
  /** The `{id}` of the path. */
  readonly id: string
}

export type Operation = (asked: Asked) => object

const same =
  (name: string) =>
  (item: object, wanted: string): boolean =>
    (item as Record<string, unknown>)[name] === wanted

/** The published operations that are played, by method and path. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /v1/payment_intents': ({ account, form }) => createIntent(account, form),
  'GET /v1/payment_intents': ({ account, form, path }) =>
    listOf(account.intents.values(), form, path, { customer: same('customer') }),
  'GET /v1/payment_intents/search': ({ account, form }) => searchIntents(account, form),
  'GET /v1/payment_intents/{id}': ({ account, form, id }) => {
    readParams(form, ['client_secret', 'expand', 'key'])
    return intentOf(account, id)
  },
  'POST /v1/payment_intents/{id}': ({ account, form, id }) => updateIntent(intentOf(account, id), form),
  'POST /v1/payment_intents/{id}/confirm': ({ account, form, id }) =>
    confirmIntent(account, intentOf(account, id), form),
  'POST /v1/payment_intents/{id}/cancel': ({ account, form, id }) => cancelIntent(account, intentOf(account, id), form),
  'POST /v1/payment_intents/{id}/capture': ({ account, form, id }) =>
    captureIntent(account, intentOf(account, id), form),
  'POST /v1/payment_methods': ({ account, form }) => createMethod(account, form),
  'GET /v1/payment_methods/{id}': ({ account, id }) => methodOf(account, id),
  'POST /v1/refunds': ({ account, form }) => createRefund(account, form),
  'GET /v1/refunds': ({ account, form, path }) =>
    listOf(account.refunds.values(), form, path, { charge: same('charge'), payment_intent: same('payment_intent') }),
  'GET /v1/refunds/{id}': ({ account, id }) => found(account.refunds, 'refund', id),
  'GET /v1/charges': ({ account, form, path }) =>
    listOf(account.charges.values(), form, path, { payment_intent: same('payment_intent') }),
  'GET /v1/charges/{id}': ({ account, id }) => found(account.charges, 'charge', id),
  'GET /v1/disputes': ({ account, form, path }) =>
    listOf(account.disputes.values(), form, path, { charge: same('charge'), payment_intent: same('payment_intent') }),
  'GET /v1/disputes/{id}': ({ account, id }) => found(account.disputes, 'dispute', id),
  'POST /v1/disputes/{id}/close': ({ account, id }) =>
    decideDispute(account, found(account.disputes, 'dispute', id), 'lost'),
  'GET /v1/balance': ({ account }) => balanceOf(account),
  'GET /v1/balance_transactions': ({ account, form, path }) =>
    listOf(account.transactions.values(), form, path, {
      type: same('type'),
      currency: same('currency'),
      source: same('source'),
      payout: ({ id }, wanted) => account.paidOutBy.get(id) === wanted,
    }),
  'GET /v1/balance_transactions/{id}': ({ account, id }) => found(account.transactions, 'balance transaction', id),
  'POST /v1/payouts': ({ account, form }) => {
    const params = readParams(form, ['amount', 'currency', 'description', 'expand', 'metadata'])
    return payOutByHand(account, params.integer('amount') ?? 0, params.required('currency'))
  },
  'GET /v1/payouts': ({ account, form, path }) =>
    listOf(account.payouts.values(), form, path, { status: same('status') }),
  'GET /v1/payouts/{id}': ({ account, id }) => found(account.payouts, 'payout', id),
  'GET /v1/events': ({ account, form, path }) => listOf(account.events.values(), form, path, { type: same('type') }),
  'GET /v1/events/{id}': ({ account, id }) => found(account.events, 'event', id),
}

/** The operation of a request, and the id in its path. */
export function operationOf(method: string, path: string): { operation: Operation; id: string } | undefined {
  const exact = OPERATIONS[`${method} ${path}`]
  if (exact !== undefined) return { operation: exact, id: '' }
  const [root = '', version = '', kind = '', id = '', ...rest] = path.split('/')
  const pattern = [root, version, kind, '{id}', ...rest].join('/')
  const operation = OPERATIONS[`${method} ${pattern}`]
  return operation === undefined ? undefined : { operation, id }
}

function found<Item>(kept: ReadonlyMap<string, Item>, kind: string, id: string): Item {
  const item = kept.get(id)
  if (item === undefined) throw missing(kind, id)
  return item
}
