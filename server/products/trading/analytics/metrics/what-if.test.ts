import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { holds } from '../../../../../test/support/properties.ts'
import { decimal, formatDecimal, minus, signOf } from '../../../../kernel/decimal.ts'
import { closedTrade, near, sameDecimal, tradesOf } from './closed-trade.test-support.ts'
import { type ClosedTrade, NET_CASH } from './closed-trade.ts'
import { excursionSummary, excursionsOf, exitEfficiency } from './excursion.ts'
import { adherenceOf, type RuleOutcome, ruleOutcomes } from './playbook-score.ts'
import { tradeMetrics } from './trade-metrics.ts'
import { atFixedRisk, cumulativeResults, exitedAtShareOfBest, inRandomOrder, stoppedAt, without } from './what-if.ts'

const four = [
  closedTrade(0, { net: '99', fees: '1', risk: '50', mae: '20', mfe: '150' }),
  closedTrade(1, { net: '-81', fees: '1', risk: '40', mae: '100', mfe: '0' }),
  closedTrade(2, { net: '-10', fees: '1', risk: null, mae: null, mfe: null }),
  closedTrade(3, { net: '29', fees: '1', risk: '30', mae: '60', mfe: '30' }),
]
const nets = (trades: readonly ClosedTrade[]): string[] => trades.map(({ net }) => formatDecimal(net))

describe('what if', () => {
  test('some trades had not been made', () => {
    const { trades, changed, unknown } = without(four, ({ net }) => signOf(net) < 0)
    assert.deepEqual([nets(trades), changed, unknown], [['99', '29'], 2, 0])
  })

  test('every trade had risked the same', () => {
    const found = atFixedRisk(four, decimal('40'))
    assert.deepEqual(nets(found.trades), ['79.2', '-81', '38.666666666666666667'])
    assert.deepEqual([found.changed, found.unknown, found.unknownAre], [2, 1, 'left-out'])
    assert.deepEqual(
      found.trades.map(({ risk }) => risk && formatDecimal(risk)),
      ['40', '40', '40'],
    )
    sameDecimal(found.trades[0]?.mfe, '120')
    const [first] = found.trades
    sameDecimal(first && minus(first.gross, first.net), '0.8')
    sameDecimal(found.trades[0]?.cost, '800')
    near(tradeMetrics(found.trades).r.sum, tradeMetrics(four).r.sum)
  })

  test('trades had been stopped at one R, or at two', () => {
    const one = stoppedAt(four, decimal('1'))
    assert.deepEqual([nets(one.trades), one.changed, one.unknown], [['99', '-41', '-10', '-31'], 2, 1])
    const two = stoppedAt(four, decimal('2'))
    assert.deepEqual([nets(two.trades), two.changed], [['99', '-81', '-10', '-61'], 1])
    const unseen = [closedTrade(0, { net: '-200', risk: '50' }), closedTrade(1, { net: '20', risk: '50' })]
    const found = stoppedAt(unseen, decimal('1'))
    assert.deepEqual([nets(found.trades), found.changed, found.unknown], [['-50', '20'], 1, 1])
  })

  test('trades had been closed at half of their best', () => {
    const found = exitedAtShareOfBest(four, decimal('0.5'))
    assert.deepEqual([nets(found.trades), found.changed, found.unknown], [['74', '-81', '-10', '14'], 2, 1])
  })

  test('the order had been another: the same end by another way, and the same for the same seed', () => {
    const many = tradesOf(Array.from({ length: 50 }, (_, at) => String(at - 20)))
    const found = inRandomOrder(many, 7)
    assert.notDeepEqual(nets(found.trades), nets(many))
    assert.deepEqual(nets(inRandomOrder(many, 7).trades), nets(found.trades))
    assert.notDeepEqual(nets(inRandomOrder(many, 8).trades), nets(found.trades))
    assert.deepEqual(new Set(found.trades), new Set(many))
    sameDecimal(cumulativeResults(found.trades).at(-1), cumulativeResults(many).at(-1) ?? null)
    assert.deepEqual(cumulativeResults(four, 'gross').map(formatDecimal), ['100', '20', '11', '41'])
    assert.deepEqual(cumulativeResults([]), [])
  })
})

