import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { compare, type Decimal, decimal, formatDecimal, plus, sum, toNumber } from '../../../../kernel/decimal.ts'
import { closedTrade, near, sameDecimal, tradesOf } from './closed-trade.test-support.ts'
import { bases, type ClosedTrade, modes, NET_CASH } from './closed-trade.ts'
import { sampleOf, total } from './moments.ts'
import { percentiles } from './percentiles.ts'
import { tTest, wilsonInterval } from './significance.ts'
import { streaksOf } from './streaks.ts'
import { incompleteBeta, studentCritical, studentTwoSided } from './student.ts'
import { type TradeMetrics, tradeMetrics } from './trade-metrics.ts'

const nets = ['100', '-50', '0', '75.5', '-25.25', '-30', '200', '10', '-80', '60']
const risks = ['50', '50', '50', '50', '25', null, '100', '20', '80', null]
const ten = nets.map((net, at) => closedTrade(at, { net, fees: '1', risk: risks[at] ?? null }))

describe('metrics of ten trades, as scipy and paper compute them', () => {
  const found = tradeMetrics(ten)

  test('count outcomes and give the win rate both ways with its interval', () => {
    const { n, missing, wins, losses, scratches, winRate, winRateDecided } = found
    assert.deepEqual([n, missing, wins, losses, scratches, winRate], [10, 0, 5, 4, 1, 0.5])
    near(winRateDecided, 5 / 9)
    near(found.winRateInterval?.low, 0.236593090512564)
    near(found.winRateInterval?.high, 0.7634069094874361)
  })

  test('add money exactly', () => {
    const { money } = found
    const told = [money.gross, money.fees, money.net, money.won, money.lost, money.largestWin, money.largestLoss]
    assert.deepEqual(
      told.map((value) => value && formatDecimal(value)),
      ['270.25', '10', '260.25', '445.5', '-185.25', '200', '-80'],
    )
  })

  test('give averages, ratios and what chance says of them', () => {
    near(found.sum, 260.25)
    near(found.profitFactor, 2.4048582995951415)
    near(found.payoff, 1.9238866396761132)
    near(found.expectancy, 26.025)
    near(found.expectancyInterval?.low, -33.85682839085958)
    near(found.expectancyInterval?.high, 85.90682839085957)
    near(found.kelly, 0.32454171343060234)
    near(found.averageWin, 89.1)
    near(found.averageLoss, -46.3125)
    near(found.medianResult, 5)
    near(found.medianWin, 75.5)
    near(found.medianLoss, -40)
    near(found.deviation, 83.70902397259476)
    near(found.tStatistic, 0.9831470037546424)
    near(found.pValue, 0.3512246235648753)
    near(found.kRatio, 3.7450969018265945)
    near(found.runsZScore, 1.4859557584696228)
  })

  test('give R over the trades that have one, and say how many do not', () => {
    assert.deepEqual([found.r.n, found.r.missing], [8, 2])
    near(found.r.sum, 3)
    near(found.r.average, 0.375)
    near(found.r.median, 0.25)
    near(found.r.deviation, 1.3323019820703457)
    near(found.r.sqn, 0.7961109313457574)
    near(found.r.sqn100, 0.7961109313457574)
    near(found.r.averageInterval?.low, -0.7388323309395413)
    near(found.r.averageInterval?.high, 1.4888323309395413)
  })

  test('are told before costs, in percent and in R, with outcomes by money in each', () => {
    const gross = tradeMetrics(ten, { ...NET_CASH, basis: 'gross' })
    assert.deepEqual([gross.wins, gross.losses, gross.scratches], [6, 4, 0])
    near(gross.expectancy, 27.025)
    sameDecimal(gross.money.won, '451.5')
    const percent = tradeMetrics(ten, { ...NET_CASH, mode: 'percent' })
    near(percent.expectancy, 0.026025)
    near(percent.profitFactor, 2.4048582995951415)
    sameDecimal(percent.money.net, '260.25')
    const r = tradeMetrics(ten, { ...NET_CASH, mode: 'r' })
    assert.deepEqual([r.n, r.missing, r.wins, r.losses], [8, 2, 4, 3])
    near(r.sum, 3)
    near(r.payoff, 6.01 / 4 / (3.01 / 3))
    sameDecimal(r.money.net, '230.25')
    assert.equal(tradeMetrics([closedTrade(0, { cost: '0', net: '5' })], { ...NET_CASH, mode: 'percent' }).missing, 1)
  })

  test('take what is within epsilon for neither won nor lost', () => {
    const { wins, losses, scratches } = tradeMetrics(ten, { ...NET_CASH, epsilon: decimal('30') })
    assert.deepEqual([wins, losses, scratches], [4, 2, 4])
  })

  test('cap n at 100 for SQN100', () => {
    const many = Array.from({ length: 400 }, (_, at) => closedTrade(at, { net: at % 2 ? '3' : '-1', risk: '1' }))
    const { sqn, sqn100 } = tradeMetrics(many).r
    near(sqn, 2 * (sqn100 ?? 0))
    near(sqn, (20 * 1) / Math.sqrt(4 * (400 / 399)))
  })
})

