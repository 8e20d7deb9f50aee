/** Which trades, and in what their results are told; it stands in the address by the names of the API. */
export interface FiguresSearch {
  readonly account?: string
  readonly from?: string
  readonly to?: string
  readonly side?: 'long' | 'short'
  readonly symbol?: readonly string[]
  readonly tag?: readonly string[]
  readonly playbook?: readonly string[]
  readonly basis?: 'gross'
  readonly mode?: 'percent' | 'r'
  readonly currency?: string
}

const MANY = 50

export function figuresSearchIn(search: Record<string, unknown>): FiguresSearch {
  const { account, from, to, side, basis, mode, currency } = search
  const [symbol, tag, playbook] = [textsIn(search.symbol), textsIn(search.tag), textsIn(search.playbook)]
  return {
    ...(typeof account === 'string' && account !== '' ? { account } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(side === 'long' || side === 'short' ? { side } : {}),
    ...(symbol === undefined ? {} : { symbol }),
    ...(tag === undefined ? {} : { tag }),
    ...(playbook === undefined ? {} : { playbook }),
    ...(basis === 'gross' ? { basis } : {}),
    ...(mode === 'percent' || mode === 'r' ? { mode } : {}),
    ...(typeof currency === 'string' && /^[A-Z]{3,5}$/.test(currency) ? { currency } : {}),
  }
}

/** The router reads 700 as a number, which may as well be a symbol. */
function textsIn(value: unknown): string[] | undefined {
  const texts = [value].flat().filter((one) => typeof one === 'string' || typeof one === 'number')
  const found = texts.map((one) => String(one).trim()).filter((one) => one !== '')
  return found.length === 0 ? undefined : found.slice(0, MANY)
}

export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const parsed = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}
