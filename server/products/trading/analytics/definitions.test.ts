import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectStatus } from '../../../../test/support/music.ts'
import { type AnalyticsServer, startAnalytics } from '../../../../test/support/trading-analytics.ts'
import { metricUnits } from './definitions/definition.ts'
import { accountDefinitions } from './definitions/of-accounts.ts'
import { type DefinitionId, definitions } from './definitions.ts'
import { closedTrade } from './metrics/closed-trade.test-support.ts'
import { excursionSummary } from './metrics/excursion.ts'
import { returnMetrics } from './metrics/return-metrics.ts'
import { tradeMetrics } from './metrics/trade-metrics.ts'

const trades = Array.from({ length: 40 }, (_, at) =>
  closedTrade(at, { net: String((at % 7) - 2), risk: '2', mae: '3', mfe: '5' }),
)
const days = trades.map((_, at) => `2026-0${1 + Math.floor(at / 20)}-${String((at % 20) + 1).padStart(2, '0')}`)
const returns = trades.map((_, at) => ((at % 5) - 1.8) / 100)

/** Every path in an answer, without places in lists: figures go by what they are defined as, flags by their kind. */
function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((one) => pathsOf(one, path))]
  if (value === null || typeof value !== 'object') return [path]
  const { definition = null, kind = null, ...rest } = value as Record<string, unknown>
  const name = definition ?? kind
  const own = name === null ? path : `${path}.${name}`
  return [own, ...Object.entries(rest).flatMap(([key, part]) => pathsOf(part, `${own}.${key}`))]
}

/** The ids that an answer names, by `definitions` and by its figures; each of them is of something that the answer has. */
function idsIn({ definitions: named, ...answer }: Record<string, unknown>): string[] {
  const paths = new Set(pathsOf(answer))
  const has = (end: string) => [...paths].some((path) => path.endsWith(`.${end}`))
  const missing = Object.keys(named as object).filter((end) => !has(end))
  assert.deepEqual(missing, [], 'defined, and not in the answer')
  const figures = [...paths].flatMap((path) => /\.figures\.(\w+\.\w+)$/.exec(path)?.slice(1) ?? [])
  return [...Object.values(named as Record<string, string>), ...figures]
}

describe('the catalogue of definitions', () => {
  let server: AnalyticsServer
  before(async () => {
    server = await startAnalytics()
  })
  after(() => server.stop())

  test('holds what answers name, and nothing else', async () => {
    const trader = await server.trader()
    const account = await trader.account()
    await trader.seed(account, { seed: 7, n: 60 })
    const rules = [{ id: 'side', kind: 'side', side: 'long' }]
    const playbook = expectStatus(await trader.http.post('/api/trading/playbooks', { name: 'Opening', rules }), 201)
    await server.query('UPDATE trading.trade_note SET playbook_id = $1 WHERE account_id = $2', [
      playbook.id,
      account.id,
    ])
    await trader.changed(account)
    const paths = [
      ...['summary', 'equity', 'drawdown', 'calendar', 'heatmap', 'distribution', 'by?dimension=symbol', 'streaks'],
      ...['r', 'excursion', 'playbooks', 'montecarlo?runs=100', 'behaviour?perDay=2&fromMinute=540&toMinute=960'],
      ...['dashboard', 'compare?left=&right=', 'whatif?change=shuffle'],
    ].map((report) => `analytics/${report}`)
    const named = new Set<string>()
    for (const path of [...paths, `playbooks/${playbook.id}/adherence`])
      for (const id of idsIn(expectStatus(await trader.http.get(`/api/trading/${path}`), 200))) named.add(id)
    const { items } = expectStatus(await trader.http.get('/api/trading/analytics/definitions'), 200)
    const all = items.map(({ id }: { id: string }) => id).filter((id: string) => !(id in accountDefinitions))
    assert.deepEqual(all.toSorted(), [...named].toSorted())
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
