import { type Static, Type } from 'typebox'
import { type Decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import { namedObject, nullable, object } from '../../../../kernel/http/schema.ts'
import { curveOf } from '../curves.ts'
import type { DefinitionId } from '../definitions.ts'
import { calendarOf } from '../equity.ts'
import { type ReturnMetrics, returnMetrics } from '../metrics/return-metrics.ts'
import type { Interval } from '../metrics/significance.ts'
import { type TradeMetrics, tradeMetrics } from '../metrics/trade-metrics.ts'
import { type MoneyWeighted, moneyWeighted } from '../money-weighted.ts'
import type { Report } from '../report.ts'
import { count, day, exact, finite, maybeExact, maybeInterval, maybeNumber, textOf } from '../shapes.ts'
import { dayCalendar } from './equity.ts'

const figure = namedObject('Figure', {
  definition: Type.String(),
  value: maybeNumber,
  n: count,
  interval: maybeInterval,
})

const money = namedObject('MoneyFigures', {
  gross: exact,
  fees: exact,
  net: exact,
  won: exact,
  lost: exact,
  largestWin: maybeExact,
  largestLoss: maybeExact,
  bestDay: maybeExact,
  worstDay: maybeExact,
})

const returns = namedObject('ReturnFigures', {
  calendar: dayCalendar,
  from: nullable(day),
  to: nullable(day),
  n: { ...count, description: 'Days with a return' },
  isEnough: { ...Type.Boolean(), description: 'False under thirty days with a return: the ratios say little' },
})

const summaryQuery = {
  riskFree: Type.Optional(
    Type.Number({ minimum: -0.5, maximum: 1, description: 'Risk-free rate a year as a share; 0 when absent' }),
  ),
}

export const summaryProperties = {
  wins: count,
  losses: count,
  scratches: count,
  days: object({ n: count, wins: count, losses: count }),
  money: { ...money, description: 'Exact, whatever the mode' },
  returns: { ...returns, description: 'What the figures of returns are of: days of realised equity' },
  figures: Type.Array(figure),
}

export const summaryDefinitions = {
  n: 'trades.n',
  wins: 'trades.wins',
  losses: 'trades.losses',
  scratches: 'trades.scratches',
  gross: 'money.gross',
  fees: 'money.fees',
  'money.net': 'money.net',
  won: 'money.won',
  lost: 'money.lost',
  largestWin: 'money.largestWin',
  largestLoss: 'money.largestLoss',
  bestDay: 'days.best',
  worstDay: 'days.worst',
  'days.n': 'days.n',
  'days.wins': 'days.wins',
  'days.losses': 'days.losses',
  'returns.n': 'returns.n',
  'returns.isEnough': 'returns.isEnough',
  'trades.winRateDecided.n': 'trades.decided',
  'trades.winRate.interval': 'trades.winRateInterval',
  'trades.expectancy.interval': 'trades.expectancyInterval',
  'r.average.interval': 'r.averageInterval',
} as const

/** The figures of a selection, each with its definition, of how many it is, and how sure where that means something. */
export const summaryReport: Report<typeof summaryQuery, typeof summaryProperties> = {
  name: 'summary',
  query: summaryQuery,
  definitions: summaryDefinitions,
  properties: summaryProperties,
  compute(selection, { riskFree = 0 }) {
    const metrics = tradeMetrics(selection.trades, selection.scope.measure, selection.results)
    const calendar = calendarOf(selection)
    const curve = curveOf(selection, 'day')
    const grown = curve.points.filter((point) => point.return !== null)
    const days = grown.map((point) => point.day)
    const rates = grown.map((point) => point.return ?? 0)
    const told = returnMetrics(days, rates, { periods: calendar.periods, riskFree })
    const { n, wins, losses, best, worst } = metrics.days
    return {
      ...{ wins: metrics.wins, losses: metrics.losses, scratches: metrics.scratches },
      days: { n, wins, losses },
      money: { ...moneyOf(metrics), bestDay: textOf(best), worstDay: textOf(worst) },
      returns: { calendar, from: days[0] ?? null, to: days.at(-1) ?? null, n: told.n, isEnough: told.isEnough },
      figures: [...tradeFigures(metrics), ...returnFigures({ ...told, ...moneyWeighted(curve) })],
    }
  },
}

function moneyOf({ money: { largestWin, largestLoss, ...sums } }: TradeMetrics) {
  const { gross, fees, net, won, lost } = sums
  const text = (value: Decimal) => formatDecimal(value)
  return {
    ...{ gross: text(gross), fees: text(fees), net: text(net), won: text(won), lost: text(lost) },
    ...{ largestWin: textOf(largestWin), largestLoss: textOf(largestLoss) },
  }
}

type Figure = Static<typeof figure>

function told(definition: DefinitionId, value: number | null, n: number, interval: Interval | null = null): Figure {
  return { definition, value: finite(value), n, interval }
}

function tradeFigures({ n, r, wins, losses, ...metrics }: TradeMetrics): Figure[] {
  const of = (name: (typeof OF_TRADES)[number]): Figure => told(`trades.${name}`, metrics[name], n)
  return [
    told('trades.winRate', metrics.winRate, n, metrics.winRateInterval),
    told('trades.winRateDecided', metrics.winRateDecided, wins + losses),
    told('trades.expectancy', metrics.expectancy, n, metrics.expectancyInterval),
    ...OF_TRADES.map(of),
    told('trades.averageWin', metrics.averageWin, wins),
    told('trades.averageLoss', metrics.averageLoss, losses),
    told('trades.medianWin', metrics.medianWin, wins),
    told('trades.medianLoss', metrics.medianLoss, losses),
    told('r.average', r.average, r.n, r.averageInterval),
    ...OF_R.map((name) => told(`r.${name}`, r[name], r.n)),
    told('streaks.longestWin', metrics.streaks.longestWin, n),
    told('streaks.longestLoss', metrics.streaks.longestLoss, n),
    told('streaks.current', metrics.streaks.current, n),
    ...OF_HOLD.map((name) => told(`hold.${name}`, metrics.hold[name], n)),
  ]
}

const OF_TRADES = [
  'sum',
  'profitFactor',
  'payoff',
  'kelly',
  'medianResult',
  'deviation',
  'tStatistic',
  'pValue',
  'kRatio',
  'runsZScore',
] as const
const OF_R = ['sum', 'median', 'deviation', 'sqn', 'sqn100'] as const
const OF_HOLD = ['average', 'median', 'averageWin', 'averageLoss', 'medianWin', 'medianLoss'] as const
const OF_RETURNS = [
  'timeWeighted',
  'modifiedDietz',
  'xirr',
  'annualGrowth',
  'volatility',
  'downsideDeviation',
  'sharpe',
  'sortino',
  'calmar',
  'omega',
  'stability',
  'ulcerIndex',
] as const

function returnFigures(metrics: ReturnMetrics & MoneyWeighted): Figure[] {
  const { n, maxDrawdown, currentDrawdown } = metrics
  return [
    ...OF_RETURNS.map((name) => told(`returns.${name}`, metrics[name], n)),
    told('returns.maxDrawdown', maxDrawdown?.depth ?? (n === 0 ? null : 0), n),
    told('returns.currentDrawdown', n === 0 ? null : currentDrawdown, n),
  ]
}
