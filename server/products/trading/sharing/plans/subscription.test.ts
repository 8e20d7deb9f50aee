import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { HttpAnswer } from '../../../../../test/support/http-client.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../../test/support/music.ts'
import type { Person } from '../../../../../test/support/people.ts'
import { startWithStripe, type Till } from '../../../../../test/support/stripe.ts'
import { addAccount, addTrader, startTrading, type TradingServer } from '../../../../../test/support/trading.ts'
import { imported } from '../../../../../test/support/trading-imports.ts'
import { textOf } from '../../../../../test/support/trading-journal.ts'
import { systemOrigin } from '../../../../kernel/db/actor.ts'

const API = '/api/trading'
const DAY_MS = 24 * 3_600_000
const limits = { tradesOpened: 12, activePlaybooks: 3 }
const usd = (minor: string) => ({ price: { minor, currency: 'USD' }, interval: 'month' })
const PLANS = [
  { name: 'club', title: 'Club', activePlaybooks: 4, journalEntries: 30, tradesOpened: 11 },
  { name: 'pro', title: 'Pro', ...limits, ...usd('2000') },
  { name: 'plus', title: 'Plus', ...usd('4000') },
  { name: 'euro', title: 'Euro', price: { minor: '1000', currency: 'EUR' }, interval: 'year' },
  { name: 'bank', title: 'Bank', ...usd('100000000000') },
]

let server: TradingServer & { readonly till: Till }
let admin: Person
let ada: Person
before(async () => {
  server = await startWithStripe((environment) => startTrading({ environment }))
  admin = await server.people.signedIn('administrator')
  await say('trading-plan', { plan: 'free' })
  await say('trading-plans', { plans: PLANS })
})
after(() => server.stop())
beforeEach(async () => {
  ada = await addTrader(server)
})

async function put(key: string, value: object): Promise<HttpAnswer> {
  const path = `/api/settings/${key}`
  const { version } = expectStatus(await admin.http.get(path), 200)
  return await admin.http.put(path, { value, version })
}
async function say(key: string, value: object): Promise<void> {
  expectStatus(await put(key, value), 200)
}

const choose = (plan: string, { http }: Person = ada) => http.post(`${API}/subscription`, { plan })
const chosen = async (plan: string) => expectStatus(await choose(plan), 200)
const subscription = async (trader: Person = ada) => expectStatus(await trader.http.get(`${API}/subscription`), 200)
const usage = async () => expectStatus(await ada.http.get(`${API}/usage`), 200)
const playbook = () => ada.http.post(`${API}/playbooks`, { name: 'Opening', rules: [] })
const write = () => ada.http.post(`${API}/journal`, { day: '2026-03-10', title: 'A day', body: textOf('Quiet.') })
const intent = async () => await server.till.intent((await subscription()).order.subject, ada.http)

/** Chooses a plan and pays for it by card. */
async function buy(plan: string) {
  const { order } = await chosen(plan)
  const paid = await server.till.pay(order.subject, ada.http)
  return { ...(await subscription()), order, paid }
}

/** As if so many days had gone by since all of it. */
async function daysGoBy(days: number): Promise<void> {
  const ago = `- interval '${days} days'`
  await server.query(
    `UPDATE trading.subscription SET starts_at = starts_at ${ago}, ends_at = ends_at ${ago} WHERE owner_id = $1`,
    [ada.id],
  )
  await server.query(
    `UPDATE trading.plan_order SET period_from = period_from ${ago}, period_until = period_until ${ago} WHERE owner_id = $1`,
    [ada.id],
  )
}

async function hourly(): Promise<void> {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    tx.enqueue({ queue: 'trading.tell-plan-ends', data: {}, options: {} }),
  )
  await server.jobsIdle()
}

async function letters(): Promise<string[]> {
  await server.jobsIdle()
  const own = (await server.mailbox()).filter(({ to }) => to.address === ada.email)
  return own.map(({ subject }) => subject).filter((subject) => /Pro|Plus/.test(subject))
}

const inDays = (text: string): number => Math.round((Date.parse(text) - Date.now()) / DAY_MS)

test('plans are the one of everybody and those of the setting, with limits and exact prices', async () => {
  const { items } = expectStatus(await ada.http.get(`${API}/plans`), 200)
  assert.deepEqual(
    items.map(({ name }: { name: string }) => name),
    ['free', 'club', 'pro', 'plus', 'euro', 'bank'],
  )
  assert.deepEqual(items[2], {
    ...{ name: 'pro', title: 'Pro' },
    limits: { tradesOpened: 12, journalEntries: null, activePlaybooks: 3 },
    price: { amount: { minor: '2000', currency: 'USD' }, interval: 'month' },
  })
  const { state, plan, paidUntil, next, order } = await subscription()
  assert.deepEqual([state, plan.name, paidUntil, next, order], ['default', 'free', null, null, null])
})

