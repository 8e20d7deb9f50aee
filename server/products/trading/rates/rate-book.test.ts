import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { decimal, divide, formatDecimal, trimmed } from '../../../kernel/decimal.ts'
import { dayNumber, dayText } from '../analytics/days.ts'
import { createRateBook, type KnownRate, RATE_AGE_DAYS_MAX } from './rate-book.ts'

/** Rates written as `2026-03-02 EUR/USD 1.05`, of the source unless `entered` stands behind. */
function book(...written: string[]) {
  const known = written.map((line): KnownRate => {
    const [day = '', pair = '', rate = '', source = 'ecb'] = line.split(' ')
    const [base = '', quote = ''] = pair.split('/')
    return { base, quote, day, rate: decimal(rate), source: source as KnownRate['source'] }
  })
  return createRateBook(known)
}

const ECB = ['2026-03-05 EUR/USD 1.25', '2026-03-06 EUR/USD 1.2', '2026-03-06 EUR/CHF 0.96', '2026-03-06 EUR/JPY 180']

const cases: readonly (readonly [name: string, rates: readonly string[], asked: string, told: string | null])[] = [
  ['one currency is worth one of itself', [], 'USD USD 2026-03-06', '1 of 2026-03-06, 0 days old'],
  ['a pair is what is said of it', ECB, 'EUR USD 2026-03-06', '1.2 of 2026-03-06, 0 days old'],
  ['the other way round it is its inverse', ECB, 'USD EUR 2026-03-05', '0.8 of 2026-03-05, 0 days old'],
  ['two others are crossed by the euro', ECB, 'USD CHF 2026-03-06', '0.8 of 2026-03-06, 0 days old'],
  [
    'what does not come out even is rounded once',
    ECB,
    'JPY USD 2026-03-06',
    '0.006666666666666667 of 2026-03-06, 0 days old',
  ],
  ['a weekend has the rate of the Friday', ECB, 'EUR USD 2026-03-08', '1.2 of 2026-03-06, 2 days old'],
  ['a rate is good for a week', ECB, 'EUR USD 2026-03-13', '1.2 of 2026-03-06, 7 days old'],
  ['and no longer', ECB, 'EUR USD 2026-03-14', null],
  ['a later rate says nothing of a day', ECB, 'EUR USD 2026-03-04', null],
  ['a currency that nobody tells of has none', ECB, 'USD XAU 2026-03-06', null],
  [
    'of what is crossed the older day is told',
    ECB.slice(0, 1).concat(ECB.slice(2)),
    'USD CHF 2026-03-06',
    '0.768 of 2026-03-05, 1 days old',
  ],
  [
    'a trader’s own word counts first',
    [...ECB, '2026-03-06 EUR/USD 1.3 entered'],
    'EUR USD 2026-03-06',
    '1.3 of 2026-03-06, 0 days old',
  ],
  [
    'also when it is the inverse',
    [...ECB, '2026-03-06 USD/EUR 0.5 entered'],
    'EUR USD 2026-03-06',
    '2 of 2026-03-06, 0 days old',
  ],
  [
    'also of a pair that could be crossed',
    [...ECB, '2026-03-06 USD/CHF 0.9 entered'],
    'USD CHF 2026-03-06',
    '0.9 of 2026-03-06, 0 days old',
  ],
  [
    'but not when it is older',
    [...ECB, '2026-03-05 USD/CHF 0.9 entered'],
    'USD CHF 2026-03-06',
    '0.8 of 2026-03-06, 0 days old',
  ],
]
describe('the rate of a day', () => {
  for (const [name, rates, asked, told] of cases)
    test(name, () => {
      const [from = '', to = '', day = ''] = asked.split(' ')
      const found = book(...rates).on(from, to, day)
      const words = found === null ? null : `${formatDecimal(found.rate)} of ${found.day}, ${found.ageDays} days old`
      assert.equal(words, told)
    })

  test('is the last one before it, whatever days are known and in whatever order', () => {
    const first = dayNumber('2026-01-01')
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 30 })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 70 }), (known, asked) => {
        const found = book(...known.map((day) => `${dayText(first + day)} EUR/USD 1.${100 + day}`)).on(
          ...(['EUR', 'USD', dayText(first + asked)] as const),
        )
        const best = known
          .filter((day) => day <= asked && asked - day <= RATE_AGE_DAYS_MAX)
          .toSorted((a, b) => b - a)[0]
        assert.equal(found?.day ?? null, best === undefined ? null : dayText(first + best))
        if (best !== undefined) assert.deepEqual(found?.rate, trimmed(decimal(`1.${100 + best}`)))
      }),
    )
  })

  test('crossed is the quotient of the two legs to the last digit', () => {
    const rate = fc
      .integer({ min: 1, max: 10_000_000 })
      .map((units) => formatDecimal({ units: BigInt(units), scale: 4 }))
    fc.assert(
      fc.property(rate, rate, (dollars, yen) => {
        const found = book(`2026-03-06 EUR/USD ${dollars}`, `2026-03-06 EUR/JPY ${yen}`).on('USD', 'JPY', '2026-03-06')
        assert.deepEqual(found?.rate, trimmed(divide(decimal(yen), decimal(dollars), 18, 'half-even')))
      }),
    )
  })
})
