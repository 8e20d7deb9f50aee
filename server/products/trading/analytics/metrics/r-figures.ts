import { sampleOf } from './moments.ts'
import { median } from './percentiles.ts'
import { systemQuality, tInterval } from './significance.ts'

const SQN_CAP = 100

/** What results by initial risk come to; null where there are too few. */
export function figuresOfR(values: Float64Array) {
  const sample = sampleOf(values)
  return {
    sum: sample === null ? 0 : sample.mean * sample.n,
    average: sample?.mean ?? null,
    averageInterval: sample && tInterval(sample),
    median: median(values),
    deviation: sample?.deviation ?? null,
    sqn: sample && systemQuality(sample),
    sqn100: sample && systemQuality(sample, SQN_CAP),
  }
}