test('a free plan holds at once, is left at once, and nothing is deleted by that', async () => {
  const watch = await server.watch()
  assert.equal((await chosen('club')).state, 'chosen')
  assert.deepEqual((await watch()).audit, ['trading.plan.chosen'])
  for (let made = 0; made < 4; made += 1) expectStatus(await playbook(), 201)
  expectProblem(await playbook(), 'trading/plan-limit')
  const { id: accountId } = await addAccount(ada, { timeZone: 'UTC' })
  const { period } = await usage()
  const when = period.from.slice(0, 19).replace('T', ' ')
  const rows = Array.from({ length: 13 }, (_, place) => `P${place}X,BUY,1,10,${when},0`)
  const text = ['Symbol,Side,Quantity,Price,Date,Commission', ...rows, ''].join('\n')
  await imported(server, ada, { accountId, text })
  assert.equal((await usage()).hiddenByPlan[0].trades, 2)
  assert.equal((await chosen('free')).state, 'default')
  const { plan, planTitle, activePlaybooks, hiddenByPlan } = await usage()
  assert.deepEqual(
    [plan, planTitle, activePlaybooks, hiddenByPlan[0].trades],
    ['free', 'Free', { used: 4, limit: 2 }, 3],
  )
  const { items } = expectStatus(await ada.http.get(`${API}/playbooks?limit=100`), 200)
  assert.equal(items.length, 4)
  await chosen('club')
  assert.equal((await usage()).hiddenByPlan[0].trades, 2)
})

test('a paid plan holds once it is paid, and not before', async () => {
  const { state, order } = await chosen('pro')
  assert.deepEqual([state, order.plan.name, order.subject.type], ['default', 'pro', 'trading.plan'])
  assert.equal((await chosen('pro')).order.id, order.id)
  const watch = await server.watch()
  const paid = await server.till.pay(order.subject, ada.http)
  assert.deepEqual([paid.state, paid.captured, paid.fulfilled], ['captured', { minor: '2000', currency: 'USD' }, true])
  const { audit, mails } = await watch()
  assert.ok(audit.includes('trading.plan.paid'))
  assert.deepEqual(mails, ['trading.plan-step'])
  const now = await subscription()
  assert.deepEqual([now.state, now.plan.name, now.order, now.next.plan.name], ['paid', 'pro', null, 'free'])
  assert.ok(inDays(now.paidUntil) >= 28 && inDays(now.paidUntil) <= 31)
  assert.equal(inDays(now.next.from) - inDays(now.paidUntil), 7)
  assert.deepEqual((await usage()).activePlaybooks, { used: 0, limit: 3 })
  assert.deepEqual(await letters(), ['Your plan Pro is paid'])
})

test('a card that is declined changes nothing, and the next try pays', async () => {
  await chosen('pro')
  assert.equal(await server.till.card(await intent(), '4000000000000002'), 402)
  await server.till.settled()
  assert.equal((await subscription()).state, 'default')
  assert.equal(await server.till.card(await intent()), 200)
  await server.till.settled()
  assert.equal((await subscription()).state, 'paid')
})

test('the same key gives the same answer, another body with it none', async () => {
  const key = idempotencyKey()
  const ask = (plan: string) => ada.http.post(`${API}/subscription`, { plan }, key)
  const first = expectStatus(await ask('pro'), 200)
  assert.deepEqual(expectStatus(await ask('pro'), 200), first)
  assert.equal((await ask('plus')).status, 422)
  assert.equal((await subscription()).order.plan.name, 'pro')
})

test('many choices at once leave one order', async () => {
  const answers = await Promise.all(['pro', 'plus', 'pro', 'plus', 'pro', 'plus'].map((plan) => choose(plan)))
  for (const answer of answers) expectStatus(answer, 200)
  const rows = await server.query('SELECT id FROM trading.plan_order WHERE owner_id = $1 AND state = $2', [
    ada.id,
    'open',
  ])
  assert.equal(rows.length, 1)
})

for (const [what, body, answer, pointer] of [
  ['no plan', {}, 'http/invalid', '/plan'],
  ['one with a bad name', { plan: 'Pro!' }, 'http/invalid', '/plan'],
  ['one that is not offered', { plan: 'gold' }, 'trading/plan-not-offered', '/plan'],
  ['one that nobody can pay for', { plan: 'bank' }, 'trading/plan-not-payable', undefined],
] as const)
  test(`choosing ${what} is refused`, async () => {
    const refused = await ada.http.post(`${API}/subscription`, body)
    expectProblem(refused, answer)
    assert.equal(refused.body.errors?.[0]?.pointer, pointer)
    assert.equal((await subscription()).order, null)
  })