describe('what is undefined is null', () => {
  test('of no trades, where sums are zero', () => {
    const { money, streaks, dayStreaks, r, days, hold, ...rest } = tradeMetrics([])
    assert.deepEqual(
      Object.entries(rest).filter(([, value]) => value !== null),
      [
        ['n', 0],
        ['missing', 0],
        ['wins', 0],
        ['losses', 0],
        ['scratches', 0],
        ['sum', 0],
      ],
    )
    assert.deepEqual([formatDecimal(money.net), money.largestWin, money.largestLoss], ['0', null, null])
    assert.deepEqual(streaks, { longestWin: 0, longestLoss: 0, current: 0, runs: 0 })
    assert.deepEqual(dayStreaks, streaks)
    assert.deepEqual(
      Object.values(r).filter((value) => value !== null),
      [0, 0, 0],
    )
    assert.deepEqual(
      Object.values(days).filter((value) => value !== null),
      [0, 0, 0],
    )
    assert.deepEqual(new Set(Object.values(hold)), new Set([null]))
  })

  test('the profit factor, payoff and Kelly without losses; the t statistic of one trade or of equal ones', () => {
    const winning = tradeMetrics(tradesOf(['5', '5', '5']))
    const { profitFactor, payoff, kelly, averageLoss, tStatistic, kRatio, runsZScore } = winning
    assert.deepEqual([profitFactor, payoff, kelly, averageLoss, tStatistic, kRatio, runsZScore], Array(7).fill(null))
    assert.equal(winning.deviation, 0)
    const equal = tradeMetrics(tradesOf(Array(50).fill('0.1')))
    assert.deepEqual([equal.tStatistic, equal.kRatio, equal.r.sqn], [null, null, null])
    const one = tradeMetrics(tradesOf(['-5']))
    assert.deepEqual([one.profitFactor, one.tStatistic, one.expectancyInterval, one.deviation], [0, null, null, null])
    assert.equal(tradeMetrics(tradesOf(['-5', '-6'])).kelly, null)
  })
})

describe('streaks', () => {
  test('a scratch neither extends nor breaks one', () => {
    assert.deepEqual(streaksOf([1, 0, 1, -1, 0, 0, -1, -1, 1, 0]), {
      longestWin: 2,
      longestLoss: 3,
      current: 1,
      runs: 3,
    })
    assert.deepEqual(streaksOf([0, -1, 0, -1]), { longestWin: 0, longestLoss: 2, current: -2, runs: 1 })
  })

  test('of days go by their sum, which cents leave at zero exactly', () => {
    const days: [day: string, net: string][] = [
      ['2026-01-05', '10'],
      ['2026-01-05', '-4'],
      ['2026-01-06', '0.1'],
      ['2026-01-06', '0.2'],
      ['2026-01-06', '-0.3'],
      ['2026-01-07', '1'],
      ['2026-01-08', '-5'],
    ]
    const found = tradeMetrics(days.map(([closedDay, net], at) => closedTrade(at, { closedDay, net })))
    assert.deepEqual(found.dayStreaks, { longestWin: 2, longestLoss: 1, current: -1, runs: 2 })
    assert.deepEqual([found.days.n, found.days.wins, found.days.losses], [4, 2, 1])
    sameDecimal(found.days.best, '6')
    sameDecimal(found.days.worst, '-5')
  })

  test('hold times are told for winners and losers', () => {
    const held = (at: number, net: string, minutes: number) =>
      closedTrade(at, { net, openedAtMs: 0, closedAtMs: minutes * 60_000 })
    const { hold } = tradeMetrics([held(0, '1', 10), held(1, '1', 20), held(2, '-1', 60), held(3, '0', 90)])
    assert.deepEqual(Object.fromEntries(Object.entries(hold).map(([name, ms]) => [name, (ms ?? 0) / 60_000])), {
      average: 45,
      median: 40,
      averageWin: 15,
      averageLoss: 60,
      medianWin: 15,
      medianLoss: 60,
    })
  })
})

