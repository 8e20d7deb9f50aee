import { Type } from 'typebox'
import { BINS, bin, binsQuery, histogram } from '../histogram.ts'
import { figuresOfR } from '../metrics/r-figures.ts'
import type { Report } from '../report.ts'
import { count, maybeInterval, maybeNumber } from '../shapes.ts'

const rProperties = {
  rN: { ...count, description: 'Trades whose initial risk is known: what the rest is of' },
  rMissing: count,
  sum: Type.Number(),
  average: maybeNumber,
  averageInterval: maybeInterval,
  median: maybeNumber,
  deviation: maybeNumber,
  sqn: maybeNumber,
  sqn100: maybeNumber,
  bins: Type.Array(bin),
}

/** Results by initial risk, whatever the mode. */
export const rReport: Report<typeof binsQuery, typeof rProperties> = {
  name: 'r',
  definitions: {
    rN: 'r.n',
    rMissing: 'r.missing',
    sum: 'r.sum',
    average: 'r.average',
    averageInterval: 'r.averageInterval',
    median: 'r.median',
    deviation: 'r.deviation',
    sqn: 'r.sqn',
    sqn100: 'r.sqn100',
    bins: 'distribution.bin',
  },
  query: binsQuery,
  properties: rProperties,
  compute({ results: { rs } }, { bins = BINS }) {
    const values = rs.filter((r) => !Number.isNaN(r))
    return {
      rN: values.length,
      rMissing: rs.length - values.length,
      ...figuresOfR(values),
      bins: histogram(values, bins),
    }
  },
}
