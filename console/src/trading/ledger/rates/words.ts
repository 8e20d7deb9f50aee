import type { CurrencyRate } from '../../types.ts'

export const sourceWords: Readonly<Record<CurrencyRate['source'], string>> = {
  ecb: 'European Central Bank',
  file: 'Your file',
  entered: 'Entered by you',
}

/** Of today, a day old, 4 days old. */
export function ageInWords(days: number): string {
  if (days <= 0) return 'of today'
  return days === 1 ? 'a day old' : `${days} days old`
}
