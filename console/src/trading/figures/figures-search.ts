const bases = ['net', 'gross'] as const
const modes = ['cash', 'percent', 'r'] as const

/** Which trades, and in what their results are told; it stands in the address by the names of the API. */
export interface FiguresSearch {
  readonly account?: string
  readonly from?: string
  readonly to?: string
  readonly basis?: (typeof bases)[number]
  readonly mode?: (typeof modes)[number]
  readonly currency?: string
}

export function figuresSearchIn({ account, from, to, basis, mode, currency }: Record<string, unknown>): FiguresSearch {
  return {
    ...(typeof account === 'string' && account !== '' ? { account } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(basis === 'gross' ? { basis } : {}),
    ...(mode === 'percent' || mode === 'r' ? { mode } : {}),
    ...(typeof currency === 'string' && /^[A-Z]{3,5}$/.test(currency) ? { currency } : {}),
  }
}

function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}