test('another’s order is nothing to pay, and says nothing', async () => {
  const { order } = await chosen('pro')
  const eve = await addTrader(server)
  expectProblem(await server.till.intent(order.subject, eve.http), 'trading/plan-order-not-found')
  expectProblem(await server.till.intent(order.subject, 'a guest’s token'), 'trading/plan-order-not-found')
  expectProblem(await server.till.intent({ ...order.subject, id: 'x' }, ada.http), 'trading/plan-order-not-found')
  assert.equal((await subscription(eve)).order, null)
  const anonymous = server.people.anonymous()
  for (const path of ['plans', 'subscription']) assert.equal((await anonymous.get(`${API}/${path}`)).status, 401)
})

test('another period begins where the paid one ends, and is bought by its own price', async () => {
  const first = await buy('pro')
  const second = await buy('pro')
  assert.notEqual(second.order.id, first.order.id)
  const [one, two] = [inDays(first.paidUntil), inDays(second.paidUntil)]
  assert.ok(two - one >= 28 && two - one <= 31)
  assert.equal(new Date(second.paidUntil).toISOString().slice(11), new Date(first.paidUntil).toISOString().slice(11))
})

test('what is left of one paid plan goes into another, by its worth', async () => {
  await buy('pro')
  await daysGoBy(10)
  const before = inDays((await subscription()).paidUntil)
  const { plan, paidUntil } = await buy('plus')
  assert.equal(plan.name, 'plus')
  assert.equal((await usage()).activePlaybooks.limit, null)
  // At twice the price half as long, and a month.
  const extra = inDays(paidUntil) - 30
  assert.ok(Math.abs(extra - before / 2) <= 2, `${extra} of ${before}`)
  const back = await buy('pro')
  assert.ok(Math.abs(inDays(back.paidUntil) - (inDays(paidUntil) * 2 + 30)) <= 4)
})

test('another currency waits until what was paid is over', async () => {
  await buy('pro')
  expectProblem(await choose('euro'), 'trading/plan-other-currency')
  await daysGoBy(32)
  const { plan, paidUntil } = await buy('euro')
  assert.equal(plan.name, 'euro')
  assert.ok(inDays(paidUntil) >= 364)
})

test('a plan is not bought further ahead than a year', async () => {
  const far = () =>
    server.query("UPDATE trading.subscription SET ends_at = ends_at + interval '400 days' WHERE owner_id = $1", [
      ada.id,
    ])
  await buy('pro')
  await far()
  expectProblem(await choose('pro'), 'trading/plan-paid-ahead')
})

test('a paid plan that is given up holds until its end, then the free one that was said, with one letter', async () => {
  await buy('pro')
  const { state, endsWithPeriod, next, paidUntil } = await chosen('club')
  assert.deepEqual([state, endsWithPeriod, next.plan.name, next.from], ['paid', true, 'club', paidUntil])
  await daysGoBy(25)
  await hourly()
  assert.deepEqual(await letters(), ['Your plan Pro is paid'])
  await daysGoBy(7)
  await hourly()
  await hourly()
  const ended = await subscription()
  assert.deepEqual([ended.state, ended.plan.name, ended.next], ['chosen', 'club', null])
  assert.deepEqual(await letters(), ['Your plan Pro is paid', 'Your plan Pro has ended'])
})

test('a plan that is not paid anew is written of before its end, goes on for a week, and then the one of everybody holds', async () => {
  await buy('pro')
  await hourly()
  assert.equal((await letters()).length, 1)
  await daysGoBy(25)
  await hourly()
  await hourly()
  assert.match((await letters())[1] ?? '', /^Your plan Pro is paid until \d/)
  await daysGoBy(7)
  await hourly()
  assert.equal((await subscription()).state, 'grace')
  assert.deepEqual((await usage()).activePlaybooks.limit, 3)
  assert.equal((await letters())[2], 'The paid time of your plan Pro is over')
  await daysGoBy(7)
  await hourly()
  await hourly()
  assert.equal((await subscription()).state, 'default')
  assert.deepEqual((await usage()).activePlaybooks.limit, 2)
  assert.deepEqual((await letters()).slice(3), ['Your plan Pro has ended'])
})

test('what is paid in the grace begins where the paid time ended', async () => {
  const first = await buy('pro')
  await daysGoBy(33)
  assert.equal((await subscription()).state, 'grace')
  const { state, paidUntil } = await buy('pro')
  assert.equal(state, 'paid')
  assert.ok(inDays(paidUntil) <= inDays(first.paidUntil) - 33 + 31)
})

