import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { expectStatus } from '../../../../test/support/music.ts'
import { type SeededTrade, startAnalytics } from '../../../../test/support/trading-analytics.ts'
import {
  ask,
  byClose,
  type Group,
  grouped,
  isWin,
  near,
  net,
  type Query,
  toNumber,
} from '../../../../test/support/trading-answers.ts'
import { type Decimal, decimal, formatDecimal, minus, plus, sum, ZERO } from '../../../kernel/decimal.ts'

const server = await startAnalytics()
after(() => server.stop())

const trader = await server.trader()
const dollars = await trader.account()
const trades = await trader.seed(dollars, { seed: 7, n: 400 })
await trader.cash(dollars, 'deposit', '10000', '2025-02-10T15:00:00Z')
await trader.cash(dollars, 'withdrawal', '-2500.5', '2025-03-03T23:30:00Z')
await trader.cash(dollars, 'dividend', '12.34', '2025-03-05T15:00:00Z')
// Of the same person, and in no sum below.
await trader.seed(await trader.account({ currency: 'EUR' }), { seed: 9, n: 20 })

/** What a report says of the dollar account alone. */
async function ofDollars(report: string, query: Query = {}): Promise<Group> {
  const { groups } = await ask(trader, report, { account: dollars.id, ...query })
  assert.equal(groups.length, 1)
  return groups[0] ?? {}
}

function figureOf(group: Group, definition: string): Group {
  return group.figures.find((figure: Group) => figure.definition === definition) ?? {}
}

