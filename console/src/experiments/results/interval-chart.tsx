import '../../charts/colors.css'
import type { ReactElement } from 'react'
import { Spot, Spots } from '../../charts/spots.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { differenceInWords, drawnAs, evidenceOf, intervalInWords, sampleInWords } from '../figures.ts'
import type { Effect, MetricResult, VariantResult } from '../types.ts'
import { faultWords, verdictWords } from '../words.ts'
import styles from './results.module.css'
import { type Domain, isBeyond, placeOf, ticksOf } from './scale.ts'

interface IntervalRow {
  readonly key: string
  readonly metric: Pick<MetricResult, 'kind' | 'title'>
  readonly variant: VariantResult
}

interface IntervalChartProps {
  readonly label: string
  readonly rows: readonly IntervalRow[]
  readonly domain: Domain
  /** Names the metric in each row. */
  readonly isMixed?: boolean
  /** What lies to the left of zero, and to the right. */
  readonly sides: readonly [string, string]
}

const HEIGHT = 30
const MIDDLE = HEIGHT / 2

/**
 * Differences with their intervals on one axis, zero marked: a dot where it is better, a square where it is worse, a ring where it is not clear.
 * Each says its figures to the pointer, the keyboard and whoever hears it.
 */
export function IntervalChart({ label, rows, domain, isMixed = false, sides }: IntervalChartProps): ReactElement {
  const first = rows.find(({ variant }) => variant.effect !== null)
  const drawn = first && drawnOf(first)
  const ticks = drawn === undefined ? [] : ticksIn(domain, drawn.factor)
  return (
    <figure style={{ margin: 0 }} aria-label={label}>
      <Spots>
        <div className={styles.intervals}>
          {rows.map((row) => (
            <div key={row.key} className={styles.row}>
              <div className={styles.name}>
                <span>
                  {isMixed && <span className={styles.of}>{row.metric.title}: </span>}
                  {row.variant.variant}
                </span>
                <StateBadge tone={verdictWords[row.variant.verdict].tone}>
                  {verdictWords[row.variant.verdict].label}
                </StateBadge>
              </div>
              <RowDrawing row={row} domain={domain} ticks={ticks} isMixed={isMixed} />
            </div>
          ))}
          {drawn !== undefined && (
            <div className={styles.row} aria-hidden="true">
              <span />
              <Axis domain={domain} ticks={ticks} inWords={drawn.inWords} sides={sides} />
            </div>
          )}
        </div>
      </Spots>
      <Legend />
    </figure>
  )
}

function drawnOf({ metric, variant }: IntervalRow) {
  const shown = { kind: metric.kind, difference: variant.effect?.difference ?? 'relative' } as const
  const { factor, unit } = drawnAs(shown)
  const format = new Intl.NumberFormat(undefined, { signDisplay: 'exceptZero', maximumSignificantDigits: 3 })
  return { factor, inWords: (value: number) => `${format.format(value * factor)}${unit === '%' ? unit : ''}` }
}

/** Round as they are written. */
function ticksIn([low, high]: Domain, factor: number): number[] {
  return ticksOf([low * factor, high * factor]).map((tick) => tick / factor)
}

interface RowDrawingProps extends Pick<IntervalChartProps, 'domain' | 'isMixed'> {
  readonly row: IntervalRow
  readonly ticks: readonly number[]
}

function RowDrawing({ row, domain, ticks, isMixed }: RowDrawingProps): ReactElement {
  const { metric, variant } = row
  const { effect, verdict, fault, units } = variant
  if (effect === null) {
    const why = fault === null ? 'nothing was computed' : faultWords[fault]
    return <p className={styles.none}>{`Not known: ${why} (${sampleInWords(units, null)}).`}</p>
  }
  const shown = { kind: metric.kind, difference: effect.difference }
  return (
    <Spot
      className={styles.spot}
      verdict={verdict}
      title={isMixed ? `${metric.title}: ${variant.variant}` : variant.variant}
      figures={[
        ['Difference', differenceInWords(shown, effect.estimate)],
        ['Interval', intervalInWords(shown, effect)],
        ...evidenceOf(effect),
        ['Sample', units.toLocaleString()],
      ]}
    >
      <svg className={styles.track} height={HEIGHT} aria-hidden="true">
        {ticks.map((tick) => (
          <line key={tick} className={tick === 0 ? styles.zero : styles.grid} {...upright(domain, tick, HEIGHT)} />
        ))}
        <Interval effect={effect} domain={domain} verdict={verdict} />
      </svg>
    </Spot>
  )
}

