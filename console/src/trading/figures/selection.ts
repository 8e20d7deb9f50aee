import type { TradesFilter } from '../charts/spot.tsx'
import { ANY_R } from './behind.ts'
import { isDay } from './figures-search.ts'

/** Which trades, as text: what stands behind the question mark of the list of trades. */
export interface Selection {
  readonly account?: string
  readonly from?: string
  readonly to?: string
  readonly side?: string
  readonly symbol?: string
  readonly tag?: string
  readonly playbook?: string
  readonly weekday?: string
}

const names = ['account', 'from', 'to', 'side', 'symbol', 'tag', 'playbook', 'weekday'] as const

export function selectionIn(text: string | undefined): Selection {
  const params = new URLSearchParams(text ?? '')
  const known = names.flatMap((name) => {
    const value = params.get(name) ?? ''
    const fits = value !== '' && (name === 'from' || name === 'to' ? isDay(value) : true)
    return fits ? [[name, value] as const] : []
  })
  return Object.fromEntries(known)
}

export function selectionText(selection: Selection): string {
  const params = new URLSearchParams()
  for (const name of names) {
    const value = selection[name]?.trim() ?? ''
    if (value !== '') params.set(name, value)
  }
  return params.toString()
}

/** The closed trades of a selection that have a result in this mode. */
export function tradesOf(selection: Selection, mode: string | undefined): TradesFilter {
  const several = ['account', 'symbol', 'tag', 'playbook', 'weekday']
  const own = Object.entries(selection).map(([name, value]) => [name, several.includes(name) ? [value] : value])
  return { ...(mode === 'r' ? { rMin: ANY_R } : {}), ...Object.fromEntries(own), status: 'closed' }
}
