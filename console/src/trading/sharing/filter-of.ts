import type { NewShare } from './queries.ts'

const MANY = new Set(['account', 'symbol', 'assetClass', 'outcome', 'tag', 'playbook', 'review', 'weekday', 'id'])
const NUMBERS = new Set(['hourFrom', 'hourBefore', 'holdMin', 'holdMax'])

/** The filter of the list of trades as a body has it, from its query. The server checks it. */
export function filterOf(query: string): NonNullable<NewShare['filter']> {
  const filter: Record<string, unknown> = {}
  const search = new URLSearchParams(query)
  for (const name of new Set(search.keys())) {
    const [first = '', ...others] = search.getAll(name)
    if (MANY.has(name)) filter[name] = [first, ...others]
    else if (NUMBERS.has(name)) filter[name] = Number(first)
    else filter[name] = name === 'hasNotes' ? first === 'true' : first
  }
  return filter
}
