import { below, type Random } from '../analytics/metrics/seeded-random.ts'

export const SETUPS = { opening: 'Opening range', pullback: 'Pullback', reversal: 'Reversal' } as const
export const MISTAKES = ['Revenge trade', 'Chased the entry', 'Too large', 'No stop'] as const

/** A trade of the demo, as it was meant and as it went. */
export interface DemoTrade {
  readonly symbol: string
  readonly root: string
  readonly name: string
  readonly side: 1 | -1
  /** In their order; the first one opens it. */
  readonly fills: readonly DemoFill[]
  readonly stop: string | null
  readonly target: string | null
  readonly setup: (typeof SETUPS)[keyof typeof SETUPS]
  readonly mistake: (typeof MISTAKES)[number] | null
  /** Whether its trader took it by a playbook. */
  readonly followed: boolean
  readonly bars: readonly DemoBar[]
}

export interface DemoFill {
  readonly at: Date
  readonly side: 1 | -1
  readonly quantity: string
  readonly price: string
  readonly fee: string
}

export interface DemoBar {
  readonly at: Date
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

/** One of several that are there. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[below(random, items.length)]
  if (item === undefined) throw new RangeError('there is something to pick from')
  return item
}
