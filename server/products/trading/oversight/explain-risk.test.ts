import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'
import { addProfile, addWatched, enterTrips, type Watched } from '../../../../test/support/trading-oversight.ts'
import { assertProves, type Explanation, readExplained } from '../analytics/explain/recompute.test-support.ts'

const march = (day: number, clock: string) => `2026-03-0${day}T${clock}:00Z`

describe('the explanation of a risk profile', () => {
  let server: TradingServer
  let watched: Watched
  before(async () => {
    server = await startTrading()
    watched = await addWatched(server)
    const { http } = watched.person
    await enterTrips(watched, [
      { at: '2026-02-20T15:00:00Z', net: 120.25 },
      { at: march(3, '14:00'), net: 900.5 },
      { at: march(3, '15:00'), net: -1200.75 },
      { at: march(4, '14:00'), net: 2300.1 },
      { at: march(5, '14:00'), net: -310 },
      { at: march(6, '14:03'), net: null, symbol: 'OPEN' },
    ])
    for (const [kind, amount, day] of [
      ['fee', '-12.5', march(4, '20:00')],
      ['deposit', '5000', march(4, '21:00')],
      ['withdrawal', '-77', '2026-02-21T10:00:00Z'],
    ])
      expectStatus(
        await http.post(`/api/trading/accounts/${watched.accountId}/cash-movements`, {
          ...{ kind, amount, happenedAt: day },
        }),
        201,
      )
    const held = expectStatus(await http.get('/api/trading/executions?symbol=OPEN'), 200).items[0]
    const bars = ['10010', '8990', '10040'].map((close, at) => {
      return { at: `2026-03-06T14:0${at + 3}:00Z`, open: close, high: close, low: close, close }
    })
    expectStatus(await http.put(`/api/trading/instruments/${held.instrument.id}/bars`, { seconds: 60, bars }), 200)
  })
  after(() => server.stop())

  const get = async (path: string): Promise<Explanation> => expectStatus(await watched.person.http.get(path), 200)
  const all = { dailyLoss: '1000', bestDayPercent: '33.3', daysMin: 9, profitTarget: '3000' }
  const cases: readonly [name: string, rules: object][] = [
    ['a static floor', { ...all, drawdown: { kind: 'static', amount: '1500', lockAt: null } }],
    [
      'one that trails closes and stops',
      { ...all, drawdown: { kind: 'trailing_end_of_day', amount: '500', lockAt: '100' } },
    ],
    [
      'one that trails closes',
      { startBalance: '40000', drawdown: { kind: 'trailing_end_of_day', amount: '500', lockAt: null } },
    ],
    [
      'one that trails points and bars',
      { ...all, usesMarks: true, drawdown: { kind: 'trailing_intraday', amount: '900.5', lockAt: null } },
    ],
    [
      'no trade at all',
      { ...all, startsOn: '2026-04-01', drawdown: { kind: 'trailing_intraday', amount: '1', lockAt: '3' } },
    ],
  ]
  for (const [name, rules] of cases)
    test(`evaluates to every figure of the status with ${name}`, async () => {
      const { id } = await addProfile(watched, rules)
      const path = `/api/trading/risk-profiles/${id}/status`
      const told = expectStatus(await watched.person.http.get(path), 200)
      const figures: [string, string | number | null][] = [
        ...(['startEquity', 'equity', 'marks'] as const).map((one) => [`/${one}`, told[one]] as [string, string]),
        ...told.rules.flatMap((one: Record<string, string>) =>
          ['actual', 'allowed', 'left'].map((side) => [`/rules/${one.rule}/${side}`, one[side]]),
        ),
        ...told.days.flatMap(({ day, ...fields }: Record<string, string>) =>
          Object.entries(fields).map(([field, value]) => [`/days/${day}/${field}`, value]),
        ),
      ]
      assert.ok(figures.length >= 15, `${figures.length} figures`)
      for (const [figure, value] of figures) {
        const asked = `${path}/explain?figure=${encodeURIComponent(figure)}`
        if (value === null) expectProblem(await watched.person.http.get(asked), 'trading/figure-not-found')
        else assertProves(await readExplained(get, asked), value, figure)
      }
    })

  test('leads over points and sessions down to trades, and tells others nothing', async () => {
    const { id } = await addProfile(watched, all)
    const path = `/api/trading/risk-profiles/${id}/status/explain?figure=`
    const { rows } = await readExplained(get, `${path}/rules/profit_target/actual`)
    const [third] = rows.filter((row) => row.explainedBy.length > 0)
    const day = await readExplained(get, third?.explainedBy[0] ?? '')
    assert.deepEqual([day.explanation.value, third?.values.realised], ['-300.25', '-300.25'])
    assert.ok(day.rows.every(({ tradeId }) => tradeId !== null))
    for (const figure of [
      '/status',
      '/rules/drawdown/actual',
      '/rules/daily_loss/rule',
      '/days/2026-03-03/day',
      '/rules',
    ])
      expectProblem(await watched.person.http.get(`${path}${figure}`), 'trading/figure-not-found')
    const other = await addWatched(server)
    expectProblem(await other.person.http.get(`${path}/equity`), 'trading/risk-profile-not-found')
  })
})
