import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { metricUnits } from './definitions/definition.ts'
import { type DefinitionId, definitions } from './definitions.ts'
import {
  beyondDailyPlan,
  largerReEntries,
  losersHeldLonger,
  outsidePlannedHours,
  oversized,
  stopMovedAway,
} from './metrics/behaviour.ts'
import { closedTrade } from './metrics/closed-trade.test-support.ts'
import { excursionSummary } from './metrics/excursion.ts'
import { simulate } from './metrics/monte-carlo.ts'
import { adherenceOf } from './metrics/playbook-score.ts'
import { returnMetrics } from './metrics/return-metrics.ts'
import { tradeMetrics } from './metrics/trade-metrics.ts'

const trades = Array.from({ length: 40 }, (_, at) =>
  closedTrade(at, { net: String((at % 7) - 2), risk: '2', mae: '3', mfe: '5' }),
)
const days = trades.map((_, at) => `2026-0${1 + Math.floor(at / 20)}-${String((at % 20) + 1).padStart(2, '0')}`)
const returns = trades.map((_, at) => ((at % 5) - 1.8) / 100)
const groups = ['money', 'r', 'streaks', 'dayStreaks', 'days', 'hold']

/** Ids of what a result gives out; groups of it are told by their own names. */
const idsOf = (group: string, result: object): string[] =>
  Object.entries(result).flatMap(([name, value]) =>
    group === 'trades' && groups.includes(name) ? idsOf(name, value as object) : [`${group}.${name}`],
  )

const given = {
  trades: tradeMetrics(trades),
  returns: returnMetrics(days, returns, { periods: 252 }),
  excursion: excursionSummary(trades),
  montecarlo: simulate({
    ...{ results: returns, seed: 1, runs: 10, trades: 10 },
    ...{ start: 1, riskShare: 0.01, compounding: true, ruinAt: 0.5 },
  }),
}
const told = [
  'distribution.percentiles',
  ...['maxCashDrawdown', 'modifiedDietz', 'xirr', 'alpha', 'beta'].map((name) => `returns.${name}`),
  ...['score', 'followed', 'broken', 'unjudged', 'costOfMistakes', 'againstFollowed'].map((name) => `playbook.${name}`),
  ...[
    'pValue',
    'larger-re-entry',
    'beyond-daily-plan',
    'oversized',
    'losers-held-longer',
    'outside-planned-hours',
    'stop-moved-away',
  ].map((name) => `behaviour.${name}`),
  ...['changed', 'unknown'].map((name) => `whatif.${name}`),
]

describe('the catalogue of definitions', () => {
  test('holds every metric that is given out, and nothing else', () => {
    const ids = Object.entries(given).flatMap(([group, result]) => idsOf(group, result ?? {}))
    assert.deepEqual(Object.keys(definitions).toSorted(), [...ids, ...told].toSorted())
  })

  test('names flags, parts of adherence and simulations as they are named', () => {
    const flags = [
      largerReEntries(trades, {}),
      beyondDailyPlan(trades, { perDay: 3, dayOf: ({ closedDay }) => closedDay }),
      oversized(trades, {}),
      losersHeldLonger(trades, {}),
      outsidePlannedHours(trades, { hours: [] }),
      stopMovedAway(trades, { moved: new Map() }),
    ]
    for (const { kind } of flags) assert.ok(`behaviour.${kind}` in definitions, kind)
    const adherence = adherenceOf([])
    for (const id of told.filter((each) => each.startsWith('playbook.')))
      assert.ok(id.slice('playbook.'.length) in adherence, id)
  })

  test('says title, formula and unit of each, once', () => {
    for (const [id, { title, formula, unit, needs, source }] of Object.entries(definitions)) {
      assert.match(title, /^\S.{1,60}$/, id)
      assert.match(formula, /^\S.{2,140}$/, id)
      assert.ok(metricUnits.includes(unit) && Number.isInteger(needs) && source !== '', id)
    }
    const titles = Object.values(definitions).map(({ title }) => title)
    assert.deepEqual(
      titles.filter((title, at) => titles.indexOf(title) !== at),
      [],
    )
  })

  test('calls thirty days enough', () => {
    const isEnough = (n: number) => returnMetrics(days, returns.slice(0, n), { periods: 252 }).isEnough
    assert.deepEqual([29, 30].map(isEnough), [false, true])
  })

  test('tells the least n honestly: under it a metric is null', () => {
    for (const n of [0, 1, 2]) {
      const found = {
        trades: tradeMetrics(trades.slice(0, n)),
        returns: returnMetrics(days, returns.slice(0, n), { periods: 252 }),
        excursion: excursionSummary(trades.slice(0, n)),
      }
      for (const [group, result] of Object.entries(found)) {
        const { money, r, streaks, dayStreaks, days: ofDays, hold, ...own } = result as ReturnType<typeof tradeMetrics>
        const parts: Record<string, object | undefined> = {
          [group]: own,
          money,
          r,
          streaks,
          dayStreaks,
          days: ofDays,
          hold,
        }
        for (const [part, metrics] of Object.entries(parts))
          for (const [name, value] of Object.entries(metrics ?? {})) {
            const { needs } = definitions[`${part}.${name}` as DefinitionId]
            const isEmpty = value === null || (Array.isArray(value) && value.length === 0)
            assert.ok(
              n >= needs ? needs > 0 || value !== null : isEmpty,
              `${part}.${name} of ${n} needs ${needs}: ${value}`,
            )
          }
      }
    }
  })
})
