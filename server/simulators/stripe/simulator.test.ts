import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type StripeSimulator, startStripeSimulator } from './simulator.ts'

let simulator: StripeSimulator | undefined
before(async () => {
  simulator = await startStripeSimulator()
})
after(() => simulator?.close())
const running = (): StripeSimulator => simulator ?? assert.fail('it does not run')

interface Told {
  readonly id?: string
  readonly status?: string
  readonly client_secret?: string
  readonly error?: { readonly type: string; readonly code?: string; readonly message: string; readonly param?: string }
}

async function ask(
  path: string,
  form: Readonly<Record<string, string>> | null,
  given: { readonly key?: string; readonly as?: string; readonly at?: StripeSimulator } = {},
) {
  const { at = running(), as = at.secretKey, key } = given
  const answer = await fetch(`${at.url}${path}`, {
    method: form === null ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${as}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    ...(form === null ? {} : { body: new URLSearchParams(form) }),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Told }
}

const INTENT = { amount: '1000', currency: 'eur' }

test('the same key and parameters get the same answer, and nothing is done twice', async () => {
  const first = await ask('/v1/payment_intents', INTENT, { key: 'a' })
  const second = await ask('/v1/payment_intents', INTENT, { key: 'a' })
  assert.deepEqual(second.body, first.body)
  assert.deepEqual(
    [first, second].map(({ headers }) => headers.get('idempotent-replayed')),
    [null, 'true'],
  )
})

test('the same key with other parameters, or at another place, is an idempotency error', async () => {
  await ask('/v1/payment_intents', INTENT, { key: 'b' })
  for (const [path, form] of [
    ['/v1/payment_intents', { ...INTENT, amount: '2000' }],
    ['/v1/refunds', INTENT],
  ] as const) {
    const { status, body } = await ask(path, form, { key: 'b' })
    assert.deepEqual([status, body.error?.type], [400, 'idempotency_error'])
  }
})

test('a key whose first request is under way is in use', async () => {
  await running().control('faults', { faults: [{ kind: 'slow', ms: 400 }] })
  const first = ask('/v1/payment_intents', INTENT, { key: 'c' })
  while (!running().exchanges.some(({ call }) => call.headers['idempotency-key'] === 'c'))
    await new Promise(setImmediate)
  const second = await ask('/v1/payment_intents', INTENT, { key: 'c' })
  assert.deepEqual([second.status, second.body.error?.code], [409, 'idempotency_key_in_use'])
  assert.equal((await first).status, 200)
  assert.equal((await ask('/v1/payment_intents', INTENT, { key: 'c' })).body.id, (await first).body.id)
})

test('a failure of the server and a refused card are kept for their key, a wrong request is not', async () => {
  await running().control('faults', { faults: [{ kind: 'stored-failure' }] })
  for (const _ of [1, 2]) assert.equal((await ask('/v1/payment_intents', INTENT, { key: 'd' })).status, 500)
  const refused = { ...INTENT, confirm: 'true', payment_method: 'pm_card_chargeDeclined' }
  const [first, second] = [
    await ask('/v1/payment_intents', refused, { key: 'e' }),
    await ask('/v1/payment_intents', refused, { key: 'e' }),
  ]
  assert.deepEqual([first.status, second.body], [402, first.body])
  assert.equal((await ask('/v1/payment_intents', { amount: '1' }, { key: 'f' })).status, 400)
  assert.equal((await ask('/v1/payment_intents', INTENT, { key: 'f' })).status, 200)
})

const WRONG = [
  ['an unknown parameter', { ...INTENT, amonut: '1' }, 'parameter_unknown', 'amonut'],
  ['no currency', { amount: '1000' }, 'parameter_missing', 'currency'],
  ['an amount in words', { ...INTENT, amount: 'abc' }, 'parameter_invalid_integer', 'amount'],
  ['a fraction', { ...INTENT, amount: '10.5' }, 'parameter_invalid_integer', 'amount'],
  ['an amount below the least', { ...INTENT, amount: '10' }, 'amount_too_small', 'amount'],
  ['a last digit of three', { amount: '5124', currency: 'kwd' }, 'parameter_invalid_integer', 'amount'],
  ['a fraction of a shilling', { amount: '12345', currency: 'ugx' }, 'parameter_invalid_integer', 'amount'],
] as const
for (const [name, form, code, param] of WRONG) {
  test(`${name} is refused with ${code}`, async () => {
    const { status, body } = await ask('/v1/payment_intents', form)
    assert.deepEqual(
      [status, body.error?.type, body.error?.code, body.error?.param],
      [400, 'invalid_request_error', code, param],
    )
  })
}

test('a browser may confirm its own intent, and nothing else', async () => {
  const { body } = await ask('/v1/payment_intents', INTENT)
  const card = { 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': '4242 4242 4242 4242' }
  const own = { key: running().publishableKey, client_secret: String(body.client_secret), ...card }
  const as = running().publishableKey
  assert.equal(
    (await ask(`/v1/payment_intents/${body.id}/confirm`, { ...own, client_secret: 'guessed' }, { as })).status,
    403,
  )
  assert.equal((await ask('/v1/payment_intents?limit=3', null, { as })).status, 403)
  assert.equal((await ask('/v1/refunds', { payment_intent: String(body.id) }, { as })).status, 403)
  const page = await fetch(`${running().url}/_card?client_secret=x`)
  assert.match(await page.text(), /^<!doctype html>.*<form id="card">/s)
  const paid = await fetch(`${running().url}/v1/payment_intents/${body.id}/confirm`, {
    method: 'POST',
    body: new URLSearchParams(own),
    headers: { origin: 'https://shop.example.com' },
  })
  assert.equal(paid.headers.get('access-control-allow-origin'), '*')
  const text = await paid.text()
  assert.equal((JSON.parse(text) as Told).status, 'succeeded')
  assert.doesNotMatch(text, /4242 ?4242/)
})

test('a card that is not for tests is declined, without its number in the answer', async () => {
  const { body } = await ask('/v1/payment_methods', { type: 'card', 'card[number]': '4111111111111112' })
  assert.equal(body.error?.code, 'card_declined')
  assert.doesNotMatch(JSON.stringify(body), /4111/)
})

test('the same seed makes the same ids', async () => {
  const ids: unknown[] = []
  for (const seed of [5, 5, 6]) {
    const at = await startStripeSimulator({ seed })
    const { body } = await ask('/v1/payment_intents', INTENT, { at })
    ids.push([at.secretKey, body.id])
    await at.close()
  }
  assert.deepEqual(ids[0], ids[1])
  assert.notDeepEqual(ids[0], ids[2])
})

test('a control that does not exist, or cannot be done, says so', async () => {
  for (const [name, body] of [
    ['explode', '{}'],
    ['dispute', '{"id":"pi_none"}'],
    ['faults', '{"faults":[{"kind":"x"}]}'],
    ['faults', 'x'],
  ] as const) {
    const answer = await fetch(`${running().url}/_control/${name}`, { method: 'POST', body })
    assert.equal(answer.status, 400, name)
    assert.match(((await answer.json()) as { error: string }).error, /\w/)
  }
})
