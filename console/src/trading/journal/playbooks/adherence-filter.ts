import type { JudgedTrade, Verdict } from '../types.ts'
import { isDay, isKey, isText, outcomes, verdicts } from '../words.ts'

/** Which trades of a playbook are looked at, and which figure is asked about; it stands in the address. */
export interface AdherenceFilter {
  readonly account?: string
  readonly from?: string
  readonly to?: string
  readonly outcome?: JudgedTrade['outcome']
  readonly rule?: string
  readonly result?: Verdict
}

export function adherenceFilterIn(search: Record<string, unknown>): AdherenceFilter {
  const { account, from, to, outcome, rule, result } = search
  return {
    ...(isText(account) ? { account } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(isKey(outcomes, outcome) ? { outcome } : {}),
    ...(isText(rule) && /^[a-z0-9-]{1,40}$/.test(rule) && isKey(verdicts, result) ? { rule, result } : {}),
  }
}

/** The trades that are looked at, in the words of the API. */
export function windowOf({ account, from, to }: AdherenceFilter) {
  return {
    ...(account === undefined ? {} : { accountId: account }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

/** A figure of the adherence of those trades. */
export interface ExplainedFilter extends Pick<AdherenceFilter, 'account' | 'from' | 'to'> {
  readonly figure: string
}

export function explainedFilterIn(search: Record<string, unknown>): ExplainedFilter {
  const { account, from, to } = adherenceFilterIn(search)
  return {
    ...{ figure: String(search.figure ?? '') },
    ...(account === undefined ? {} : { account }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }
}

export function explainedWindow({ figure, ...window }: ExplainedFilter) {
  return { ...windowOf(window), figure }
}