describe('excursions', () => {
  test('tell what exits kept, over the trades that have both', () => {
    const found = excursionSummary(four)
    assert.deepEqual([found.n, found.missing, found.losersOnceWinning], [3, 1, 0])
    near(found.averageMae, 60)
    near(found.medianMae, 60)
    near(found.averageMfe, 60)
    near(found.medianMfe, 30)
    near(found.averageEfficiency, (99 / 150 + 29 / 30) / 2)
    near(found.captured, 47 / 180)
    assert.deepEqual(found.winnersMae.find(({ percent }) => percent === 50)?.value, 40)
    assert.deepEqual(found.losersMfe.find(({ percent }) => percent === 50)?.value, 0)
    assert.equal(exitEfficiency(decimal('5'), decimal('0')), null)
  })

  test('are told in R, of trades that have a risk as well', () => {
    const inR = excursionsOf([...four, closedTrade(4, { mae: '1', mfe: '1' })], { ...NET_CASH, mode: 'r' })
    assert.deepEqual(
      inR.map(({ mae, mfe }) => [mae, mfe]),
      [
        [0.4, 3],
        [2.5, 0],
        [2, 1],
      ],
    )
    const onceUp = [
      closedTrade(0, { net: '-10', mae: '12', mfe: '10' }),
      closedTrade(1, { net: '-10', mae: '12', mfe: '9' }),
    ]
    assert.equal(excursionSummary(onceUp).losersOnceWinning, 1)
    assert.deepEqual([excursionSummary([]).n, excursionSummary([]).captured], [0, null])
  })
})

describe('playbooks', () => {
  const judged = (net: string, rules: Record<string, RuleOutcome>) => ({ trade: closedTrade(0, { net }), rules })

  test('the score is passed by judged, and what broke a rule is told with what came of it', () => {
    const found = adherenceOf([
      judged('100', { stop: 'pass', session: 'pass' }),
      judged('40', { stop: 'pass', session: 'unknown' }),
      judged('-50.1', { stop: 'fail', session: 'pass' }),
      judged('-0.2', { stop: 'fail', session: 'fail' }),
      judged('7', { stop: 'unknown' }),
    ])
    assert.deepEqual([found.n, found.passed, found.failed, found.unknown], [5, 4, 3, 2])
    near(found.score, 4 / 7)
    assert.deepEqual(
      [found.followed.n, found.followed.wins, found.followed.winRate, found.followed.average],
      [2, 2, 1, 70],
    )
    assert.deepEqual([found.broken.n, found.broken.losses, found.unjudged.n], [2, 2, 1])
    sameDecimal(found.costOfMistakes, '-50.3')
    near(found.againstFollowed, 2 * (-25.15 - 70))
    const [stop, session] = found.rules
    assert.deepEqual([stop?.rule, stop?.passed, stop?.failed, stop?.unknown, stop?.score], ['stop', 2, 2, 1, 0.5])
    sameDecimal(stop?.failedSum, '-50.3')
    sameDecimal(session?.passedSum, '49.9')
    assert.deepEqual([session?.passed, session?.failed, session?.unknown], [2, 1, 1])
  })

  test('nothing judged has no score', () => {
    const { score, againstFollowed, n } = adherenceOf([judged('1', {})])
    assert.deepEqual([n, score, againstFollowed], [1, null, null])
  })

  const anyRules = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...ruleOutcomes))
  const rows = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), anyRules))
  holds('followed, broken and unjudged are all trades, once each', [rows], (told) => {
    const all = told.map(([net, rules]) => judged(String(net), rules))
    const { followed, broken, unjudged, score } = adherenceOf(all)
    assert.equal(followed.n + broken.n + unjudged.n, all.length)
    const units = [followed, broken, unjudged].reduce((sum, part) => sum + part.sum.units, 0n)
    assert.equal(
      units,
      told.reduce((sum, [net]) => sum + BigInt(net), 0n),
    )
    assert.ok(score === null || (score >= 0 && score <= 1))
  })
})
