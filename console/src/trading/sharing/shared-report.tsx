import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { LineSeries } from '../../charts/plot-options.ts'
import { Facts } from '../../shell/facts.tsx'
import { Panel } from '../../shell/panel.tsx'
import { Amount } from '../amounts.tsx'
import { amountInWords, decimalInWords, percentInWords, riskInWords } from '../decimals.ts'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import type { Shared } from './queries.ts'

type Report = Shared['reports'][number]

/** Results in one currency: a curve and the figures that people ask for first. */
export function SharedReport({ report }: { report: Report }): ReactElement {
  const { currency, n, wins, losses, scratches, money, hiddenByPlan } = report
  return (
    <Panel title={`Results in ${currency}`}>
      <HiddenByPlan trades={hiddenByPlan} ofOthers />
      <Curve report={report} />
      <Facts
        facts={[
          ['Trades closed', String(n)],
          ['Won, lost, even', `${wins}, ${losses}, ${scratches}`],
          ['Net', money === null ? null : <Amount key="net" value={money.net} currency={currency} signed />],
          ['Fees', money === null ? null : <Amount key="fees" value={money.fees} currency={currency} />],
          ...figuresOf(report),
        ]}
      />
    </Panel>
  )
}

const FIGURES = [
  { definition: 'trades.winRate', label: 'Win rate', words: (value: number) => percentInWords(value) },
  { definition: 'trades.profitFactor', label: 'Profit factor', words: plain },
  { definition: 'trades.payoff', label: 'Average win by average loss', words: plain },
  { definition: 'r.average', label: 'Average R', words: riskInWords },
  { definition: 'r.sqn', label: 'System quality number', words: plain },
  { definition: 'streaks.longestWin', label: 'Longest run of wins', words: plain },
  { definition: 'streaks.longestLoss', label: 'Longest run of losses', words: plain },
] as const

function plain(value: number): string {
  return decimalInWords(String(Math.round(value * 100) / 100))
}

function figuresOf({ figures }: Report): (readonly [string, string | null])[] {
  return FIGURES.map(({ definition, label, words }) => {
    const value = figures.find((figure) => figure.definition === definition)?.value ?? null
    return [label, value === null ? null : words(value)]
  })
}

function Curve({ report: { curve, currency } }: { report: Report }): ReactElement | null {
  const { unit, points } = curve
  const x = useMemo(() => points.map(({ day }) => Date.parse(`${day}T00:00:00Z`)), [points])
  const series = useMemo((): LineSeries[] => {
    const inWords = (value: number) => (unit === 'money' ? amountInWords(String(value), currency) : `${plain(value)} %`)
    return [{ label: 'Added up', values: points.map(({ value }) => value), tone: 'chart-1', kind: 'area', inWords }]
  }, [points, unit, currency])
  if (points.length < 2) return null
  return (
    <LineChart
      label={unit === 'money' ? 'Result by day' : 'Result in percent'}
      axis={{ kind: 'time', zone: 'UTC' }}
      x={x}
      series={series}
      placesAre="Day"
      placeInWords={(at) => points[at]?.day ?? ''}
    />
  )
}
