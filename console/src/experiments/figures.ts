import type { Effect, Metric, MetricResult, Results, VariantResult } from './types.ts'
import { faultWords, intervalWords } from './words.ts'

export const DASH = '–'

const count = new Intl.NumberFormat()
const plain = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 5 })

/** So that both ends of an interval keep what tells them apart, and no more. */
const PLACES = 2

type Shown = Pick<Effect, 'difference'> & Pick<Metric, 'kind'>

export function countInWords(n: number): string {
  return count.format(n)
}

export function shareInWords(share: number, places = 1): string {
  return share.toLocaleString(undefined, {
    ...{ style: 'percent', minimumFractionDigits: places, maximumFractionDigits: places },
  })
}

/** What a variant has: 12.34% who did it, 16.25 a person. */
export function levelInWords(kind: Metric['kind'], level: number): string {
  return kind === 'conversion' ? shareInWords(level, PLACES) : plain.format(level)
}

/** A difference as it is drawn: percent of the control, points of a percentage, or the metric’s own unit. */
export function drawnAs({ difference, kind }: Shown): { readonly factor: number; readonly unit: string } {
  if (difference === 'relative') return { factor: 100, unit: '%' }
  return kind === 'conversion' ? { factor: 100, unit: ' points' } : { factor: 1, unit: '' }
}

/** With its sign: +4.12%, −0.50 points, +1.25. */
export function differenceInWords(shown: Shown, value: number): string {
  return `${signed(shown, value)}${drawnAs(shown).unit}`
}

/** “0.40 to 3.80 points”. */
export function intervalInWords(shown: Shown, { lower, upper }: Pick<Effect, 'lower' | 'upper'>): string {
  return `${signed(shown, lower)} to ${signed(shown, upper)}${drawnAs(shown).unit}`
}

function signed(shown: Shown, value: number): string {
  const { factor, unit } = drawnAs(shown)
  return format(value * factor, unit === '' ? 'any' : 'two', 'exceptZero')
}

function format(value: number, size: 'any' | 'two', signDisplay: 'exceptZero' | 'never'): string {
  return value.toLocaleString(undefined, {
    signDisplay,
    ...(size === 'two'
      ? { minimumFractionDigits: PLACES, maximumFractionDigits: PLACES }
      : { maximumSignificantDigits: 4 }),
  })
}

/** How surely an interval holds: 95%. */
export function certaintyInWords(alpha: number): string {
  return (1 - alpha).toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 2 })
}

export function pInWords(p: number): string {
  if (p < 0.0001) return 'below 0.0001'
  return p.toLocaleString(undefined, { maximumFractionDigits: 4, minimumFractionDigits: p < 0.01 ? 4 : 2 })
}

/** A chance that is not quite one is never told as one. */
export function chanceInWords(chance: number): string {
  if (chance > 0.999) return 'above 99.9%'
  return chance < 0.001 ? 'below 0.1%' : shareInWords(chance)
}

interface Reading {
  readonly metric: Pick<MetricResult, 'kind'>
  readonly variant: VariantResult
  readonly control: string
  readonly results: Pick<Results, 'method' | 'alpha'>
}

/** What a result says, in a sentence. */
export function readingOf({ metric, variant, control, results }: Reading): string {
  const { variant: name, effect, verdict, fault, units } = variant
  if (effect === null) {
    const why = fault === null ? 'nothing was computed' : faultWords[fault]
    return `Nothing can be said of ${name} yet: ${why} (${countInWords(units)} counted).`
  }
  const shown = { ...metric, difference: effect.difference }
  const interval = `${certaintyInWords(results.alpha)} ${intervalWords[results.method]} ${intervalInWords(shown, effect)}`
  const apart = apartInWords(shown, effect.estimate)
  if (verdict === 'unclear')
    return `No clear difference between ${name} and ${control} so far: ${name} is ${apart}; ${interval}.`
  return `${name} is ${verdict} than ${control}: ${apart}; ${interval}.`
}

function apartInWords(shown: Shown, estimate: number): string {
  const { factor, unit } = drawnAs(shown)
  const size = `${format(estimate * factor, unit === '' ? 'any' : 'two', 'never')}${unit}`
  return estimate < 0 ? `lower by ${size}` : `higher by ${size}`
}

/** Names and values of what the method says beside the interval. */
export function evidenceOf(effect: Effect | null): readonly (readonly [string, string])[] {
  if (effect === null) return []
  const shares = (risk: number) => (effect.difference === 'relative' ? shareInWords(risk, PLACES) : plain.format(risk))
  const { chanceToWin, risk, p } = effect
  return [
    ...(chanceToWin === null ? [] : [['Chance to win', chanceInWords(chanceToWin)] as const]),
    ...(risk === null ? [] : [['Risk of taking it', shares(risk.treatment)] as const]),
    ...(p === null ? [] : [['p', pInWords(p)] as const]),
  ]
}

const DAY_MS = 86_400_000

/** How long all phases ran together, in days. */
export function daysRunning(
  phases: readonly { readonly startedAt: string; readonly endedAt: string | null }[],
  nowMs: number,
): number {
  const last = phases[0]
  if (last === undefined) return 0
  const end = last.endedAt === null ? nowMs : Date.parse(last.endedAt)
  return Math.max(0, Math.floor((end - Date.parse(last.startedAt)) / DAY_MS))
}

export function daysInWords(days: number): string {
  if (days === 0) return 'Less than a day'
  return days === 1 ? '1 day' : `${countInWords(days)} days`
}

/** How many of a variant the split makes expect of all that were counted. */
export function expectedUnits(units: Results['units'], expectedShare: number): number {
  return Math.round(units.reduce((sum, one) => sum + one.units, 0) * expectedShare)
}

/** “4,210 of 29,498 planned”. */
export function sampleInWords(units: number, planned: number | null): string {
  return planned === null
    ? `${countInWords(units)} counted`
    : `${countInWords(units)} of ${countInWords(planned)} planned`
}

/** What CUPED did to the variance of a difference: “13.4% less variance”. */
export function reductionInWords(reduction: number | null): string {
  if (reduction === null) return DASH
  return reduction < 0.0005 ? 'No less variance' : `${shareInWords(reduction)} less variance`
}
