import type uPlot from 'uplot'

/** A line of a chart; its values stand at the places of the chart, null where there is none. */
export interface LineSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
  readonly tone: Tone
  readonly kind?: 'line' | 'steps' | 'area'
  readonly isDashed?: boolean
  /** Goes on over places that have no value. */
  readonly isSparse?: boolean
  /** As the tooltip and the table write a value. */
  readonly inWords: (value: number) => string
}

/** Something that happened at one place: an entry points up, an exit down. */
export interface ChartMark {
  readonly x: number
  readonly y: number
  readonly direction: 'up' | 'down'
}

/** A price that is drawn from side to side. */
export interface ChartLevel {
  readonly label: string
  readonly value: number
  readonly tone: Tone
}

/** Colours of colors.css. */
export type Tone = 'chart-1' | 'chart-2' | 'chart-3'

/** Milliseconds on clocks of a zone, or the number of something. */
export type ChartAxis = { readonly kind: 'time'; readonly zone: string } | { readonly kind: 'count' }

/** Two lines by their places among the series: what lies between them is filled. */
export interface ChartBand {
  readonly upper: number
  readonly lower: number
  readonly tone: Tone
}

export interface Drawn {
  readonly axis: ChartAxis
  readonly series: readonly LineSeries[]
  readonly marks: readonly ChartMark[]
  readonly levels: readonly ChartLevel[]
  readonly bands: readonly ChartBand[]
}

const FONT = '12px ui-sans-serif, system-ui, sans-serif'
const DAY_MS = 86_400_000

/** What uPlot is told; colours are read from the style sheet at each drawing, so that it follows the scheme. */
export function plotOptions(
  UPlot: typeof uPlot,
  { axis, series, marks, levels, bands }: Drawn,
  { width, height }: { readonly width: number; readonly height: number },
): uPlot.Options {
  const heights = levels.map(({ value }) => value)
  return {
    ...{ width, height, ms: 1, legend: { show: false }, padding: [10, 12, 0, 0] },
    ...(axis.kind === 'time' ? { tzDate: (ms: number) => UPlot.tzDate(new Date(ms), axis.zone) } : {}),
    cursor: { y: false, drag: { x: false, y: false, click: () => {} }, points: { size: 7 } },
    scales: {
      x: { time: axis.kind === 'time' },
      y: {
        range: (_, least, most) => {
          const low = Math.min(least ?? 0, ...heights)
          const high = Math.max(most ?? 0, ...heights)
          return low === high ? [low - 1, high + 1] : UPlot.rangeNum(low, high, 0.08, true)
        },
      },
    },
    axes: [xAxis(axis), yAxis],
    series: [{}, ...series.map((one) => lineOf(UPlot, one))],
    // uPlot counts the places as the first of its series.
    bands: bands.map(({ upper, lower, tone }) => ({
      series: [upper + 1, lower + 1],
      fill: () => `${color(tone)}26`,
    })),
    hooks: { draw: [(plot) => drawLevels(plot, levels), (plot) => drawMarks(plot, marks)] },
  }
}

function lineOf(
  UPlot: typeof uPlot,
  { tone, kind = 'line', isDashed = false, isSparse = false }: LineSeries,
): uPlot.Series {
  const steps = UPlot.paths.stepped?.({ align: 1 })
  return {
    stroke: () => color(tone),
    width: 2,
    points: { show: false },
    spanGaps: isSparse,
    ...(kind === 'area' && { fill: () => `${color(tone)}26` }),
    ...(kind === 'steps' && steps !== undefined && { paths: steps }),
    ...(isDashed && { dash: [6, 4] }),
  }
}

const quiet = { stroke: () => color('quiet'), font: FONT }
const grid = { stroke: () => color('chart-grid'), width: 1 }

function xAxis(axis: ChartAxis): uPlot.Axis {
  const values: uPlot.Axis.DynamicValues =
    axis.kind === 'count'
      ? (_, splits) => splits.map((one) => (Number.isInteger(one) ? one.toLocaleString() : ''))
      : (...[, splits, , , stretch]) => splits.map((ms) => timeFormat(stretch, axis.zone).format(ms))
  return { ...quiet, grid: { show: false }, ticks: { ...grid, size: 4 }, space: 72, size: 32, values }
}

function timeFormat(stretchMs: number, timeZone: string): Intl.DateTimeFormat {
  if (stretchMs >= 300 * DAY_MS) return new Intl.DateTimeFormat(undefined, { timeZone, year: 'numeric' })
  if (stretchMs >= 27 * DAY_MS) return new Intl.DateTimeFormat(undefined, { timeZone, month: 'short', year: '2-digit' })
  if (stretchMs >= DAY_MS) return new Intl.DateTimeFormat(undefined, { timeZone, day: 'numeric', month: 'short' })
  return new Intl.DateTimeFormat(undefined, { timeZone, hour: '2-digit', minute: '2-digit' })
}

/** Of one width, so that charts above each other line up. */
const yAxis: uPlot.Axis = {
  ...quiet,
  grid,
  ticks: { show: false },
  size: 60,
  values: (...[, splits, , , step]) => {
    const largest = Math.max(...splits.map(Math.abs))
    const unit = largest >= 1_000_000 ? 1_000_000 : largest >= 10_000 ? 1000 : 1
    const places = Math.min(8, Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9)))
    const format = new Intl.NumberFormat(undefined, { minimumFractionDigits: places, maximumFractionDigits: places })
    const letter = unit === 1 ? '' : unit === 1000 ? 'K' : 'M'
    return splits.map((one) => `${format.format(one / unit)}${one === 0 ? '' : letter}`)
  },
}

function drawLevels(plot: uPlot, levels: readonly ChartLevel[]): void {
  const { ctx, bbox } = plot
  for (const { label, value, tone } of levels) {
    const y = plot.valToPos(value, 'y', true)
    ctx.save()
    ctx.strokeStyle = color(tone)
    ctx.fillStyle = color(tone)
    ctx.setLineDash([6, 4])
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
    ctx.font = FONT
    ctx.textAlign = 'right'
    ctx.fillText(label, bbox.left + bbox.width - 4, y - 4)
    ctx.restore()
  }
}

const MARK = 7

function drawMarks(plot: uPlot, marks: readonly ChartMark[]): void {
  const size = MARK * devicePixelRatio
  for (const { x, y, direction } of marks) {
    const left = plot.valToPos(x, 'x', true)
    const top = plot.valToPos(y, 'y', true)
    const turn = direction === 'up' ? 1 : -1
    plot.ctx.save()
    plot.ctx.fillStyle = color(direction === 'up' ? 'chart-1' : 'chart-2')
    plot.ctx.strokeStyle = color('surface')
    plot.ctx.beginPath()
    plot.ctx.moveTo(left, top)
    plot.ctx.lineTo(left - size, top + turn * size * 1.6)
    plot.ctx.lineTo(left + size, top + turn * size * 1.6)
    plot.ctx.closePath()
    plot.ctx.fill()
    plot.ctx.stroke()
    plot.ctx.restore()
  }
}

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
