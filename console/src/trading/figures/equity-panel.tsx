import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { LineSeries } from '../../charts/plot-options.ts'
import { Panel } from '../../shell/panel.tsx'
import { amountInWords, percentInWords } from '../decimals.ts'
import { TradeLink } from '../trade-link.tsx'
import { type Behind, daysWithin, tradesBehind } from './behind.ts'
import { DrawdownTable } from './drawdown-table.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import type { DashboardGroup, EquitySeries } from './types.ts'
import { DASH, dayInWords, resultInWords, type Unit } from './words.ts'

const kinds = {
  day: 'By day, as realised',
  trade: 'By closed trade',
  marked: 'By day, open positions at their price',
} as const
type Kind = keyof typeof kinds

interface EquityPanelProps {
  readonly group: DashboardGroup
  readonly unit: Unit
  readonly behind: Behind
}

export function EquityPanel({ group, unit, behind }: EquityPanelProps): ReactElement {
  const [kind, setKind] = useState<Kind>('day')
  const marked = useQuery({ ...figures.marked(behind.search), enabled: kind === 'marked' })
  const priced = marked.data?.groups.find(({ currency }) => currency === unit.currency)
  const known = [...group.equity.series, ...(priced?.series ?? [])]
  const series = known.find((one) => one.kind === kind)
  const falls = group.drawdown.series.find((one) => one.kind === kind)
  const choice = (
    <NativeSelect
      aria-label="Curve"
      size="xs"
      value={kind}
      onChange={(event) => setKind(event.currentTarget.value as Kind)}
      data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
    />
  )
  return (
    <Panel title="Equity and drawdown" aside={choice}>
      {series === undefined ? (
        <p role="status">
          {marked.isFetching ? 'Reading prices' : 'No price is known that positions could be marked at.'}
        </p>
      ) : (
        <div className={styles.stack}>
          <EquityCharts series={series} unit={unit} behind={behind} />
          {falls !== undefined && <DrawdownTable falls={falls} unit={unit} behind={behind} />}
        </div>
      )}
    </Panel>
  )
}

function EquityCharts({
  series,
  unit,
  behind,
}: Pick<EquityPanelProps, 'unit' | 'behind'> & { series: EquitySeries }): ReactElement {
  const { points, kind, pointsOf, thinned, unmarked } = series
  const isByTrade = kind === 'trade'
  const { x, heights, falls } = useCurves(series, unit)
  const wordsAt = (at: number): string => {
    const point = points[at]
    if (point === undefined) return ''
    return isByTrade && point.at !== null ? dayTimeFormat.format(new Date(point.at)) : dayInWords(point.day)
  }
  const link = (at: number) => {
    const point = points[at]
    if (point === undefined) return null
    if (point.tradeId !== null) return <TradeLink id={point.tradeId}>The trade</TradeLink>
    return (
      <TradesLink filter={tradesBehind(behind, daysWithin(behind, point.day, point.day))}>
        Trades of this day
      </TradesLink>
    )
  }
  const shared = {
    x,
    axis: { kind: 'time', zone: 'UTC' } as const,
    placesAre: isByTrade ? 'Close' : 'Day',
    placeInWords: wordsAt,
    link,
  }
  return (
    <div className={styles.stack}>
      <LineChart
        {...shared}
        label={heights[0]?.label ?? ''}
        series={heights}
        height={260}
        more={(at) => {
          const fall = falls[0]?.values[at] ?? null
          return [
            ['Result so far', resultInWords(points[at]?.result ?? '0', unit)],
            ['Drawdown', fall === null ? DASH : (falls[0]?.inWords(fall) ?? DASH)],
          ]
        }}
      />
      <LineChart {...shared} label={falls[0]?.label ?? ''} series={falls} height={140} />
      {thinned && (
        <p className={styles.note}>
          Drawn from {points.length.toLocaleString()} of {pointsOf.toLocaleString()} places, all highs and lows among
          them.
        </p>
      )}
      <Unmarked unmarked={unmarked.filter(({ lacks }) => lacks !== 'fresh-price')}>
        No price or no rate is known on some days: what was open there counts at its cost.
      </Unmarked>
      <Unmarked unmarked={unmarked.filter(({ lacks }) => lacks === 'fresh-price')}>
        The last known price is older than five days on some days, and what was open there counts at it.
      </Unmarked>
    </div>
  )
}

function Unmarked({ unmarked, children }: Pick<EquitySeries, 'unmarked'> & { children: string }): ReactElement | null {
  if (unmarked.length === 0) return null
  const days = unmarked.map((one) => `${one.symbol} (${one.days === 1 ? '1 day' : `${one.days} days`})`)
  return (
    <p className={styles.note}>
      {days.join(', ')}: {children}
    </p>
  )
}

/** What is drawn, the same while its figures are. */
function useCurves({ points, kind }: EquitySeries, { currency, mode }: Unit) {
  const isByTrade = kind === 'trade'
  const x = useMemo(
    () => points.map(({ day, at }) => Date.parse(isByTrade && at !== null ? at : day)),
    [points, isByTrade],
  )
  const heights = useMemo((): LineSeries[] => {
    const scale = mode === 'percent' ? 100 : 1
    const inWords = (value: number) =>
      mode === 'cash' ? amountInWords(value.toFixed(8), currency) : resultInWords(value / scale, { currency, mode })
    const values = points.map(({ equity, result }) => Number(equity ?? result) * scale)
    return [
      {
        label: mode === 'cash' ? 'Equity' : 'Results added up',
        values,
        tone: 'chart-1',
        kind: isByTrade ? 'steps' : 'line',
        inWords,
      },
    ]
  }, [points, currency, mode, isByTrade])
  const falls = useMemo((): LineSeries[] => {
    const scale = mode === 'r' ? 1 : 100
    const inWords = (value: number) =>
      mode === 'r' ? resultInWords(value, { currency, mode }) : percentInWords(value / scale, { places: 2 })
    const values = points.map(({ drawdown }) => (drawdown === null ? null : drawdown * scale))
    return [{ label: mode === 'r' ? 'Drawdown, R' : 'Drawdown, %', values, tone: 'chart-2', kind: 'area', inWords }]
  }, [points, currency, mode])
  return { x, heights, falls }
}

const dayTimeFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
