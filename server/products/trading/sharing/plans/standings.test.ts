import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asId } from '../../../../kernel/id.ts'
import type { SubscriptionRow } from '../tables.ts'
import { BUILT_IN, type PaidPlan, type Plan } from './plan.ts'
import { standingOf } from './standings.ts'

const limits = { tradesOpened: 100, journalEntries: null, activePlaybooks: 5 }
const club: Plan = { name: 'club', title: 'Club', limits, price: null }
const pro: PaidPlan = {
  name: 'pro',
  title: 'Pro',
  limits,
  price: { minor: '1999', currency: 'USD', interval: 'month' },
}
const offer = { fallback: BUILT_IN.free, offered: [club, pro] }

const endsAt = new Date('2026-04-10T00:00:00Z')
const row = (fields: Partial<SubscriptionRow>): SubscriptionRow => ({
  ...{ owner_id: asId<'user'>('00000000-0000-7000-8000-000000000001'), plan: 'pro', terms: pro, told: 0 },
  ...{ starts_at: new Date('2026-03-10T00:00:00Z'), ends_at: endsAt, ends_with_period: false, next_plan: null },
  ...fields,
})
const chosen = (plan: string) => row({ plan, terms: null, ends_at: null })

for (const [what, subscription, at, state, plan, next] of [
  ['nothing chosen', undefined, '2026-04-01T00:00:00Z', 'default', 'free', null],
  ['a free one', chosen('club'), '2026-04-01T00:00:00Z', 'chosen', 'club', null],
  ['a free one that is offered no more', chosen('gone'), '2026-04-01T00:00:00Z', 'default', 'free', null],
  ['a free one that costs by now', chosen('pro'), '2026-04-01T00:00:00Z', 'default', 'free', null],
  ['a paid one', row({}), '2026-04-09T23:59:59.999Z', 'paid', 'pro', 'free 2026-04-17T00:00:00.000Z'],
  ['one that was not paid anew', row({}), '2026-04-10T00:00:00Z', 'grace', 'pro', 'free 2026-04-17T00:00:00.000Z'],
  ['one after its grace', row({}), '2026-04-17T00:00:00Z', 'default', 'free', null],
  [
    ...(['one to end, with another after it', row({ ends_with_period: true, next_plan: 'club' })] as const),
    ...(['2026-04-09T00:00:00Z', 'paid', 'pro', 'club 2026-04-10T00:00:00.000Z'] as const),
  ],
  [
    ...(['one that ended as said', row({ ends_with_period: true, next_plan: 'club' })] as const),
    ...(['2026-04-10T00:00:00Z', 'chosen', 'club', null] as const),
  ],
] as const)
  test(`${what} comes to ${plan} (${state}) at ${at}`, () => {
    const standing = standingOf(subscription, offer, new Date(at))
    const told = standing.next === null ? null : `${standing.next.plan.name} ${standing.next.from.toISOString()}`
    assert.deepEqual([standing.state, standing.plan.name, told], [state, plan, next])
  })

test('what was bought holds as it was bought, whatever the plan of its name is by now', () => {
  const narrower = { ...pro, limits: { ...limits, tradesOpened: 1 } }
  const standing = standingOf(row({}), { ...offer, offered: [narrower] }, new Date('2026-04-01T00:00:00Z'))
  assert.equal(standing.plan.limits.tradesOpened, 100)
})
