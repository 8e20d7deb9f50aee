import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { usePages } from '../shell/use-pages.ts'
import { quotesKey } from './queries.ts'
import { quoteFilterIn } from './quote-filter.ts'
import { QuoteRows } from './quote-rows.tsx'
import { quoteStates } from './words.ts'

const route = getRouteApi('/sellers/agency/quotes')

export function QuotesPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages([...quotesKey, 'list', filter], ({ cursor, signal }) =>
    api.agency.listQuotes({ query: { ...filter, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="Quotes" lead="A new one is begun on the page of a client or of a request.">
      <Filters label="Quotes">
        <NativeSelect
          label="State"
          value={filter.state ?? ''}
          onChange={(event) => {
            void navigate({ search: quoteFilterIn({ state: event.currentTarget.value }), replace: true })
          }}
          data={[
            { value: '', label: 'All states' },
            ...Object.entries(quoteStates).map(([value, { label }]) => ({ value, label })),
          ]}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="No quote is here" hint="Begin one on the page of a request." />}>
        {(quotes) => <QuoteRows quotes={quotes} />}
      </PagedList>
    </Page>
  )
}
