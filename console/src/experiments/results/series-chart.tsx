import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { ChartBand, ChartLevel, LineSeries } from '../../charts/plot-options.ts'
import { differenceInWords, drawnAs } from '../figures.ts'
import type { MetricResult, Results } from '../types.ts'

type Points = Results['series'][number]['points']

interface SeriesChartProps {
  readonly metric: Pick<MetricResult, 'title' | 'kind'>
  readonly variant: string
  readonly difference: 'relative' | 'absolute'
  readonly points: Points
}

const BANDS: readonly ChartBand[] = [{ upper: 2, lower: 1, tone: 'chart-1' }]
const LEVELS: readonly ChartLevel[] = [{ label: 'No difference', value: 0, tone: 'chart-3' }]
const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

/** How a difference and its interval went, day by day. */
export function SeriesChart({ metric, variant, difference, points }: SeriesChartProps): ReactElement {
  const { kind, title } = metric
  const { x, series } = useMemo(() => drawingOf(points, { kind, difference }), [points, kind, difference])
  const { unit } = drawnAs({ kind, difference })
  const label = `${title}, ${variant} by day${unit === '' ? '' : `, in ${unit.trim()}`}`
  return (
    <LineChart
      label={label}
      axis={{ kind: 'time', zone: 'UTC' }}
      placesAre="Day"
      {...{ x, series }}
      bands={BANDS}
      levels={LEVELS}
      height={220}
      placeInWords={(at) => dayFormat.format(new Date(points[at]?.at ?? 0))}
      more={(at) => [['Sample', (points[at]?.units ?? 0).toLocaleString()]]}
    />
  )
}

function drawingOf(points: Points, shown: Pick<SeriesChartProps, 'difference'> & Pick<MetricResult, 'kind'>) {
  const { factor } = drawnAs(shown)
  const inWords = (value: number) => differenceInWords(shown, value / factor)
  const of = (label: string, name: 'estimate' | 'lower' | 'upper'): LineSeries => ({
    ...{ label, inWords, tone: 'chart-1', values: points.map((point) => point[name] * factor) },
    isDashed: name !== 'estimate',
  })
  return {
    x: points.map(({ at }) => Date.parse(`${at.slice(0, 10)}T00:00:00Z`)),
    series: [of('Difference', 'estimate'), of('From', 'lower'), of('To', 'upper')],
  }
}
