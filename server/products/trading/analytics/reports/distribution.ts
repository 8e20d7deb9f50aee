import { Type } from 'typebox'
import { object } from '../../../../kernel/http/schema.ts'
import { BINS, bin, binsQuery, histogram } from '../histogram.ts'
import { sampleOf } from '../metrics/moments.ts'
import { percentiles } from '../metrics/percentiles.ts'
import type { Report } from '../report.ts'
import { maybeNumber } from '../shapes.ts'

export const distributionProperties = {
  mean: maybeNumber,
  deviation: maybeNumber,
  percentiles: Type.Array(object({ percent: Type.Number(), value: Type.Number() })),
  bins: Type.Array(bin),
}

/** How results are spread, in the unit of the mode. */
export const distributionReport: Report<typeof binsQuery, typeof distributionProperties> = {
  name: 'distribution',
  definitions: {
    ...{ mean: 'trades.expectancy', deviation: 'trades.deviation', percentiles: 'distribution.percentiles' },
    bins: 'distribution.bin',
  },
  query: binsQuery,
  properties: distributionProperties,
  compute({ results: { values } }, { bins = BINS }) {
    const sample = sampleOf(values)
    return {
      mean: sample?.mean ?? null,
      deviation: sample?.deviation ?? null,
      percentiles: percentiles(values),
      bins: histogram(values, bins),
    }
  },
}
