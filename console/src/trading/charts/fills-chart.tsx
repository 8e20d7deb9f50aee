import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { ChartLevel, ChartMark, LineSeries } from '../../charts/plot-options.ts'
import { ownZone } from '../../shell/zoned.ts'
import { decimalInWords } from '../decimals.ts'

interface Bar {
  readonly at: string
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

interface Fill {
  readonly executedAt: string
  readonly role: 'entry' | 'exit'
  readonly side: 'buy' | 'sell'
  readonly quantity: string
  readonly price: string
}

interface FillsChartProps {
  readonly label: string
  /** Of the time of the trade, ascending; none: the line joins the prices of the fills. */
  readonly bars: readonly Bar[]
  readonly fills: readonly Fill[]
  readonly levels: readonly { readonly label: string; readonly price: string }[]
  readonly zone?: string | undefined
}

interface Place {
  readonly ms: number
  /** The bar that begins here, or the one in which the fill lies. */
  readonly bar: Bar | undefined
  readonly fill: Fill | undefined
}

/** Where a trade was entered and left, on the prices of its time. */
export function FillsChart({ label, bars, fills, levels, zone = ownZone() }: FillsChartProps): ReactElement {
  const drawn = useMemo(() => drawingOf(bars, fills), [bars, fills])
  const lines = useMemo(() => levels.map(levelOf), [levels])
  const { places } = drawn
  const format = useMemo(
    () => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone }),
    [zone],
  )
  return (
    <LineChart
      label={label}
      axis={{ kind: 'time', zone }}
      placesAre="Time"
      x={drawn.x}
      series={drawn.series}
      marks={drawn.marks}
      levels={lines}
      height={300}
      placeInWords={(at) => format.format(places[at]?.ms)}
      more={(at) => [['Fill', fillInWords(places[at]?.fill)]]}
    />
  )
}

function fillInWords(fill: Fill | undefined): string {
  if (fill === undefined) return '–'
  const done = fill.side === 'buy' ? 'Bought' : 'Sold'
  return `${done} ${decimalInWords(fill.quantity)} at ${decimalInWords(fill.price)}, ${fill.role}`
}

function levelOf({ label, price }: { readonly label: string; readonly price: string }): ChartLevel {
  return { label: `${label} ${decimalInWords(price)}`, value: Number(price), tone: 'chart-3' }
}

function drawingOf(bars: readonly Bar[], fills: readonly Fill[]) {
  const places = placesOf(bars, fills)
  const marks = fills.map(
    ({ executedAt, price, side }): ChartMark => ({
      ...{ x: Date.parse(executedAt), y: Number(price) },
      direction: side === 'buy' ? 'up' : 'down',
    }),
  )
  return { places, marks, x: places.map(({ ms }) => ms), series: seriesOf(places, bars.length > 0) }
}

function placesOf(bars: readonly Bar[], fills: readonly Fill[]): Place[] {
  const starts = bars.map((bar) => Date.parse(bar.at))
  const ofBars = bars.map((bar, at): Place => ({ ms: starts[at] ?? 0, bar, fill: undefined }))
  const ofFills = fills.map((fill): Place => {
    const ms = Date.parse(fill.executedAt)
    return { ms, fill, bar: bars[starts.findLastIndex((start) => start <= ms)] ?? bars[0] }
  })
  return [...ofBars, ...ofFills].sort((left, right) => left.ms - right.ms)
}

function seriesOf(places: readonly Place[], hasBars: boolean): LineSeries[] {
  const inWords = (value: number): string => decimalInWords(String(value))
  if (!hasBars)
    return [{ label: 'Price', tone: 'chart-3', inWords, values: places.map(({ fill }) => Number(fill?.price)) }]
  const priceOf = (name: 'close' | 'high' | 'low') => places.map(({ bar }) => (bar ? Number(bar[name]) : null))
  return [
    { label: 'Close', tone: 'chart-1', inWords, values: priceOf('close') },
    { label: 'High', tone: 'chart-3', inWords, values: priceOf('high') },
    { label: 'Low', tone: 'chart-3', inWords, values: priceOf('low') },
  ]
}
