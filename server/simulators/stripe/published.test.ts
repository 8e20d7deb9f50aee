import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { Ajv, type ValidateFunction } from 'ajv'
import Stripe from 'stripe'
import type { Exchange } from '../http.ts'
import { type Form, parseForm } from './form.ts'
import { type StripeSimulator, startStripeSimulator } from './simulator.ts'

const folder = join(import.meta.dirname, '../../../../shared/fixtures/payments/stripe')
const description = join(folder, 'spec3-2022-04-12.json')
const examples = join(folder, 'fixtures3.json')
const absent = `Stripe's own description is not at ${folder}`

type Schema = { [name: string]: unknown }

/** Required then, and gone since the API version of 2022-11-15. */
const GONE: Readonly<Record<string, string>> = { charge: 'refunds' }
/** Fields of the SDK's API version that the examples do not show. */
const NEWER = new Set([
  'allowed_payment_method_types',
  'payment_record',
  'intended_submission_method',
  'submission_method',
])
/** Fields that come only in some states, and that no example is in. */
const IN_SOME_STATES = new Set([
  'failure_reason',
  'failure_balance_transaction',
  'pending_reason',
  'network_reason_code',
])

/** Everything the adapter asks for and more, by the official SDK. */
async function scenario(simulator: StripeSimulator): Promise<void> {
  const { hostname, port } = new URL(simulator.url)
  const stripe = new Stripe(simulator.secretKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
  const create = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    stripe.paymentIntents.create({
      amount: 20_000,
      currency: 'usd',
      automatic_payment_methods: { enabled: true },
      description: 'Consultation',
      metadata: { payment_id: 'p1' },
      ...more,
    })
  const paid = await create({ payment_method: 'pm_card_visa', confirm: true, return_url: 'https://example.com/' })
  assert.deepEqual([paid.status, paid.amount_received], ['succeeded', 20_000])
  const waiting = await create()
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
  await stripe.paymentIntents.update(waiting.id, { metadata: { more: 'x' } })
  await assert.rejects(stripe.paymentIntents.confirm(waiting.id, { payment_method: 'pm_card_chargeDeclined' }), {
    type: 'StripeCardError',
    decline_code: 'generic_decline',
  })
  const challenged = await stripe.paymentIntents.confirm(waiting.id, {
    payment_method: 'pm_card_authenticationRequired',
  })
  assert.equal(challenged.next_action?.type, 'redirect_to_url')
  await simulator.control('challenge', { id: waiting.id })
  const retrieved = await stripe.paymentIntents.retrieve(waiting.id, { expand: ['latest_charge.balance_transaction'] })
  const charge = retrieved.latest_charge
  assert.ok(charge !== null && typeof charge === 'object' && typeof charge.balance_transaction === 'object')
  assert.equal(charge.balance_transaction?.net, 20_000 - 610)
  const authorised = await create({
    payment_method: method.id,
    confirm: true,
    capture_method: 'manual',
    return_url: 'https://example.com/',
  })
  await stripe.paymentIntents.capture(authorised.id, { amount_to_capture: 15_000 })
  await assert.rejects(stripe.paymentIntents.cancel(paid.id), { code: 'payment_intent_unexpected_state' })
  await stripe.paymentIntents.cancel((await create()).id, { cancellation_reason: 'abandoned' })
  const found = await stripe.paymentIntents.search({ query: "metadata['payment_id']:'p1' AND status:'succeeded'" })
  assert.equal(found.data.length, 3)
  await moneyMoves(stripe, simulator, paid.id, waiting.id)
}

async function moneyMoves(stripe: Stripe, simulator: StripeSimulator, first: string, second: string): Promise<void> {
  const refund = await stripe.refunds.create({ payment_intent: first, amount: 500, metadata: { refund_id: '1' } })
  await simulator.control('fail-refund', { id: refund.id })
  await assert.rejects(
    stripe.refunds.create({ payment_intent: first, amount: 20_001 }),
    /greater than unrefunded amount/,
  )
  await simulator.control('dispute', { id: second, reason: 'fraudulent' })
  const [dispute] = (await stripe.disputes.list({ payment_intent: second })).data
  await simulator.control('decide-dispute', { id: dispute?.id, outcome: 'won' })
  await simulator.control('payout', { currency: 'usd' })
  const [payout] = (await stripe.payouts.list()).data
  const settled = await stripe.balanceTransactions
    .list({ payout: String(payout?.id), expand: ['data.source'] })
    .autoPagingToArray({ limit: 100 })
  assert.equal(
    settled.reduce((sum, { net }) => sum + net, 0),
    0,
  )
  await stripe.balance.retrieve()
  await stripe.charges.list({ limit: 2, created: { gte: 1 } })
  await stripe.refunds.list({ payment_intent: first })
  const events = await stripe.events.list({ limit: 100 })
  assert.ok(events.data.some(({ type }) => type === 'charge.dispute.funds_reinstated'))
  await assert.rejects(stripe.paymentIntents.retrieve('pi_none'), { code: 'resource_missing', statusCode: 404 })
}

test('every request and answer of a whole scenario is as Stripe describes it', async (t: TestContext) => {
  if (!existsSync(description)) return t.skip(absent)
  const validate = createValidators(JSON.parse(readFileSync(description, 'utf8')) as Schema)
  const simulator = await startStripeSimulator()
  try {
    await scenario(simulator)
    assert.ok(simulator.exchanges.length > 20)
    for (const exchange of simulator.exchanges) assert.deepEqual(validate(exchange), [], nameOf(exchange))
    const wrong = simulator.exchanges.find(({ call }) => call.path === '/v1/refunds') ?? assert.fail()
    const altered = { ...wrong, answer: { status: 200, body: { ...(wrong.answer.body as object), amount: '500' } } }
    assert.equal(validate(altered).length, 1)
    assert.equal(validate({ ...wrong, call: { ...wrong.call, body: Buffer.from('amonut=5') } }).length, 1)
  } finally {
    await simulator.close()
  }
})

test('no answer has a field that Stripe does not have, or one of another type', async (t: TestContext) => {
  if (!existsSync(examples)) return t.skip(absent)
  const { resources } = JSON.parse(readFileSync(examples, 'utf8')) as { resources: Record<string, Schema> }
  const simulator = await startStripeSimulator()
  try {
    await scenario(simulator)
    const objects = simulator.exchanges.flatMap(({ answer }) => objectsIn(answer.body))
    const kinds = new Set(objects.map(({ object }) => object))
    for (const kind of [
      'payment_intent',
      'charge',
      'refund',
      'dispute',
      'balance_transaction',
      'payout',
      'payment_method',
      'event',
      'balance',
    ])
      assert.ok(kinds.has(kind), kind)
    for (const one of objects) {
      const example = resources[String(one.object)]
      if (example !== undefined) assert.deepEqual(differences(one, example), [], String(one.object))
    }
  } finally {
    await simulator.close()
  }
})

function differences(one: Schema, example: Schema): string[] {
  return Object.entries(one).flatMap(([name, value]) => {
    if (NEWER.has(name) || IN_SOME_STATES.has(name)) return []
    if (!(name in example)) return [`${name} is unknown`]
    const other = example[name]
    const isTold = value !== null && other !== null && typeof value !== 'object' && typeof other !== 'object'
    return isTold && typeof value !== typeof other ? [`${name} is of type ${typeof value}`] : []
  })
}

function objectsIn(value: unknown): Schema[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  const inside = Object.values(value).flatMap(objectsIn)
  return 'object' in value && typeof value.object === 'string' ? [value as Schema, ...inside] : inside
}

function nameOf({ call, answer }: Exchange): string {
  return `${call.method} ${call.path} -> ${answer.status}`
}

/** Checks requests and answers by an OpenAPI 3.0 description. */
function createValidators(spec: Schema): (exchange: Exchange) => string[] {
  const ajv = new Ajv({ strict: false, allErrors: false, coerceTypes: false, validateFormats: false })
  const forms = new Ajv({ strict: false, coerceTypes: true, validateFormats: false })
  const known = withNulls(spec) as Schema
  for (const [kind, name] of Object.entries(GONE)) {
    const schema = (known.components as { schemas: Record<string, { required: string[] }> }).schemas[kind]
    if (schema !== undefined) schema.required = schema.required.filter((one) => one !== name)
  }
  ajv.addSchema(known, 'stripe')
  const compiled = new Map<string, ValidateFunction>()
  const compile = (by: Ajv, name: string, schema: unknown): ValidateFunction => {
    const made = compiled.get(name) ?? by.compile(schema as Schema)
    compiled.set(name, made)
    return made
  }
  return ({ call, answer }) => {
    const { path, operation } = operationOf(known, call.method, call.path)
    const form = formOf(call.method, call.query, call.body)
    const isForm = compile(forms, `${call.method} ${path}`, requestSchema(operation))
    const found = isForm(form) ? [] : [`request: ${forms.errorsText(isForm.errors)}`]
    const status = answer.status === 200 ? '200' : 'default'
    const pointer = `stripe#/paths/${path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${call.method.toLowerCase()}`
    const schema = { $ref: `${pointer}/responses/${status}/content/application~1json/schema` }
    const isAnswer = compile(ajv, `${call.method} ${path} ${status}`, schema)
    return isAnswer(answer.body) ? found : [...found, `answer: ${ajv.errorsText(isAnswer.errors)}`]
  }
}

function formOf(method: string, query: URLSearchParams, body: Buffer): Form {
  return structuredClone(parseForm(method === 'POST' ? new URLSearchParams(body.toString('utf8')) : query))
}

type Operation = {
  readonly parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  readonly requestBody?: { content: Record<string, { schema: Schema }> }
}

function operationOf(spec: Schema, method: string, path: string): { path: string; operation: Operation } {
  const paths = spec.paths as Record<string, Record<string, Operation>>
  const parts = path.split('/')
  const template = Object.keys(paths).find((one) => {
    const wanted = one.split('/')
    return wanted.length === parts.length && wanted.every((part, at) => part === parts[at])
  })
  const fitting = Object.keys(paths).find((one) => {
    const wanted = one.split('/')
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at])
  })
  const found = template ?? fitting ?? assert.fail(`${path} is not described`)
  return {
    path: found,
    operation: paths[found]?.[method.toLowerCase()] ?? assert.fail(`${method} ${found} is not described`),
  }
}

function requestSchema({ parameters = [], requestBody }: Operation): Schema {
  const body = requestBody?.content['application/x-www-form-urlencoded']?.schema
  const inQuery = parameters.filter((one) => one.in === 'query')
  const properties = Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema]))
  const required = inQuery.filter((one) => one.required === true).map(({ name }) => name)
  return inQuery.length > 0 || body === undefined
    ? { type: 'object', properties, required, additionalProperties: false }
    : body
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says another type. */
function withNulls(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNulls)
  if (typeof schema !== 'object' || schema === null) return schema
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, withNulls(value)]),
  )
  return nullable === true
    ? { anyOf: [rest, { type: 'null' }] }
    : nullable === undefined || nullable === false
      ? rest
      : { nullable, ...rest }
}