describe('reports say what the trades say', () => {
  test('a summary adds up exactly, with definitions, sample sizes and intervals', async () => {
    const group = await ofDollars('summary')
    assert.equal(group.money.net, net(trades))
    assert.equal(group.money.gross, formatDecimal(sum(trades.map(({ gross }) => gross))))
    assert.equal(group.money.fees, formatDecimal(sum(trades.map(({ fees }) => fees))))
    const wins = trades.filter(isWin)
    const losses = trades.filter((trade) => trade.net.units < 0n)
    assert.deepEqual(
      [group.n, group.wins, group.losses, group.scratches],
      [400, wins.length, losses.length, 400 - wins.length - losses.length],
    )
    near(figureOf(group, 'trades.winRate').value, wins.length / 400)
    assert.equal(figureOf(group, 'trades.winRate').interval.level, 0.95)
    near(figureOf(group, 'trades.profitFactor').value, Number(net(wins)) / -Number(net(losses)))
    const rs = trades.flatMap(({ risk, net }) => (risk === null ? [] : [toNumber(net) / toNumber(risk)]))
    near(figureOf(group, 'r.average').value, rs.reduce((total, r) => total + r, 0) / rs.length)
    assert.equal(figureOf(group, 'r.average').n, rs.length)
    const known = expectStatus(await trader.http.get('/api/trading/analytics/definitions'), 200).items.map(
      ({ id }: Group) => id,
    )
    for (const { definition } of group.figures) assert.ok(known.includes(definition), definition)
  })

  test('the same filter gives the same sums in every dimension', async () => {
    for (const filter of [
      {},
      { side: 'long' },
      { symbol: ['ES', 'SPY'] },
      { outcome: 'loss', weekday: ['1', '3'] },
      { from: '2025-02-01', to: '2025-04-30' },
    ]) {
      const summary = await ofDollars('summary', filter)
      for (const dimension of [
        'symbol',
        'side',
        'playbook',
        'hour',
        'weekday',
        'hold',
        'assetClass',
        'month',
        'account',
      ]) {
        const { rows, total, n } = await ofDollars('by', { ...filter, dimension })
        assert.equal(formatDecimal(sum(rows.map((row: Group) => decimal(row.net)))), summary.money.net, dimension)
        assert.equal(total.net, summary.money.net)
        assert.equal(
          rows.reduce((count: number, row: Group) => count + row.n, 0),
          n,
        )
      }
      for (const [report, list] of [
        ['calendar', 'days'],
        ['calendar', 'weeks'],
        ['heatmap', 'cells'],
      ] as const) {
        const group = await ofDollars(report, filter)
        assert.equal(
          formatDecimal(sum(group[list].map((row: Group) => decimal(row.net)))),
          summary.money.net,
          `${report} ${list}`,
        )
      }
    }
  })

  const keys: Readonly<Record<string, (trade: SeededTrade) => readonly (string | null)[]>> = {
    symbol: ({ symbol }) => [symbol],
    side: ({ side }) => [side === 1 ? 'long' : 'short'],
    tag: ({ tags }) => (tags.length === 0 ? [null] : tags),
    playbook: ({ playbookId }) => [playbookId],
    hour: ({ minute }) => [String(Math.floor(minute / 60))],
    weekday: ({ weekday }) => [String(weekday)],
    assetClass: ({ assetClass }) => [assetClass],
    month: ({ closedDay }) => [closedDay.slice(0, 7)],
    account: ({ account }) => [account.id],
  }
  for (const [dimension, keysOf] of Object.entries(keys)) {
    test(`by ${dimension}`, async () => {
      const { rows } = await ofDollars('by', { dimension })
      const expected = grouped(trades, keysOf)
      assert.equal(rows.length, expected.size)
      for (const row of rows) {
        const own = expected.get(row.key) ?? []
        assert.deepEqual([row.n, row.wins, row.net], [own.length, own.filter(isWin).length, net(own)], `${row.key}`)
        near(row.winRate, own.filter(isWin).length / own.length)
      }
    })
  }

  test('a calendar by trading day, cumulated by week', async () => {
    const { days, weeks, openRealised } = await ofDollars('calendar')
    const expected = grouped(trades, ({ closedDay }) => [closedDay])
    for (const day of days) assert.equal(day.net, net(expected.get(day.day) ?? []), day.day)
    const realised = new Map<string, Decimal>()
    for (const { parts } of trades)
      for (const { day, gross, fees } of parts) realised.set(day, plus(realised.get(day) ?? ZERO, minus(gross, fees)))
    for (const day of days) assert.equal(day.realised, formatDecimal(realised.get(day.day) ?? ZERO))
    assert.equal(days.length, new Set([...expected.keys(), ...realised.keys()]).size)
    assert.equal(weeks.at(-1).cumulated, net(trades))
    assert.equal(openRealised, '0')
  })

  test('a heatmap of entries on clocks of the account, or of a zone that is asked for', async () => {
    const { cells } = await ofDollars('heatmap', { slotMinutes: '30' })
    const expected = grouped(trades, ({ weekday, minute }) => [`${weekday} ${minute - (minute % 30)}`])
    assert.equal(cells.length, expected.size)
    for (const cell of cells) {
      const own = expected.get(`${cell.weekday} ${cell.minute}`) ?? []
      assert.deepEqual([cell.n, cell.net], [own.length, net(own)])
      const rs = own.flatMap(({ risk, net }) => (risk === null ? [] : [toNumber(net) / toNumber(risk)]))
      assert.equal(cell.rN, rs.length)
      if (rs.length > 0) near(cell.avgR, rs.reduce((total, r) => total + r, 0) / rs.length)
    }
    const tokyo = (await ofDollars('heatmap', { tz: 'Asia/Tokyo' })).cells as Group[]
    const moved = grouped(trades, ({ openedAt }) => {
      const wall = new Date(openedAt.getTime() + 9 * 3_600_000)
      return [`${wall.getUTCDay() || 7} ${wall.getUTCHours() * 60}`]
    })
    for (const cell of tokyo) assert.equal(cell.n, moved.get(`${cell.weekday} ${cell.minute}`)?.length)
  })

  test('equity by day and by trade ends at opening, cash and results together, and falls are found', async () => {
    const { opening, series, calendar } = await ofDollars('equity', { series: ['trade', 'day'] })
    assert.deepEqual(calendar, { days: 'trading-days', periods: 252 })
    const end = formatDecimal(sum([decimal(opening), decimal('7511.84'), ...trades.map((trade) => trade.net)]))
    assert.equal(opening, '50000')
    for (const { points, pointsOf, thinned } of series) {
      assert.equal(points.at(-1).equity, end)
      assert.deepEqual([points.length, thinned], [pointsOf, false])
    }
    const { points } = series[0]
    assert.deepEqual(
      points.flatMap(({ tradeId }: Group) => (tradeId === null ? [] : [tradeId])),
      trades.toSorted(byClose).map(({ id }) => id),
    )
    // A withdrawal is no fall: the index only follows results.
    const out = series[1].points.findIndex(({ day }: Group) => day === '2025-03-04')
    const [before, day] = [series[1].points[out - 1], series[1].points[out]]
    const flow = -2500.5
    const gained = Number(day.equity) - Number(before.equity) - flow
    near(day.index / before.index - 1, gained / (Number(before.equity) + flow))
    let peak = 0
    let deepest = 0
    for (const { result } of points) {
      peak = Math.max(peak, Number(result))
      deepest = Math.min(deepest, Number(result) - peak)
    }
    const falls = await ofDollars('drawdown', { series: 'trade' })
    near(Number(falls.series[0].inResult.amount), deepest)
    const [worst] = falls.series[0].worst
    assert.ok(worst.start <= worst.valley && (worst.recovery === null || worst.valley < worst.recovery))
    near(worst.depth, Math.min(...points.map(({ drawdown }: Group) => drawdown)))
  })

  test('a long series is thinned only when asked, and keeps its extremes', async () => {
    const whole = await ofDollars('equity', { series: 'trade' })
    const thin = await ofDollars('equity', { series: 'trade', points: '20' })
    const heights = (group: Group) => group.series[0].points.map(({ equity }: Group) => Number(equity))
    assert.ok(heights(thin).length <= 20)
    assert.deepEqual([thin.series[0].thinned, thin.series[0].pointsOf], [true, whole.series[0].points.length])
    assert.equal(Math.max(...heights(thin)), Math.max(...heights(whole)))
    assert.equal(Math.min(...heights(thin)), Math.min(...heights(whole)))
  })

  test('distribution, R, excursions, streaks and playbooks are of all that have them', async () => {
    const distribution = await ofDollars('distribution')
    assert.equal(
      distribution.bins.reduce((n: number, bin: Group) => n + bin.n, 0),
      400,
    )
    const r = await ofDollars('r')
    const known = trades.filter(({ risk }) => risk !== null)
    assert.deepEqual([r.rN, r.rMissing], [known.length, 400 - known.length])
    const inR = await ofDollars('summary', { mode: 'r' })
    assert.deepEqual([inR.n, inR.missing], [known.length, 400 - known.length])
    const excursion = await ofDollars('excursion')
    const both = trades.filter(({ mae, mfe }) => mae !== null && mfe !== null)
    assert.equal(excursion.excursionN, both.length)
    near(excursion.averageMae, both.reduce((total, { mae }) => total + toNumber(mae ?? ZERO), 0) / both.length)
    const { playbooks, without } = await ofDollars('playbooks')
    assert.equal(without.net, net(trades.filter(({ playbookId }) => playbookId === null)))
    for (const row of playbooks)
      assert.equal(row.net, net(trades.filter(({ playbookId }) => playbookId === row.playbookId)))
    const streaks = await ofDollars('streaks')
    const signs = trades.toSorted(byClose).map((trade) => (isWin(trade) ? 'w' : trade.net.units < 0n ? 'l' : ''))
    const runs = signs.join('').match(/w+|l+/g) ?? []
    const longest = (kind: string) => Math.max(...runs.filter((run) => run.startsWith(kind)).map((run) => run.length))
    assert.deepEqual(
      [streaks.trades.longestWin, streaks.trades.longestLoss, streaks.trades.runs],
      [longest('w'), longest('l'), runs.length],
    )
    for (const { kind, length, firstTradeId, lastTradeId, tradeIds } of streaks.longest) {
      assert.deepEqual([tradeIds.length, tradeIds[0], tradeIds.at(-1)], [length, firstTradeId, lastTradeId])
      const run = trades.filter(({ id }) => tradeIds.includes(id))
      assert.ok(run.every((trade) => isWin(trade) === (kind === 'win')))
    }
  })

  test('two filters beside each other, and trades as they might have been', async () => {
    const { groups } = await ask(trader, 'compare', {
      left: `account=${dollars.id}&side=long`,
      right: `account=${dollars.id}&side=short`,
    })
    const [{ left, right } = {} as Group] = groups
    assert.equal(left.money.net, net(trades.filter(({ side }) => side === 1)))
    assert.equal(right.money.net, net(trades.filter(({ side }) => side === -1)))
    const without = await ofDollars('whatif', { change: 'without', filter: 'symbol=ES' })
    assert.equal(without.real.net, net(trades))
    assert.equal(without.whatIf.net, net(trades.filter(({ symbol }) => symbol !== 'ES')))
    const shuffled = await ofDollars('whatif', { change: 'shuffle', seed: '3' })
    assert.deepEqual([shuffled.whatIf.net, shuffled.whatIf.points.at(-1).result], [net(trades), net(trades)])
    assert.deepEqual(shuffled, await ofDollars('whatif', { change: 'shuffle', seed: '3' }))
  })

  test('simulations and behaviour are the same for the same seed, and say of how many they are', async () => {
    const { simulation } = await ofDollars('montecarlo', { runs: '500', trades: '50', seed: '5' })
    assert.equal(simulation.n, trades.filter(({ risk }) => risk !== null).length)
    assert.ok(simulation.endEquity.p5 < simulation.endEquity.p95)
    const { simulation: other } = await ofDollars('montecarlo', { runs: '500', trades: '50', seed: '6' })
    assert.notDeepEqual(other, simulation)
    const { flags } = await ofDollars('behaviour', { perDay: '2', fromMinute: '540', toMinute: '960' })
    assert.deepEqual(flags.map(({ kind }: Group) => kind).sort(), [
      'beyond-daily-plan',
      'larger-re-entry',
      'losers-held-longer',
      'outside-planned-hours',
      'oversized',
      'stop-moved-away',
    ])
    const outside = flags.find(({ kind }: Group) => kind === 'outside-planned-hours')
    const late = trades.filter(({ minute }) => minute < 540 || minute >= 960)
    assert.deepEqual([outside.triggeredN, outside.net], [late.length, net(late)])
  })

  test('a dashboard is its reports in one answer', async () => {
    const group = await ofDollars('dashboard', { points: '100' })
    for (const name of ['summary', 'calendar', 'heatmap', 'distribution']) {
      const { currency: _, accountIds: __, ...alone } = await ofDollars(name)
      assert.deepEqual(group[name], alone, name)
    }
    assert.ok(group.equity.series[0].points.length <= 100)
  })
})
