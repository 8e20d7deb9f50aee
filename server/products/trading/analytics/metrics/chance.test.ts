import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { beyondDailyPlan, largerReEntries, losersHeldLonger, outsidePlannedHours, oversized } from './behaviour.ts'
import { closedTrade, near, sameDecimal } from './closed-trade.test-support.ts'
import { DRAWS_MAX, type MonteCarlo, simulate } from './monte-carlo.ts'
import { permutationPValue } from './permutation.ts'
import { below, seededRandom, shuffled, xoshiro } from './seeded-random.ts'

const MINUTE_MS = 60_000

describe('seeded chance', () => {
  test('is xoshiro128** as its authors’ program prints it', () => {
    const random = xoshiro([1, 2, 3, 4])
    const printed = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849]
    assert.deepEqual(printed.map(random), printed)
    assert.equal(xoshiro([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0])(), 0xf1391922)
  })

  test('has its state from splitmix64, whose first numbers of 1234567 are published', () => {
    const [first, second] = [6457827717110365317n, 3203168211198807973n]
    const words = [first, second].flatMap((word) => [Number(word & 0xffffffffn), Number(word >> 32n)])
    const expected = xoshiro(words as [number, number, number, number])
    const found = seededRandom(1234567)
    for (let draw = 0; draw < 20; draw += 1) assert.equal(found(), expected())
    assert.notEqual(seededRandom(-1)(), seededRandom(1)())
  })

  test('gives every number below a bound its share', () => {
    const random = seededRandom(42)
    const counts = Map.groupBy(
      Array.from({ length: 100_000 }, () => below(random, 10)),
      (drawn) => drawn,
    )
    assert.deepEqual([...counts.keys()].toSorted(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const drawn of counts.values()) near(drawn.length, 10_000, 0.04)
  })
})

const future: MonteCarlo = {
  results: [2, -1, -1, 1, 0.5, -1, 3, -1],
  seed: 11,
  runs: 2000,
  trades: 100,
  start: 10_000,
  riskShare: 0.01,
  compounding: true,
  ruinAt: 0.5,
}

