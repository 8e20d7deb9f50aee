import { type FiguresSearch, figuresSearchIn } from './figures-search.ts'

/** Which figure of which report, asked for as the report was; it stands in the address by the names of the API. */
export interface ExplainSearch extends FiguresSearch {
  readonly report: string
  readonly figure: string
  readonly more?: Readonly<Record<string, string | number>>
}

/** What reports take beside trades and measure. */
const MORE = [
  ...['dimension', 'riskFree', 'slotMinutes', 'bins', 'points', 'series', 'runs', 'trades', 'riskShare', 'ruinAt'],
  ...['seed', 'minutes', 'factor', 'perDay', 'fromMinute', 'toMinute', 'change', 'amount', 'filter', 'left', 'right'],
]

export function explainSearchIn(search: Record<string, unknown>): ExplainSearch {
  const given = { ...(typeof search.more === 'object' ? search.more : {}) } as Readonly<Record<string, unknown>>
  const more = MORE.flatMap((name) => {
    const value = given[name]
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : []
  })
  return {
    ...figuresSearchIn(search),
    report: String(search.report ?? ''),
    figure: String(search.figure ?? ''),
    ...(more.length === 0 ? {} : { more: Object.fromEntries(more) }),
  }
}

/** Where the API explains something, as this page is asked for it. */
export function explainSearchOf(path: string): ExplainSearch {
  const params = new URL(path, 'http://api').searchParams
  const many = Object.fromEntries(['symbol', 'tag', 'playbook'].map((name) => [name, params.getAll(name)]))
  const all = Object.fromEntries(params)
  return explainSearchIn({ ...all, ...many, more: all })
}
