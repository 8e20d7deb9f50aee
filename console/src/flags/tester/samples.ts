import type { Context } from '@plinth/sdk/flags'

/** A caller that is asked for again and again; kept in this browser only. */
export interface Sample {
  readonly name: string
  readonly context: Context
}

const PLACE = 'plinth-flag-samples'
const SAMPLES_MAX = 50

export function readSamples(): readonly Sample[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isSample) : []
  } catch {
    return []
  }
}

function isSample(value: unknown): value is Sample {
  const { name, context } = (value ?? {}) as Partial<Sample>
  return typeof name === 'string' && typeof context === 'object' && context !== null
}

/** In the place of one of the same name; the oldest give way. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  return [...samples.filter(({ name }) => name !== sample.name), sample].slice(-SAMPLES_MAX)
}

/** A browser that keeps nothing keeps them until the page is left. */
export function keepSamples(samples: readonly Sample[]): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(samples))
  } catch {
    return
  }
}
