import type { TradingAccount } from '../../types.ts'
import type { Trade, TradeSearch } from '../types.ts'
import { sideWords } from '../words.ts'

export type Selected = ReadonlySet<string>

/** The rows that are there, and how high those are that are not. */
export interface ListView {
  readonly rows: readonly { readonly index: number; readonly key: string; readonly trade: Trade }[]
  readonly before: number
  readonly after: number
  readonly measure: (element: Element | null) => void
  readonly hasMore: boolean
  readonly trades: readonly Trade[]
  readonly accounts: ReadonlyMap<string, TradingAccount>
  readonly search: TradeSearch
  readonly selected: Selected
  readonly onSelect: (selected: Selected) => void
}

export function toggled(selected: Selected, id: string): Selected {
  const next = new Set(selected)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Names a trade where its row is not seen. */
export function tradeInWords({ symbol, side, closedDay, openedAt }: Trade): string {
  return `${symbol}, ${sideWords[side].toLowerCase()}, ${closedDay ?? `opened ${openedAt.slice(0, 10)}`}`
}
