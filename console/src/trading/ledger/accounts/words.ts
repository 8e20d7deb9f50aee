import type { TradingAccount } from '../../types.ts'

export const kindWords: Readonly<Record<TradingAccount['kind'], string>> = {
  live: 'Live money',
  paper: 'Paper trading',
  funded: 'Funded by a firm',
  demo: 'Demo of a broker',
}

export const methodWords: Readonly<Record<TradingAccount['matchingMethod'], string>> = {
  FIFO: 'FIFO: the oldest lot first',
  LIFO: 'LIFO: the newest lot first',
  HIFO: 'HIFO: the dearest lot first',
  AVG: 'Average price of all lots',
}

export const modeWords: Readonly<Record<TradingAccount['positionMode'], string>> = {
  netting: 'Netting: one position an instrument',
  hedging: 'Hedging: positions beside each other',
}

/** The trading day ends at 17:00 of America/Chicago. */
export function cutoffInWords({ time, zone }: TradingAccount['sessionCutoff']): string {
  return time === '00:00' ? `at midnight of ${zone}` : `at ${time} of ${zone}`
}

/** The choices of a select. */
export function choicesOf(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }))
}
