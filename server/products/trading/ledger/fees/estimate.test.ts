import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { absolute, compare, decimal, formatDecimal, minus, negate, sum, times } from '../../../../kernel/decimal.ts'
import { type AssetClass, type FeeRule, feeBases, feeRoundings, type Side } from '../tables.ts'
import { type ChargedFill, feeEstimator } from './estimate.ts'

const RULE: FeeRule = {
  ...{ part: 'commission', assetClasses: [], side: 'any', per: 'fill', amount: '1' },
  ...{ min: null, max: null, maxPercent: null, rounding: 'half-up' },
}

interface FillText {
  readonly side?: Side
  readonly quantity: string
  readonly price: string
  readonly at?: string
  readonly assetClass?: AssetClass
  readonly currency?: string
  readonly multiplier?: string
  readonly fxRate?: string
}

function fillOf({ side = 1, quantity, price, fxRate = '1', ...text }: FillText): ChargedFill {
  return {
    ...{ side, quantity: decimal(quantity), price: decimal(price), fxRate: decimal(fxRate) },
    executedAt: new Date(text.at ?? '2026-03-02T15:00:00Z'),
    instrument: {
      ...{ asset_class: text.assetClass ?? 'stock', currency: text.currency ?? 'USD' },
      multiplier: text.multiplier ?? '1',
    },
  }
}

interface Charging {
  readonly rules: readonly Partial<FeeRule>[]
  readonly fill: FillText
  readonly digits?: number
  readonly currency?: string
  readonly account?: string
}

function charged({ rules, fill, digits = 2, currency = 'USD', account = 'USD' }: Charging) {
  const prices = [{ validFrom: '2020-01-01', rules: rules.map((rule) => ({ ...RULE, ...rule })) }]
  const found = feeEstimator({ currency, digits, prices }, { currency: account, time_zone: 'UTC' })(fillOf(fill))
  if (found === null) return null
  const parts = Object.entries(found.feeParts).map(([part, amount]) => [part, formatDecimal(amount)])
  return { fees: formatDecimal(found.fees), ...Object.fromEntries(parts) }
}

const PER_SHARE = { per: 'unit', amount: '0.005', min: '1', maxPercent: '1' } as const
const US = [
  PER_SHARE,
  { part: 'regulatory', side: 'sell', per: 'percent', amount: '0.00278', rounding: 'up' },
  { part: 'regulatory', side: 'sell', per: 'unit', amount: '0.000166', max: '8.3', rounding: 'up' },
] as const
const CALL = { assetClass: 'option', multiplier: '100' } as const

