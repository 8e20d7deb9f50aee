import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { type PageRequest, usePages } from '../../../shell/use-pages.ts'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { tradingKey } from '../../queries.ts'
import { ShareLink } from '../../sharing/share-link.tsx'
import { filterOf } from '../trade-search.ts'
import type { TradeSearch } from '../types.ts'
import { BulkBar } from './bulk-bar.tsx'
import { FilterBar } from './filter-bar.tsx'
import { OrderFields } from './order-fields.tsx'
import { Totals } from './totals.tsx'
import { TradesList } from './trades-list.tsx'
import { useTradeSearch } from './use-trade-search.ts'

const PAGE = 100

export function TradesPage(): ReactElement {
  const { search } = useTradeSearch()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const filter = filterOf(search)
  const pages = usePages([...tradingKey, 'trades', search], ({ cursor, signal }: PageRequest) =>
    api.trading.listTrades({ query: { ...search, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const totals = useQuery({
    queryKey: [...tradingKey, 'trades', 'totals', filter],
    queryFn: ({ signal }) => api.trading.listTrades({ query: { ...filter, limit: 1, totals: true }, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      title="Trades"
      lead="From flat to flat: every fill matched, every figure explained."
      actions={
        <>
          <ShareLink of={{ trades: filter }} />
          <ButtonLink to="/trading/fills/new" variant="default">
            Enter fills
          </ButtonLink>
        </>
      }
    >
      <FilterBar />
      <HiddenByPlan trades={totals.data?.hiddenByPlan} />
      <Totals totals={totals.data?.totals ?? undefined} />
      <OrderFields />
      <PagedList pages={pages} empty={<NoTrades search={search} />}>
        {(trades) => <TradesList {...{ trades, pages, search, selected }} onSelect={setSelected} />}
      </PagedList>
      {selected.size > 0 && (
        <BulkBar
          selected={selected}
          filter={filter}
          found={totals.data?.totals?.count}
          onDone={() => setSelected(new Set())}
        />
      )}
      <p>
        <TextLink to="/trading/trades/orphaned-notes">Notes that lost their trade</TextLink>
      </p>
    </Page>
  )
}

function NoTrades({ search }: { search: TradeSearch }): ReactElement {
  if (Object.keys(filterOf(search)).length > 0)
    return <Empty title="No such trade" hint="Take a part of the filter away, or show all trades." />
  return (
    <Empty
      title="No trade yet"
      hint="Import what your broker exports, or enter fills by hand: trades are made of them."
      action={<ButtonLink to="/trading/fills/new">Enter fills</ButtonLink>}
    />
  )
}
