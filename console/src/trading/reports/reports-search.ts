import { addDays } from '../../shell/zoned.ts'
import { figuresSearchIn } from '../figures/figures-search.ts'

/** Which trading days of which accounts a report is of. */
export interface ReportsSearch {
  readonly account?: string
  readonly from?: string
  readonly to?: string
}

export function reportsSearchIn(search: Record<string, unknown>): ReportsSearch {
  const { account, from, to } = figuresSearchIn(search)
  return { ...(account && { account }), ...(from && { from }), ...(to && { to }) }
}

/** What is asked for; the month before where nothing is. */
export function reportAsked({ account, from, to }: ReportsSearch, today: string) {
  const last = addDays(`${today.slice(0, 7)}-01`, -1)
  return { ...(account && { account }), from: from ?? `${last.slice(0, 7)}-01`, to: to ?? last }
}
