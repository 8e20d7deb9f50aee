import './colors.css'
import { type CSSProperties, type ReactElement, type ReactNode, useMemo, useState } from 'react'
import type uPlot from 'uplot'
import { Disclosure } from '../shell/disclosure.tsx'
import styles from './chart.module.css'
import type { ChartAxis, ChartBand, ChartLevel, ChartMark, Drawn, LineSeries } from './plot-options.ts'
import { type ChartRow, ChartTable } from './table.tsx'
import { Tip, type TipFigures } from './tip.tsx'
import { usePlot } from './use-plot.ts'

export interface LineChartProps {
  readonly label: string
  readonly axis: ChartAxis
  /** Ascending: milliseconds, or numbers of something. As the series below it, kept while nothing changes: a new one draws anew. */
  readonly x: readonly number[]
  readonly series: readonly LineSeries[]
  /** What the places are, as the head of the table: Day, Trade. */
  readonly placesAre: string
  readonly placeInWords: (at: number) => string
  readonly marks?: readonly ChartMark[]
  readonly levels?: readonly ChartLevel[]
  readonly bands?: readonly ChartBand[]
  /** Further figures of a place, for the tooltip and the table. */
  readonly more?: (at: number) => TipFigures
  /** Where a place leads to: shown when it is clicked, or reached by the keyboard. */
  readonly link?: (at: number) => ReactNode
  readonly height?: number
}

const NONE: readonly never[] = []

/**
 * Lines over time or over trades. The pointer and the arrow keys (Page, Home, End) go from place to place; all figures of a place are
 * shown and spoken, a click holds it with its link, and the whole stands in a table too.
 */
export function LineChart(props: LineChartProps): ReactElement {
  const { label, axis, x, series, marks = NONE, levels = NONE, bands = NONE, height = 240 } = props
  const [pointed, setPointed] = useState<Pointed | null>(null)
  const [held, setHeld] = useState<number | null>(null)
  const axisKey = axis.kind === 'time' ? axis.zone : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: an axis is as its kind and its zone are
  const drawn = useMemo(() => drawingOf(props), [axis.kind, axisKey, series, marks, levels, bands])
  const data = useMemo(() => [x, ...series.map(({ values }) => values)] as uPlot.AlignedData, [x, series])
  const plot = usePlot({
    ...{ drawn, data, height },
    onPoint: (at, left) => setPointed(at === null ? null : { at, left }),
    onPick: setHeld,
  })
  const heldAt = held === null ? null : Math.min(held, x.length - 1)
  const reach = (at: number): void => {
    setHeld(at)
    setPointed({ at, left: plot.show(at) })
  }
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.caption}>
        <p className={styles.name}>{label}</p>
        {series.length > 1 && <Legend series={series} />}
      </div>
      <div className={styles.plot} style={{ height }}>
        <div ref={plot.frame} aria-hidden="true" />
        <input
          className={styles.scrubber}
          type="range"
          aria-label={`${label}, place`}
          min={0}
          max={Math.max(0, x.length - 1)}
          value={heldAt ?? x.length - 1}
          aria-valuetext={inWords(props, heldAt ?? x.length - 1)}
          onChange={(event) => reach(event.currentTarget.valueAsNumber)}
          onFocus={() => reach(heldAt ?? x.length - 1)}
          onBlur={() => setPointed(null)}
        />
        {pointed !== null && pointed.at < x.length && (
          <Tip
            title={props.placeInWords(pointed.at)}
            figures={figuresOf(props, pointed.at)}
            place={tipPlace(pointed, x.length)}
          />
        )}
      </div>
      <div className={styles.held} role="status">
        {heldAt === null ? (
          <span className={styles.hint}>
            {props.link === undefined ? 'Point at the chart for its figures.' : 'Click a place for its trades.'}
          </span>
        ) : (
          <>
            <span>{inWords(props, heldAt)}</span>
            {props.link?.(heldAt)}
          </>
        )}
      </div>
      <Disclosure label={`${label} as a table`}>
        <ChartTable label={label} columns={columnsOf(props)} rows={rowsOf(props)} />
      </Disclosure>
    </figure>
  )
}

function drawingOf({ axis, series, marks = NONE, levels = NONE, bands = NONE }: LineChartProps): Drawn {
  return { axis, series, marks, levels, bands }
}

interface Pointed {
  readonly at: number
  readonly left: number
}

function Legend({ series }: Pick<LineChartProps, 'series'>): ReactElement {
  return (
    <ul className={styles.legend}>
      {series.map(({ label, tone, isDashed }) => (
        <li key={label}>
          <span className={styles.swatch} data-dashed={isDashed || undefined} style={toneOf(tone)} />
          {label}
        </li>
      ))}
    </ul>
  )
}

function toneOf(tone: string): Record<string, string> {
  return { '--tone': `var(--${tone})` }
}

/** On the side where there is room. */
function tipPlace({ at, left }: Pointed, n: number): CSSProperties {
  return at * 2 < n ? { left: left + 12 } : { right: `calc(100% - ${left - 12}px)` }
}

type Told = Pick<LineChartProps, 'series' | 'more' | 'placeInWords' | 'placesAre' | 'x' | 'link'>

function figuresOf({ series, more }: Told, at: number): TipFigures {
  const values = series.map(({ label, values, inWords }): readonly [string, string] => {
    const value = values[at]
    return [label, value === null || value === undefined ? '–' : inWords(value)]
  })
  return [...values, ...(more?.(at) ?? [])]
}

function inWords(props: Told, at: number): string {
  if (at < 0) return ''
  const figures = figuresOf(props, at).map(([name, value]) => `${name} ${value}`)
  return [props.placeInWords(at), ...figures].join(' · ')
}

function columnsOf(props: Told): string[] {
  const names = props.x.length === 0 ? [] : figuresOf(props, 0).map(([name]) => name)
  return [props.placesAre, ...names, ...(props.link === undefined ? [] : ['Trades'])]
}

function rowsOf(props: Told): ChartRow[] {
  return props.x.map((_, at) => ({
    key: String(at),
    cells: [
      props.placeInWords(at),
      ...figuresOf(props, at).map(([, value]) => value),
      ...(props.link === undefined ? [] : [props.link(at)]),
    ],
  }))
}
