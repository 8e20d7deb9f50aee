import type { TradesFilter } from '../charts/spot.tsx'
import type { FiguresSearch } from './figures-search.ts'
import type { Mode } from './types.ts'

/** The trades that a page is of, as their list is asked for. */
export interface Behind {
  readonly account: readonly string[]
  readonly search: FiguresSearch
  readonly mode: Mode
}

/** Below every R there is: only trades whose R is known. */
export const ANY_R = '-1000000'

/** The closed trades of the page that `more` narrows further. */
export function tradesBehind({ account, search, mode }: Behind, more: TradesFilter = {}): TradesFilter {
  const { from, to, side, symbol, tag, playbook, epsilon } = search
  const own = { account, from, to, side, symbol, tag, playbook, epsilon, status: 'closed' }
  const known = Object.entries(own).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined)
  return { ...(mode === 'r' ? { rMin: ANY_R } : {}), ...Object.fromEntries(known), ...more }
}

/** Days of the page that are also within these. */
export function daysWithin({ search }: Behind, from: string, to: string): TradesFilter {
  return {
    from: search.from !== undefined && search.from > from ? search.from : from,
    to: search.to !== undefined && search.to < to ? search.to : to,
  }
}