test('a shuffle gives every order its share', () => {
  const random = seededRandom(3)
  const orders = Array.from({ length: 12_000 }, () => shuffled(['a', 'b', 'c'], random).join(''))
  const counts = Map.groupBy(orders, (order) => order)
  assert.deepEqual([...counts.keys()].toSorted(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  for (const times of counts.values()) near(times.length, 2000, 0.08)
})

describe('Monte Carlo', () => {
  test('gives the same numbers for the same seed, others for another', () => {
    const found = simulate(future)
    assert.deepEqual(simulate(future), found)
    assert.notDeepEqual(simulate({ ...future, seed: 12 })?.endEquity, found?.endEquity)
    // As a second implementation, in Python, gives them.
    near(found?.endEquity.p5, 10470.12762153478)
    near(found?.endEquity.p50, 13551.652111003692)
    near(found?.endEquity.p95, 17272.073307403607)
    near(found?.maxDrawdown.p5, -0.14144378811377026)
    near(found?.maxDrawdown.p50, -0.07363278730642775)
    near(found?.maxDrawdown.p95, -0.044636058130029924)
  })

  test('orders its percentiles, keeps drawdowns at zero or less, and ends its fan at the end', () => {
    const found = simulate(future)
    assert.ok(found)
    const { endEquity, maxDrawdown, fan } = found
    for (const { p5, p50, p95 } of [endEquity, maxDrawdown, ...fan]) assert.ok(p5 <= p50 && p50 <= p95)
    assert.ok(maxDrawdown.p95 <= 0 && maxDrawdown.p5 > -1)
    assert.equal(fan.length, 20)
    const { trade, ...last } = fan.at(-1) ?? { trade: 0 }
    assert.deepEqual([trade, last], [100, endEquity])
    assert.deepEqual([found.n, found.runs, found.trades, found.seed], [8, 2000, 100, 11])
  })

  test('of equal results is what compound interest gives, or simple', () => {
    const sure = { ...future, results: [1], runs: 10, trades: 50 }
    near(simulate(sure)?.endEquity.p5, 10_000 * 1.01 ** 50, 1e-12)
    near(simulate({ ...sure, compounding: false })?.endEquity.p95, 15_000, 1e-12)
    assert.equal(simulate(sure)?.maxDrawdown.p5, 0)
  })

  test('ends a run at its ruin', () => {
    const losing = simulate({ ...future, results: [-1], compounding: false, riskShare: 0.1, runs: 5, trades: 20 })
    near(losing?.endEquity.p50, 5000)
    assert.deepEqual([losing?.riskOfRuin, losing?.riskOfLoss], [1, 1])
    near(losing?.maxDrawdown.p5, -0.5)
    // Doubling or nothing once: half of the runs are ruined.
    const even = simulate({ ...future, results: [1, -1], riskShare: 1, trades: 1, runs: 20_000 })
    near(even?.riskOfRuin, 0.5, 0.02)
  })

  test('is refused without results and beyond its bound', () => {
    assert.equal(simulate({ ...future, results: [] }), null)
    assert.equal(simulate({ ...future, runs: 0 }), null)
    assert.equal(simulate({ ...future, runs: DRAWS_MAX, trades: 2 }), null)
  })
})

describe('tests by resampling', () => {
  test('the permutation test is exact where all deals can be counted', () => {
    // Of 20 ways to mark three of six, two are as far apart as the highest three.
    near(permutationPValue([1, 2, 3, 10, 11, 12], [false, false, false, true, true, true], 3), 0.1, 0.02)
    assert.equal(permutationPValue([1, 2, 3], [false, false, false], 1), null)
    assert.equal(permutationPValue([1, 2, 3], [true, true, true], 1), null)
    assert.equal(permutationPValue([2, 2, 2], [true, false, true], 1), null)
    assert.equal(permutationPValue([], [], 1), null)
  })

  test('does not care which side is marked', () => {
    const values = Array.from({ length: 60 }, (_, at) => ((at * 37) % 61) - 30)
    const marked = values.map((_, at) => at % 4 === 0)
    const other = marked.map((mark) => !mark)
    assert.equal(permutationPValue(values, marked, 9), permutationPValue(values, other, 9))
  })
})

const at = (minute: number): number => Date.UTC(2026, 0, 5) + minute * MINUTE_MS
const dealt = (number: number, opened: number, closed: number, told: { net: string; cost?: string }) =>
  closedTrade(number, { ...told, openedAtMs: at(opened), closedAtMs: at(closed) })

describe('behaviour', () => {
  const day = [
    dealt(0, 600, 610, { net: '-10', cost: '1000' }),
    dealt(1, 615, 620, { net: '-20', cost: '2000' }),
    dealt(2, 618, 640, { net: '5', cost: '1050' }),
    dealt(3, 622, 700, { net: '-40', cost: '5000' }),
    dealt(4, 800, 801, { net: '30', cost: '9000' }),
  ]
  const ids = (flag: { triggered: readonly { tradeId: string }[] }) => flag.triggered.map(({ tradeId }) => tradeId)

  test('entering larger soon after a loss names the trade and the loss', () => {
    const found = largerReEntries(day, { minutes: 10 })
    assert.deepEqual(found.triggered, [
      { tradeId: 'trade-1', after: 'trade-0', measured: 5 },
      { tradeId: 'trade-3', after: 'trade-1', measured: 2 },
    ])
    sameDecimal(found.net, '-60')
    assert.deepEqual([found.n, found.average, found.averageOthers], [5, -30, 25 / 3])
    assert.ok(found.pValue !== null && found.pValue > 0 && found.pValue <= 1)
    assert.deepEqual(ids(largerReEntries(day, { minutes: 10, factor: 1 })), ['trade-1', 'trade-2', 'trade-3'])
    assert.deepEqual(ids(largerReEntries(day, { minutes: 1 })), [])
    assert.deepEqual(ids(largerReEntries(day, { minutes: 100 })), ['trade-1', 'trade-3', 'trade-4'])
  })

  test('a loss counts from the instant of its close, and for other trades only', () => {
    const atOnce = dealt(0, 600, 600, { net: '-10' })
    const next = dealt(1, 600, 605, { net: '5' })
    assert.deepEqual(largerReEntries([atOnce, next], { factor: 1 }).triggered, [
      { tradeId: 'trade-1', after: 'trade-0', measured: 0 },
    ])
  })

  test('trading beyond the plan of the day goes by entries', () => {
    const found = beyondDailyPlan(day, { perDay: 3, dayOf: ({ closedDay }) => closedDay })
    assert.deepEqual(
      found.triggered.map(({ tradeId, measured }) => [tradeId, measured]),
      [
        ['trade-3', 4],
        ['trade-4', 5],
      ],
    )
    const next = dealt(5, 1440 + 600, 1440 + 610, { net: '1' })
    assert.equal(
      beyondDailyPlan([...day, next], { perDay: 3, dayOf: ({ closedDay }) => closedDay }).triggered.length,
      2,
    )
  })

  test('size is measured by the median, and hold by the median winner', () => {
    assert.deepEqual(
      oversized(day, { factor: 2 }).triggered.map(({ tradeId, measured }) => [tradeId, measured]),
      [
        ['trade-3', 2.5],
        ['trade-4', 4.5],
      ],
    )
    const held = losersHeldLonger(day, {})
    assert.deepEqual([held.ratio, ids(held)], [10 / 11.5, ['trade-3']])
    sameDecimal(held.net, '-40')
    assert.equal(losersHeldLonger(day.slice(0, 2), {}).ratio, null)
  })

  test('hours of the plan may go past midnight', () => {
    const hours = [{ fromMinute: 610, toMinute: 622 }]
    assert.deepEqual(ids(outsidePlannedHours(day, { hours })), ['trade-0', 'trade-3', 'trade-4'])
    const night = [{ fromMinute: 790, toMinute: 610 }]
    assert.deepEqual(ids(outsidePlannedHours(day, { hours: night })), ['trade-1', 'trade-2', 'trade-3'])
  })

  test('nothing triggered has no p-value, and a real difference has a small one', () => {
    const quiet = oversized(day, { factor: 100 })
    assert.deepEqual([quiet.triggered, quiet.average, quiet.pValue], [[], null, null])
    const many = Array.from({ length: 200 }, (_, number) =>
      closedTrade(number, { net: number % 4 === 0 ? '-50' : '20', cost: number % 4 === 0 ? '9000' : '1000' }),
    )
    const { pValue } = oversized(many, {})
    assert.ok(pValue !== null && pValue > 0 && pValue < 0.001)
    const slow = many.map((trade, number) => ({
      ...trade,
      closedAtMs: trade.openedAtMs + (number % 4 === 0 ? 90 : 10 + (number % 3)),
    }))
    assert.ok((losersHeldLonger(slow, {}).pValue ?? 1) < 0.001)
    assert.equal(losersHeldLonger(many, {}).pValue, null)
    sameDecimal(oversized(many, {}).net, '-2500')
  })
})
