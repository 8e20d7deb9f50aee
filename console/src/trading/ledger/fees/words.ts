import type { FeeRule } from '../../types.ts'

export const perWords: Readonly<Record<FeeRule['per'], string>> = {
  unit: 'Each share, contract or coin',
  fill: 'Each fill',
  percent: 'Percent of its worth',
}

export const sideWords: Readonly<Record<FeeRule['side'], string>> = {
  any: 'Bought and sold',
  buy: 'Bought only',
  sell: 'Sold only',
}

export const roundingWords: Readonly<Record<FeeRule['rounding'], string>> = {
  'half-up': 'Half up',
  'half-even': 'Half to even',
  up: 'Always up',
  down: 'Always down',
}

const parts = ['commission', 'exchange', 'clearing', 'regulatory', 'platform', 'tax', 'rebate'] as const

/** What a fee may be called; a name that another program gave stays. */
export function partChoices(chosen: string) {
  return [...new Set([...parts, chosen])].map((value) => ({ value, label: partInWords(value) }))
}

export function partInWords(part: string): string {
  return `${part.charAt(0).toUpperCase()}${part.slice(1)}`
}
