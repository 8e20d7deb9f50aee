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