test('an order that was called off, or is not offered like that any more, cannot be paid; money that comes late goes back', async () => {
  const { order } = await chosen('pro')
  const late = await intent()
  await chosen('plus')
  expectProblem(await server.till.intent(order.subject, ada.http), 'trading/plan-nothing-due')
  await server.till.card(late)
  await server.till.settled()
  assert.equal((await subscription()).state, 'default')
  const changed = PLANS.map((plan) => (plan.name === 'plus' ? { ...plan, ...usd('4500') } : plan))
  const { subject } = (await subscription()).order
  await say('trading-plans', { plans: changed })
  expectProblem(await server.till.intent(subject, ada.http), 'trading/plan-changed')
  assert.equal((await subscription()).order, null)
  assert.equal((await chosen('plus')).order.plan.price.amount.minor, '4500')
  await say('trading-plans', { plans: PLANS })
})

test('a period whose money goes back ends at once', async () => {
  const { order, paid } = await buy('pro')
  const cashier = await server.people.signedIn('administrator')
  const refund = { amount: { minor: '2000', currency: 'USD' }, reason: 'asked for' }
  expectStatus(await cashier.http.post(`/api/payments/${paid.id}/refund`, refund, idempotencyKey()), 202)
  await server.till.settled()
  assert.deepEqual(
    (await server.till.refunds(order.id)).map(({ status }) => status),
    ['succeeded'],
  )
  assert.equal((await subscription()).state, 'default')
})

test('whoever has no limits needs no plan', async () => {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) =>
    server.app.units.access.grantRole(tx, ada.id, 'trader-unlimited', 'test'),
  )
  expectProblem(await choose('pro'), 'trading/plan-not-needed')
  assert.deepEqual([(await subscription()).state, (await subscription()).plan.name], ['unlimited', 'unlimited'])
  assert.deepEqual(expectStatus(await ada.http.get(`${API}/plans`), 200).items, [])
})

test('a plan that is given up while more is made of it lets nothing past its limit', async () => {
  await chosen('club')
  for (let made = 0; made < 2; made += 1) expectStatus(await playbook(), 201)
  const [left, ...answers] = await Promise.all([choose('free'), playbook(), playbook(), playbook(), playbook()])
  expectStatus(left, 200)
  const made = answers.filter(({ status }) => status === 201).length
  assert.ok(made <= 2, `${made} beside the two that were there`)
  expectProblem(await playbook(), 'trading/plan-limit')
})

test('two at once at the limit of a plan that was bought: one is made', async () => {
  await chosen('club')
  for (let made = 0; made < 29; made += 1) expectStatus(await write(), 201)
  const statuses = (await Promise.all([write(), write()])).map(({ status }) => status)
  assert.deepEqual(statuses.toSorted(), [201, 409])
})

for (const [what, plan] of [
  ['a name twice', { name: 'pro', title: 'Pro again' }],
  ['the name of one that is built in', { name: 'free', title: 'Free' }],
  ['a price without an interval', { name: 'x', title: 'X', price: { minor: '1', currency: 'USD' } }],
  ['a price of nothing', { name: 'x', title: 'X', ...usd('0') }],
  ['an unknown currency', { name: 'x', title: 'X', price: { minor: '1', currency: 'XYZ' }, interval: 'month' }],
] as const)
  test(`the setting refuses ${what}`, async () => {
    const refused = await put('trading-plans', { plans: [...PLANS, plan] })
    assert.equal(refused.status, 422)
    assert.equal(refused.body.errors[0].pointer, '/value/plans')
  })

test('whoever leaves takes it along, and money that comes afterwards goes back', async () => {
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  assert.ok(trading?.erasePerson !== undefined && trading.exportPerson !== undefined)
  await buy('pro')
  const { order } = await chosen('plus')
  const late = await intent()
  const { plan, planOrders } = (await trading.exportPerson(ada.id)) as Record<
    string,
    { plan: string }[] & { plan: string }
  >
  assert.deepEqual([plan?.plan, planOrders?.map((one) => one.plan)], ['pro', ['pro', 'plus']])
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => trading.erasePerson?.(tx, ada.id))
  await server.till.card(late)
  await server.till.settled()
  const left = await server.query('SELECT id FROM trading.plan_order WHERE owner_id = $1', [ada.id])
  assert.deepEqual(left, [])
  const taken = await server.query("SELECT id FROM payments.payment WHERE subject_id = $1 AND status = 'captured'", [
    order.id,
  ])
  assert.deepEqual(taken, [])
})