function upright(domain: Domain, value: number, height: number) {
  const x = percent(placeOf(domain, value))
  return { x1: x, x2: x, y1: 0, y2: height }
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`

interface IntervalProps {
  readonly effect: Effect
  readonly domain: Domain
  readonly verdict: VariantResult['verdict']
}

const CAP = 5

/** From end to end, cut with an arrow where it goes beyond the axis. */
function Interval({ effect: { estimate, lower, upper }, domain, verdict }: IntervalProps): ReactElement {
  const [left, right] = [
    { value: lower, turn: -1 },
    { value: upper, turn: 1 },
  ]
  // Of an interval that lies wholly beyond the axis, one arrow says where it is.
  const ends = lower > domain[1] ? [right] : upper < domain[0] ? [left] : [left, right]
  const [from, to] = [percent(placeOf(domain, lower)), percent(placeOf(domain, upper))]
  return (
    <>
      <line className={styles.interval} x1={from} x2={to} y1={MIDDLE} y2={MIDDLE} />
      {ends.map(({ value, turn }) => (
        <svg key={turn} x={percent(placeOf(domain, value))} y={MIDDLE} overflow="visible" aria-hidden="true">
          {isBeyond(domain, value) ? (
            <path
              d={`M ${-turn * CAP} ${-CAP} L 0 0 L ${-turn * CAP} ${CAP}`}
              fill="none"
              className={styles.interval}
            />
          ) : (
            <line className={styles.interval} x1={0} x2={0} y1={-CAP} y2={CAP} />
          )}
        </svg>
      ))}
      {!isBeyond(domain, estimate) && (
        <svg x={percent(placeOf(domain, estimate))} y={MIDDLE} overflow="visible" aria-hidden="true">
          <Mark verdict={verdict} />
        </svg>
      )}
    </>
  )
}

function Mark({ verdict }: Pick<IntervalProps, 'verdict'>): ReactElement {
  if (verdict === 'worse') return <rect className={styles.mark} x={-6} y={-6} width={12} height={12} />
  return <circle className={styles.mark} data-hollow={verdict === 'better' ? undefined : true} r={6.5} />
}

interface AxisProps extends Pick<IntervalChartProps, 'domain' | 'sides'> {
  readonly ticks: readonly number[]
  readonly inWords: (value: number) => string
}

const AXIS_HEIGHT = 34

function Axis({ domain, ticks, inWords, sides: [left, right] }: AxisProps): ReactElement {
  return (
    <svg className={styles.track} height={AXIS_HEIGHT} aria-hidden="true">
      {ticks.map((tick) => {
        const place = placeOf(domain, tick)
        const anchor = place < 0.06 ? 'start' : place > 0.94 ? 'end' : 'middle'
        return (
          <text key={tick} className={styles.axis} x={percent(place)} y={12} textAnchor={anchor}>
            {inWords(tick)}
          </text>
        )
      })}
      <text className={styles.axis} x={0} y={29}>{`← ${left}`}</text>
      <text className={styles.axis} x="100%" y={29} textAnchor="end">{`${right} →`}</text>
    </svg>
  )
}

const LEGEND = [
  ['better', 'Better than the control'],
  ['worse', 'Worse'],
  ['unclear', 'Not clear'],
] as const

function Legend(): ReactElement {
  return (
    <ul className={styles.legend}>
      {LEGEND.map(([verdict, words]) => (
        <li key={verdict}>
          <svg
            className={styles.spot}
            data-verdict={verdict}
            viewBox="-8 -8 16 16"
            width={14}
            height={14}
            aria-hidden="true"
          >
            <Mark verdict={verdict} />
          </svg>
          {words}
        </li>
      ))}
    </ul>
  )
}
