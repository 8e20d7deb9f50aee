import { addDays } from '../../shell/zoned.ts'
import type { FiguresSearch } from './figures-search.ts'

export const periods = {
  all: 'All time',
  month: 'This month',
  last: 'Last month',
  days30: 'Last 30 days',
  days90: 'Last 90 days',
  year: 'This year',
  own: 'Other days',
} as const

export type Period = keyof typeof periods

interface Stretch {
  readonly from: string | undefined
  readonly to: string | undefined
}

/** First and last trading day of a period, which ends today. */
export function stretchOf(period: Exclude<Period, 'own'>, today: string): Stretch {
  if (period === 'all') return { from: undefined, to: undefined }
  if (period === 'days30') return { from: addDays(today, -29), to: today }
  if (period === 'days90') return { from: addDays(today, -89), to: today }
  if (period === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today }
  const first = `${today.slice(0, 7)}-01`
  if (period === 'month') return { from: first, to: today }
  const to = addDays(first, -1)
  return { from: `${to.slice(0, 7)}-01`, to }
}

export function periodOf({ from, to }: FiguresSearch, today: string): Period {
  const names = Object.keys(periods).filter((name) => name !== 'own') as Exclude<Period, 'own'>[]
  const known = names.find((name) => {
    const stretch = stretchOf(name, today)
    return stretch.from === from && stretch.to === to
  })
  return known ?? 'own'
}