describe('distributions', () => {
  test('Student’s t and the incomplete beta are what scipy gives', () => {
    const tails = [
      [0.5, 1, 0.7048327646991335],
      [1, 2, 0.4226497308103742],
      [2.5, 10, 0.03144684423660882],
      [-2.5, 10, 0.03144684423660882],
      [1.96, 100, 0.05277890136622966],
      [3, 39999, 0.0027014583201184043],
      [30, 5, 7.718648620496053e-7],
      [0, 7, 1],
    ] as const
    for (const [t, degrees, expected] of tails) near(studentTwoSided(t, degrees) / expected, 1, 1e-10)
    const critical = [
      [1, 12.706204736174694],
      [2, 4.302652729749462],
      [10, 2.228138851986274],
      [30, 2.0422724563012378],
      [1000, 1.9623390808264083],
      [40000, 1.960023293084913],
    ] as const
    for (const [degrees, expected] of critical) near(studentCritical(0.05, degrees), expected, 1e-10)
    const betas = [
      [0.3, 2, 3, 0.34829999999999994],
      [0.9, 0.5, 0.5, 0.7951672353008665],
      [0.01, 10, 0.5, 1.770034965528571e-21],
      [0.999, 100, 3, 0.9998405621680042],
      [0, 1, 1, 0],
      [1, 1, 1, 1],
    ] as const
    for (const [x, a, b, expected] of betas) near(incompleteBeta(x, a, b), expected, 1e-10)
    assert.deepEqual(tTest({ n: 2, mean: 1, deviation: Math.SQRT2 })?.t, 1)
  })

  test('Wilson’s interval stays within 0 and 1', () => {
    near(wilsonInterval(0, 7)?.low, 0)
    near(wilsonInterval(0, 7)?.high, 0.35433043506668743)
    near(wilsonInterval(7, 7)?.high, 1)
    near(wilsonInterval(400, 700)?.low, 0.5344768938853016)
    assert.equal(wilsonInterval(0, 0), null)
  })

  test('percentiles are linear between neighbours', () => {
    const expected = [-77.3, -66.5, -53, -28.8125, 5, 71.625, 110, 155, 191]
    for (const [at, { value }] of percentiles(nets.map(Number)).entries()) near(value, expected[at] ?? 0)
    assert.deepEqual(percentiles([]), [])
    assert.deepEqual(percentiles([3], [50]), [{ percent: 50, value: 3 }])
  })
})

const cents = fc.integer({ min: -100_000, max: 100_000 })
const amount = (units: number): Decimal => ({ units: BigInt(units), scale: 2 })
const anyTrades = fc
  .array(fc.tuple(cents, fc.option(fc.integer({ min: 1, max: 50_000 }))), { maxLength: 60 })
  .map((rows) =>
    rows.map(
      ([net, risk], at): ClosedTrade => ({
        ...closedTrade(at),
        net: amount(net),
        gross: amount(net),
        risk: risk === null ? null : amount(risk),
      }),
    ),
  )

