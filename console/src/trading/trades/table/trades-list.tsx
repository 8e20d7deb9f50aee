import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Pages } from '../../../shell/use-pages.ts'
import { useAccountsById } from '../account-time.tsx'
import type { Trade, TradeSearch } from '../types.ts'
import type { Selected } from './list-view.ts'
import { TradeCards } from './trade-cards.tsx'
import { TradeTable } from './trade-table.tsx'
import { useIsWide } from './use-is-wide.ts'

const ROW_PX = 68
const CARD_PX = 118
/** Rows beside the visible ones, so that the focus always finds the next. */
const BESIDE = 12
const SOON = 30

interface TradesListProps {
  readonly trades: readonly Trade[]
  readonly pages: Pages<Trade>
  readonly search: TradeSearch
  readonly selected: Selected
  readonly onSelect: (selected: Selected) => void
}

/** Only the rows that are seen are there; the next page is fetched when the end comes near. */
export function TradesList(props: TradesListProps): ReactElement {
  const { trades, pages, selected, onSelect } = props
  const isWide = useIsWide()
  const accounts = useAccountsById()
  const list = useRef<HTMLDivElement>(null)
  const virtualizer = useWindowVirtualizer({
    count: trades.length,
    estimateSize: () => (isWide ? ROW_PX : CARD_PX),
    overscan: BESIDE,
    scrollMargin: useOffset(list),
    getItemKey: (index) => trades[index]?.id ?? index,
    useFlushSync: false,
  })
  const shown = virtualizer.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { more, loadingMore } = pages
  useEffect(() => {
    if (last >= trades.length - SOON && more !== undefined && !loadingMore) more()
  }, [last, trades.length, more, loadingMore])
  const { scrollMargin } = virtualizer.options
  const rows = shown.flatMap(({ index, key }) => {
    const trade = trades[index]
    return trade === undefined ? [] : [{ index, key: String(key), trade }]
  })
  const view = {
    ...{ rows, accounts, selected, onSelect, trades, search: props.search },
    before: Math.max(0, (shown[0]?.start ?? scrollMargin) - scrollMargin),
    after: Math.max(0, virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? scrollMargin) - scrollMargin)),
    measure: virtualizer.measureElement,
    hasMore: more !== undefined,
  }
  return <div ref={list}>{isWide ? <TradeTable {...view} /> : <TradeCards {...view} />}</div>
}

/** How far below the top of the page it begins. */
function useOffset(list: React.RefObject<HTMLElement | null>): number {
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    const top = list.current === null ? 0 : list.current.getBoundingClientRect().top + window.scrollY
    setOffset(Math.round(top))
  })
  return offset
}
