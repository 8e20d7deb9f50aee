import { decimalInWords } from '../../decimals.ts'
import type { CurrencyRate } from '../../types.ts'

export const sourceWords: Readonly<Record<CurrencyRate['source'], string>> = {
  ecb: 'European Central Bank',
  file: 'Your file',
  entered: 'Entered by you',
}

/** Which dated rate a fill or cash counts at: `at 1.05, rate of 2024-03-01, European Central Bank`. */
export function rateInWords({ fxRate, fxRateFrom }: RateTaken): string | null {
  if (fxRateFrom === null) return null
  const { day, source } = fxRateFrom
  return `at ${decimalInWords(fxRate)}, rate of ${day}, ${source === 'ecb' ? 'ECB' : sourceWords[source].toLowerCase()}`
}

interface RateTaken {
  readonly fxRate: string
  readonly fxRateFrom: { readonly day: string; readonly source: CurrencyRate['source'] } | null
}

export const RATE_LEFT_EMPTY = 'Left empty: the rate of its day'

/** Of today, a day old, 4 days old. */
export function ageInWords(days: number): string {
  if (days <= 0) return 'of today'
  return days === 1 ? 'a day old' : `${days} days old`
}