/** Worked out by hand. */
const VECTORS: readonly (Charging & { readonly name: string; readonly expect: object | null })[] = [
  {
    name: '200 shares at 0.005 are the least of 1.00',
    ...{ rules: [PER_SHARE], fill: { quantity: '200', price: '50' }, expect: { fees: '1', commission: '1' } },
  },
  {
    name: '1,000 shares at 0.005',
    ...{ rules: [PER_SHARE], fill: { quantity: '1000', price: '50' }, expect: { fees: '5', commission: '5' } },
  },
  {
    name: 'the most of 1 % of 20 counts before the least of 1.00',
    ...{ rules: [PER_SHARE], fill: { quantity: '100', price: '0.2' }, expect: { fees: '0.2', commission: '0.2' } },
  },
  {
    // 0.0000278 * 25,000 = 0.695, up 0.70; 0.000166 * 500 = 0.083, up 0.09.
    name: 'a sale of 500 at 50 pays both regulatory fees, each rounded up',
    ...{ rules: US, fill: { side: -1, quantity: '500', price: '50' } },
    expect: { fees: '3.29', commission: '2.5', regulatory: '0.79' },
  },
  {
    // 0.0000278 * 1,000,000 = 27.8; 0.000166 * 100,000 = 16.6, at most 8.30.
    name: 'a sale of 100,000 pays the most for each share',
    ...{ rules: US, fill: { side: -1, quantity: '100000', price: '10' } },
    expect: { fees: '536.1', commission: '500', regulatory: '36.1' },
  },
  {
    name: 'what is bought pays nothing that is of sales',
    ...{ rules: US, fill: { quantity: '500', price: '50' }, expect: { fees: '2.5', commission: '2.5' } },
  },
  {
    name: '3 contracts at 0.65 and one of a rule of shares',
    rules: [
      { per: 'unit', amount: '0.65', assetClasses: ['option'] },
      { per: 'fill', amount: '9', assetClasses: ['stock'] },
    ],
    ...{ fill: { ...CALL, quantity: '3', price: '2.5' }, expect: { fees: '1.95', commission: '1.95' } },
  },
  {
    name: '0.1 % of 2 contracts at 2.5 times 100',
    rules: [{ per: 'percent', amount: '0.1' }],
    ...{ fill: { ...CALL, quantity: '2', price: '2.5' }, expect: { fees: '0.5', commission: '0.5' } },
  },
  {
    name: 'a rebate is negative, and no more than its most',
    rules: [{ part: 'rebate', per: 'unit', amount: '-0.002', max: '1.5' }],
    ...{ fill: { quantity: '1000', price: '10' }, expect: { fees: '-1.5', rebate: '-1.5' } },
  },
  ...(
    [
      ['half-up', '0.13'],
      ['half-even', '0.12'],
      ['up', '0.13'],
      ['down', '0.12'],
    ] as const
  ).map(([rounding, fees]) => ({
    name: `0.125 rounded ${rounding}`,
    rules: [{ per: 'unit', amount: '0.125', rounding } as const],
    ...{ fill: { quantity: '1', price: '10' }, expect: { fees, commission: fees } },
  })),
  {
    name: '19.99 yen are 20',
    ...{
      rules: [{ amount: '19.99' }],
      fill: { quantity: '1', price: '1', currency: 'JPY' },
      currency: 'JPY',
      digits: 0,
    },
    expect: { fees: '20', commission: '20' },
  },
  {
    // 1 % of 100 dollars is 0.8 euros at 0.8, which are 1 dollar.
    name: 'a schedule in the currency of the account is told in that of the instrument',
    ...{ rules: [{ per: 'percent', amount: '1' }], currency: 'EUR', account: 'EUR' },
    ...{ fill: { quantity: '1', price: '100', fxRate: '0.8' }, expect: { fees: '1', commission: '1' } },
  },
  {
    name: '1 euro at 0.9 is 1.111111111111111111 dollars',
    ...{
      rules: [{ amount: '1' }],
      currency: 'EUR',
      account: 'EUR',
      fill: { quantity: '1', price: '100', fxRate: '0.9' },
    },
    expect: { fees: '1.111111111111111111', commission: '1.111111111111111111' },
  },
  {
    name: 'a schedule in a third currency says nothing',
    ...{ rules: [{}], currency: 'CHF', account: 'EUR', fill: { quantity: '1', price: '100' }, expect: null },
  },
  {
    name: 'no rule about the kind says nothing',
    ...{ rules: [{ assetClasses: ['future'] }], fill: { quantity: '1', price: '1' }, expect: null },
  },
  {
    name: 'a rule of 0 says that nothing is due',
    ...{ rules: [{ amount: '0' }], fill: { quantity: '1', price: '1' }, expect: { fees: '0', commission: '0' } },
  },
  {
    name: 'more than is kept says nothing',
    ...{ rules: [{ per: 'unit', amount: '99999999999' }], fill: { quantity: '99999999999', price: '1' }, expect: null },
  },
]

describe('a fee', () => {
  for (const { name, expect, ...charging } of VECTORS) test(name, () => assert.deepEqual(charged(charging), expect))
})

test('a price holds from its day on, by the clock of the account, and changes nothing of before', () => {
  const rules = (amount: string): FeeRule[] => [{ ...RULE, amount }]
  const prices = [
    { validFrom: '2026-01-01', rules: rules('1') },
    { validFrom: '2026-03-02', rules: rules('2') },
    { validFrom: '2026-06-01', rules: [] },
  ]
  const account = { currency: 'USD', time_zone: 'America/New_York' }
  const estimate = feeEstimator({ currency: 'USD', digits: 2, prices }, account)
  const on = (at: string): string | null => {
    const found = estimate(fillOf({ quantity: '1', price: '1', at }))
    return found === null ? null : formatDecimal(found.fees)
  }
  const days = [
    '2026-01-01T04:59:59Z',
    '2026-01-01T05:00:00Z',
    '2026-03-02T04:59:59Z',
    '2026-03-02T05:00:00Z',
    '2026-06-01T04:00:00Z',
  ]
  assert.deepEqual(days.map(on), [null, '1', '1', '2', null])
})

