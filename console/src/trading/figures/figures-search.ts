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
  /** A result between minus and plus this much money is neither won nor lost. */
  readonly epsilon?: string
}

/** With the dashboard of the trader’s own that is shown, by its id. */
export interface DashboardSearch extends FiguresSearch {
  readonly dashboard?: string
}

export function dashboardSearchIn(search: Record<string, unknown>): DashboardSearch {
  const { dashboard } = search
  const isId = typeof dashboard === 'string' && /^[0-9a-f-]{36}$/.test(dashboard)
  return { ...figuresSearchIn(search), ...(isId ? { dashboard } : {}) }
}

const MANY = 50

export function figuresSearchIn(search: Record<string, unknown>): FiguresSearch {
  const { account, from, to, side, basis, mode, currency } = search
  const epsilon = String(search.epsilon ?? '')
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
    ...(isAmount(epsilon) ? { epsilon } : {}),
  }
}

/** Of money, more than nothing. */
function isAmount(text: string): boolean {
  return /^\d{1,15}(\.\d{1,8})?$/.test(text) && Number(text) > 0
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

/** Two selections, each as the query of the list of trades. */
export interface CompareSearch extends Pick<FiguresSearch, 'basis' | 'mode'> {
  readonly left?: string
  readonly right?: string
}

export function compareSearchIn(search: Record<string, unknown>): CompareSearch {
  const { basis, mode } = figuresSearchIn(search)
  return {
    ...(basis === undefined ? {} : { basis }),
    ...(mode === undefined ? {} : { mode }),
    ...filterIn('left', search.left),
    ...filterIn('right', search.right),
  }
}

const kinds = ['without', 'only', 'fixedRisk', 'stop', 'exit', 'shuffle'] as const
export type Change = (typeof kinds)[number]

export interface WhatIfSearch extends FiguresSearch {
  readonly change?: Change
  readonly filter?: string
  readonly amount?: string
  readonly seed?: number
}

export function whatIfSearchIn(search: Record<string, unknown>): WhatIfSearch {
  const change = kinds.find((one) => one === search.change)
  const amount = String(search.amount ?? '')
  return {
    ...figuresSearchIn(search),
    ...(change === undefined ? {} : { change }),
    ...(isAmount(amount) ? { amount } : {}),
    ...filterIn('filter', search.filter),
    ...numberIn('seed', search.seed, { least: 0, most: 2 ** 31 - 1 }),
  }
}

export interface SimulationSearch extends FiguresSearch {
  readonly trades?: number
  /** In percent, as the one below it. */
  readonly riskShare?: number
  readonly ruinAt?: number
  readonly seed?: number
}

export function simulationSearchIn(search: Record<string, unknown>): SimulationSearch {
  return {
    ...figuresSearchIn(search),
    ...numberIn('trades', search.trades, { least: 1, most: 500 }),
    ...numberIn('riskShare', search.riskShare, { least: 0.01, most: 100, isWhole: false }),
    ...numberIn('ruinAt', search.ruinAt, { least: 0, most: 99 }),
    ...numberIn('seed', search.seed, { least: 0, most: 2 ** 31 - 1 }),
  }
}

const FILTER_MAX = 4000

function filterIn<Name extends string>(name: Name, value: unknown): { readonly [key in Name]?: string } {
  const isFilter = typeof value === 'string' && value !== '' && value.length <= FILTER_MAX
  return (isFilter ? { [name]: value } : {}) as { readonly [key in Name]?: string }
}

interface Range {
  readonly least: number
  readonly most: number
  readonly isWhole?: boolean
}

function numberIn<Name extends string>(
  name: Name,
  value: unknown,
  { least, most, isWhole = true }: Range,
): { readonly [key in Name]?: number } {
  const isNumber = typeof value === 'number' && value >= least && value <= most
  const fits = isNumber && (!isWhole || Number.isInteger(value))
  return (fits ? { [name]: value } : {}) as { readonly [key in Name]?: number }
}
