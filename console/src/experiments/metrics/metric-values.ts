import { isWithin, percentOf, shareOf, typedNumber } from '../typed.ts'
import type { Metric, MetricBody, MetricSource } from '../types.ts'

export interface SourceValues {
  from: MetricSource['from']
  event: string
  unit: string
  /** Empty: each event is one. */
  value: string
}

/** A metric as the fields hold it. */
export interface MetricValues {
  key: string
  title: string
  description: string
  kind: Metric['kind']
  desired: Metric['desired']
  numerator: SourceValues
  denominator: SourceValues
  cap: 'none' | 'percentile' | 'absolute'
  /** Of a percentile in percent. */
  capValue: string
  windowHours: string
}

const blankSource: SourceValues = { from: 'client', event: '', unit: '', value: '' }

export function metricValues(metric: Metric | null): MetricValues {
  const cap = metric?.cap ?? null
  return {
    ...{ key: metric?.key ?? '', title: metric?.title ?? '', description: metric?.description ?? '' },
    ...{ kind: metric?.kind ?? 'conversion', desired: metric?.desired ?? 'increase' },
    numerator: sourceValues(metric?.numerator ?? null),
    denominator: sourceValues(metric?.denominator ?? null),
    cap: cap?.kind ?? 'none',
    capValue: cap === null ? '' : cap.kind === 'percentile' ? percentOf(cap.value) : String(cap.value),
    windowHours: metric?.windowHours ? String(metric.windowHours) : '',
  }
}

function sourceValues(source: MetricSource | null): SourceValues {
  if (source === null) return { ...blankSource }
  return { ...source, unit: source.unit ?? '', value: source.value ?? '' }
}

function sourceOf({ from, event, unit, value }: SourceValues, kind: Metric['kind']): MetricSource {
  return {
    ...{ from, event: event.trim(), unit: from === 'product' ? unit : null },
    value: kind === 'conversion' || value === '' ? null : value,
  }
}

/** What of a metric may be said anew. */
export function changeOf(
  values: MetricValues,
): Required<Omit<MetricBody, 'key' | 'kind' | 'numerator' | 'denominator'>> {
  const { title, description, desired, kind, cap, capValue, windowHours } = values
  const capped = cap === 'percentile' ? shareOf(capValue) : (typedNumber(capValue) ?? Number.NaN)
  return {
    ...{ title: title.trim(), description: description.trim(), desired },
    cap: kind === 'conversion' || cap === 'none' ? null : { kind: cap, value: capped },
    windowHours: windowHours.trim() === '' ? null : Number(windowHours),
  }
}

export function metricBody(values: MetricValues): MetricBody {
  const { key, kind, numerator, denominator } = values
  return {
    ...{ key, kind, ...changeOf(values), numerator: sourceOf(numerator, kind) },
    ...(kind === 'ratio' ? { denominator: sourceOf(denominator, kind) } : {}),
  }
}

const eventRule = (typed: string) => (typed.trim() === '' ? 'Name the event' : null)
const unitRule = (typed: string, from: MetricSource['from']) =>
  from === 'product' && typed === '' ? 'Choose who is counted' : null

export const metricRules = {
  key: (typed: string) =>
    /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(typed) ? null : 'Small letters, digits, points and hyphens',
  title: (typed: string) => (typed.trim() === '' ? 'Name it' : null),
  numerator: {
    event: eventRule,
    unit: (typed: string, { numerator }: MetricValues) => unitRule(typed, numerator.from),
  },
  denominator: {
    event: (typed: string, { kind }: MetricValues) => (kind === 'ratio' ? eventRule(typed) : null),
    unit: (typed: string, { kind, denominator }: MetricValues) =>
      kind === 'ratio' ? unitRule(typed, denominator.from) : null,
  },
  capValue: (typed: string, { kind, cap }: MetricValues) => {
    if (kind === 'conversion' || cap === 'none') return null
    return cap === 'percentile' ? isWithin(50, 99.99)(typed) : isWithin(0.000_001, 1e15)(typed)
  },
  windowHours: (typed: string) => (typed.trim() === '' ? null : isWithin(1, 8760, { whole: true })(typed)),
}

/** Where the facts come from, in words: “purchase of clients, its value”. */
export function sourceInWords({ from, event, unit, value }: MetricSource): string {
  const whose = from === 'client' ? `${event}, told by clients` : `${event} of the product, by ${unit}`
  return value === null ? whose : `${whose}, its ${value}`
}

export function capInWords(cap: Metric['cap']): string | null {
  if (cap === null) return null
  return cap.kind === 'absolute'
    ? `${cap.value.toLocaleString()} at most`
    : `the greatest cut at ${percentOf(cap.value)}% of all people with a number`
}

/** The window, in days where it is whole days. */
export function windowInWords(hours: number | null): string {
  if (hours === null) return 'as long as the phase runs'
  if (hours % 24 !== 0) return hours === 1 ? '1 hour' : `${hours} hours`
  return hours === 24 ? '1 day' : `${hours / 24} days`
}