const digitsText = (least: number, most: number, scale: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map((units) => formatDecimal({ units: BigInt(units), scale }))
const limit = fc.option(digitsText(0, 2000, 2))
const rule: fc.Arbitrary<FeeRule> = fc
  .record({
    ...{ part: fc.constantFrom('commission', 'exchange'), assetClasses: fc.constant([]) },
    ...{ side: fc.constantFrom('any', 'buy', 'sell'), per: fc.constantFrom(...feeBases) },
    ...{ amount: digitsText(-50_000, 50_000, 5), min: limit, max: limit, maxPercent: fc.option(digitsText(0, 300, 2)) },
    rounding: fc.constantFrom(...feeRoundings),
  })
  .map((drawn) =>
    drawn.min !== null && drawn.max !== null
      ? { ...drawn, max: formatDecimal(sum([decimal(drawn.min), decimal(drawn.max)])) }
      : drawn,
  )
const fill = fc
  .record({
    quantity: digitsText(1, 1_000_000, 3),
    price: digitsText(0, 1_000_000, 4),
    side: fc.constantFrom<Side>(1, -1),
  })
  .map(fillOf)
const DIGITS = 2
const CENT = decimal('0.01')

function estimated(rules: readonly FeeRule[], one: ChargedFill) {
  const prices = [{ validFrom: '2020-01-01', rules }]
  return feeEstimator({ currency: 'USD', digits: DIGITS, prices }, { currency: 'USD', time_zone: 'UTC' })(one)
}

const ANY = { side: 'any' } as const

holds('one price is exact to a cent of its words, and within its least and most', [rule, fill], (drawn, one) => {
  const priced = { ...drawn, ...ANY }
  const fees = absolute(estimated([priced], one)?.fees ?? decimal('-1'))
  const worth = times(one.quantity, one.price)
  const percent = (of: string) => times(times(worth, decimal(of)), decimal('0.01'))
  const amount = decimal(priced.amount)
  let exact = absolute(
    priced.per === 'fill' ? amount : priced.per === 'unit' ? times(amount, one.quantity) : percent(priced.amount),
  )
  const bounds = [
    priced.max === null ? null : decimal(priced.max),
    priced.maxPercent === null ? null : percent(priced.maxPercent),
  ]
  if (priced.min !== null && compare(exact, decimal(priced.min)) < 0) exact = decimal(priced.min)
  for (const bound of bounds) if (bound !== null && compare(exact, bound) > 0) exact = bound
  assert.ok(compare(absolute(minus(fees, exact)), CENT) < 0, `${formatDecimal(fees)} for ${formatDecimal(exact)}`)
  assert.equal(formatDecimal(times(fees, decimal('100'))).includes('.'), false)
  if (priced.max !== null) assert.ok(compare(fees, decimal(priced.max)) <= 0)
  if (priced.min !== null && priced.maxPercent === null) assert.ok(compare(fees, decimal(priced.min)) >= 0)
})

holds(
  'a fee is the sum of its parts, and of what each price comes to alone',
  [fc.array(rule, { minLength: 1, maxLength: 6 }), fill],
  (rules, one) => {
    const whole = estimated(rules, one)
    const alone = rules.flatMap((drawn) => estimated([drawn], one)?.fees ?? [])
    assert.equal(whole === null, alone.length === 0)
    if (whole === null) return
    assert.equal(formatDecimal(whole.fees), formatDecimal(sum(Object.values(whole.feeParts))))
    assert.equal(formatDecimal(whole.fees), formatDecimal(sum(alone)))
  },
)

holds('a rebate is the same price with the other sign', [rule, fill], (drawn, one) => {
  const other = { ...drawn, amount: formatDecimal(negate(decimal(drawn.amount))) }
  const [there, back] = [estimated([drawn], one), estimated([other], one)]
  if (there === null || back === null || decimal(drawn.amount).units === 0n) return
  assert.equal(formatDecimal(there.fees), formatDecimal(negate(back.fees)))
})
