import type { Tx } from '../../../kernel/db/database.ts'
import type { Metric } from '../metrics/metrics.ts'
import type { EarlierRatio, Moments, Sample } from '../statistics/samples.ts'

/** What is measured: units of one phase, and the facts of one metric that belong to them. */
export interface Measurement {
  readonly experimentId: string
  readonly phase: number
  readonly endsAt: Date
  readonly metric: Metric
  readonly cupedDays: number
  /** One statement for each part of the units, 1 to 1,000: pseudonyms are random, so parts are of one size. */
  readonly slices: number
}

/** Numbers of a unit: their means, variances and covariances. */
const MOMENTS = ['value', 'divisor', 'before', 'before_divisor'] as const
type Named = (typeof MOMENTS)[number]
type Together = `${Named}_with_${Named}`
const PAIRS = MOMENTS.flatMap((one, at) => MOMENTS.slice(at + 1).map((other) => [one, other] as const))

interface Row extends Record<string, unknown>, Readonly<Record<Named | `${Named}_variance` | Together, number>> {
  readonly variant: string
  readonly n: number
}

/** Of each unit what it did from its exposure on, within the window, and before it. A unit without facts is a zero. */
const SEEN = `
  WITH seen AS (
    SELECT exposure.variant,
           coalesce(sum(value) FILTER (WHERE part = 'numerator' AND fact.at >= exposure.at), 0) AS numerator,
           coalesce(sum(value) FILTER (WHERE part = 'denominator' AND fact.at >= exposure.at), 0) AS divisor,
           coalesce(sum(value) FILTER (WHERE part = 'numerator' AND fact.at < exposure.at), 0) AS before,
           coalesce(sum(value) FILTER (WHERE part = 'denominator' AND fact.at < exposure.at), 0) AS before_divisor
      FROM experiments.exposure
      LEFT JOIN experiments.fact ON fact.unit = exposure.unit AND fact.unit >= $7 AND fact.unit < $8 AND metric_id = $3
       AND fact.at >= exposure.at - make_interval(days => $4)
       AND fact.at < least(exposure.at + make_interval(hours => $5), $6)
     WHERE experiment_id = $1 AND phase = $2 AND NOT mixed AND exposure.unit >= $7 AND exposure.unit < $8
     GROUP BY exposure.unit, exposure.variant
  )`

/** PostgreSQL computes moments without the loss of sums of squares (Youngs and Cramer). */
const MEASURE = `${SEEN}, capped AS (
    SELECT variant, least(numerator, $9::float8) AS value, divisor, least(before, $9::float8) AS before, before_divisor FROM seen
  )
  SELECT variant, count(*)::float8 AS n,
         ${MOMENTS.map((one) => `avg(${one}) AS ${one}, coalesce(var_samp(${one}), 0) AS ${one}_variance`).join(', ')},
         ${PAIRS.map(([one, other]) => `coalesce(covar_samp(${one}, ${other}), 0) AS ${one}_with_${other}`).join(', ')}
    FROM capped GROUP BY variant`

const PERCENTILE = `${SEEN}
  SELECT percentile_cont($9::float8) WITHIN GROUP (ORDER BY numerator) AS highest FROM seen WHERE numerator > 0`

/** A sample of each variant that has units. A percentile is that of the first slice: of a random part of the units. */
export async function measure(tx: Tx, measurement: Measurement): Promise<Map<string, Sample>> {
  const { kind } = measurement.metric
  const isAdjusted = measurement.cupedDays > 0
  const shared = [
    ...[measurement.experimentId, measurement.phase, measurement.metric.id, isAdjusted ? measurement.cupedDays : 0],
    ...[measurement.metric.window_hours, measurement.endsAt],
  ]
  const highest = await capOf(tx, measurement, shared)
  const whole = new Map<string, Row>()
  for (let slice = 0; slice < measurement.slices; slice += 1) {
    const rows = await tx.raw<Row>(MEASURE, [...shared, ...bounds(slice, measurement.slices), highest])
    for (const row of rows) {
      const held = whole.get(row.variant)
      whole.set(row.variant, held === undefined ? row : merged(held, row))
    }
  }
  return new Map([...whole].map(([variant, row]) => [variant, sampleOf(row, kind, isAdjusted)]))
}

async function capOf(
  tx: Tx,
  { metric: { kind, cap }, slices }: Measurement,
  shared: readonly unknown[],
): Promise<number | null> {
  if (kind === 'conversion') return 1
  if (cap?.kind !== 'percentile') return cap?.value ?? null
  const [row] = await tx.raw<{ highest: number | null }>(PERCENTILE, [...shared, ...bounds(0, slices), cap.value])
  return row?.highest ?? null
}

/** Of the pseudonyms of a slice: from the first, to before the second. */
function bounds(slice: number, slices: number): [Buffer, Buffer] {
  const at = (part: number) => {
    const prefix = Buffer.alloc(2)
    prefix.writeUInt16BE(Math.floor((part * 0x1_0000) / slices))
    return prefix
  }
  return [at(slice), slice + 1 === slices ? Buffer.alloc(17, 0xff) : at(slice + 1)]
}

/** The moments of both together. Chan, Golub and LeVeque (1983), The American Statistician 37(3). */
function merged(a: Row, b: Row): Row {
  const n = a.n + b.n
  const between = (a.n * b.n) / n
  const apart = (name: Named) => b[name] - a[name]
  const spread = (ofA: number, ofB: number, one: Named, other: Named) =>
    ((a.n - 1) * ofA + (b.n - 1) * ofB + between * apart(one) * apart(other)) / (n - 1)
  const moments = MOMENTS.map((name) => ({
    [name]: a[name] + (apart(name) * b.n) / n,
    [`${name}_variance`]: spread(a[`${name}_variance`], b[`${name}_variance`], name, name),
  }))
  const together = PAIRS.map(([one, other]) => {
    const name: Together = `${one}_with_${other}`
    return { [name]: spread(a[name], b[name], one, other) }
  })
  return Object.assign({}, a, ...moments, ...together, { n }) as Row
}

function sampleOf(row: Row, kind: Metric['kind'], isAdjusted: boolean): Sample {
  const { n } = row
  const of = (name: Named): Moments => ({ mean: row[name], variance: row[`${name}_variance`] })
  const value = of('value')
  if (kind === 'ratio') {
    const parts = { numerator: value, denominator: of('divisor'), covariance: row.value_with_divisor }
    return { kind, n, ...parts, ...(isAdjusted && { earlier: earlierOf(row, of) }) }
  }
  if (isAdjusted) return { kind: 'adjusted', n, after: value, before: of('before'), covariance: row.value_with_before }
  return kind === 'conversion' ? { kind: 'proportion', n, mean: value.mean } : { kind, n, ...value }
}

function earlierOf(row: Row, of: (name: Named) => Moments): EarlierRatio {
  return {
    ...{ numerator: of('before'), denominator: of('before_divisor'), covariance: row.before_with_before_divisor },
    with: {
      numerator: { numerator: row.value_with_before, denominator: row.value_with_before_divisor },
      denominator: { numerator: row.divisor_with_before, denominator: row.divisor_with_before_divisor },
    },
  }
}
