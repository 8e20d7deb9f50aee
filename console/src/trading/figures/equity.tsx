import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../charts/line-chart.tsx'
import type { LineSeries } from '../charts/plot-options.ts'

interface EquityProps {
  readonly currency: string
  readonly points: readonly { readonly day: string; readonly equity: string | null; readonly result: string }[]
}

export function Equity({ currency, points }: EquityProps): ReactElement {
  const x = useMemo(() => points.map(({ day }) => Date.parse(day)), [points])
  const series = useMemo((): LineSeries[] => {
    const values = points.map(({ equity, result }) => Number(equity ?? result))
    const inWords = (value: number) => value.toLocaleString(undefined, { style: 'currency', currency })
    return [{ label: 'Equity', values, tone: 'chart-1', kind: 'area', inWords }]
  }, [points, currency])
  return (
    <LineChart
      label="Equity"
      axis={{ kind: 'time', zone: 'UTC' }}
      x={x}
      series={series}
      placesAre="Day"
      placeInWords={(at) => points[at]?.day ?? ''}
    />
  )
}