describe('for any trades', () => {
  holds('expectancy is p * average win - q * |average loss|, and its parts add up', [anyTrades], (trades) => {
    for (const [basis, mode] of bases.flatMap((basis) => modes.map((mode) => [basis, mode] as const))) {
      const found = tradeMetrics(trades, { ...NET_CASH, basis, mode })
      assert.equal(found.n + found.missing, trades.length)
      assert.equal(found.wins + found.losses + found.scratches, found.n)
      if (found.n === 0) continue
      const won = (found.wins / found.n) * (found.averageWin ?? 0)
      const lost = (found.losses / found.n) * (found.averageLoss ?? 0)
      near(found.expectancy, won + lost, 1e-9)
      near(found.sum, (found.expectancy ?? 0) * found.n, 1e-9)
      if (found.profitFactor !== null && found.payoff !== null)
        near(found.profitFactor, (found.payoff * found.wins) / found.losses, 1e-9)
    }
  })

  holds(
    'the t statistic of R is the system quality number, and neither changes with size',
    [anyTrades, fc.integer({ min: 2, max: 99 })],
    (trades, factor) => {
      const scaled = trades.map((trade) => ({
        ...trade,
        net: { ...trade.net, units: trade.net.units * BigInt(factor) },
      }))
      const [plain, large] = [trades, scaled].map((each) => tradeMetrics(each))
      for (const key of [
        'tStatistic',
        'pValue',
        'kRatio',
        'runsZScore',
        'profitFactor',
        'payoff',
        'kelly',
        'winRate',
      ] as const)
        near(large?.[key], plain?.[key] ?? null, 1e-9)
      near(tradeMetrics(trades, { ...NET_CASH, mode: 'r' }).tStatistic, plain?.r.sqn ?? null, 1e-9)
    },
  )

  holds('sums in cash are exact, and percentiles ascend', [anyTrades], (trades) => {
    const { money, sum: told } = tradeMetrics(trades)
    const units = trades.reduce((all, { net }) => all + net.units, 0n)
    sameDecimal(money.net, { units, scale: 2 })
    sameDecimal({ ...money.won, units: money.won.units + money.lost.units }, money.net)
    assert.equal(told, toNumber(money.net))
    const found = percentiles(trades.map(({ net }) => toNumber(net))).map(({ value }) => value)
    assert.deepEqual(
      found,
      found.toSorted((left, right) => left - right),
    )
  })

  const byTrade: Record<string, (trade: ClosedTrade) => string | number> = {
    weekday: ({ entryWeekday }) => entryWeekday,
    hour: ({ entryMinute }) => Math.floor(entryMinute / 60),
    day: ({ closedDay }) => closedDay,
    hasRisk: ({ risk }) => String(risk !== null),
    size: ({ net }) => String(net.units).length,
  }
  holds('parts by any dimension add up to the whole', [anyTrades], (trades) => {
    const whole = tradeMetrics(trades)
    for (const key of Object.values(byTrade)) {
      const parts = [...Map.groupBy(trades, key).values()].map((group) => tradeMetrics(group))
      const added = (of: (part: TradeMetrics) => number | bigint) =>
        parts.reduce((sum, part) => sum + BigInt(of(part)), 0n)
      for (const name of ['net', 'gross', 'fees', 'won', 'lost'] as const)
        sameDecimal(sum(parts.map(({ money }) => money[name])), whole.money[name])
      for (const name of ['n', 'wins', 'losses', 'scratches'] as const)
        assert.equal(
          added((part) => part[name]),
          BigInt(whole[name]),
        )
      assert.equal(
        added(({ r }) => r.n + r.missing),
        BigInt(trades.length),
      )
    }
  })

  const large = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n })
  holds(
    'are added up exactly however large they are',
    [fc.array(fc.tuple(large, fc.integer({ min: 0, max: 18 })), { maxLength: 30 })],
    (rows) => {
      const values = rows.map(([units, scale]) => ({ units, scale }))
      const { money } = tradeMetrics(values.map((net, at): ClosedTrade => ({ ...closedTrade(at), net, gross: net })))
      sameDecimal(money.net, sum(values))
      sameDecimal(plus(money.won, money.lost), sum(values))
      const best = values.reduce((most, value) => (compare(value, most) > 0 ? value : most), decimal('0'))
      sameDecimal(money.largestWin ?? decimal('0'), best)
    },
  )

  test('sums beyond what doubles hold keep their last digit', () => {
    const odd: Decimal = { units: 2n ** 51n - 1n, scale: 2 }
    const { money } = tradeMetrics(Array.from({ length: 9 }, (_, at) => ({ ...closedTrade(at), net: odd, gross: odd })))
    sameDecimal(money.net, { units: 9n * odd.units, scale: 2 })
  })

  test('a compensated sum leaves no dust', () => {
    assert.equal(total([1, 1e100, 1, -1e100]), 2)
    assert.equal(sampleOf([]), null)
  })
})
