import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { usePages } from '../shell/use-pages.ts'
import { quotesKey } from './queries.ts'
import type { NewQuoteFor } from './quote-filter.ts'
import { QuoteRows } from './quote-rows.tsx'

/** Quotes of a request or of a client, and the way to one more. */
export function QuotesOf({ whose }: { whose: NewQuoteFor }): ReactElement {
  const pages = usePages([...quotesKey, 'list', whose], ({ cursor, signal }) =>
    api.agency.listQuotes({ query: { ...whose, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel
      title="Quotes"
      aside={
        <ButtonLink size="xs" variant="default" to="/agency/quotes/new" search={whose}>
          New quote
        </ButtonLink>
      }
    >
      <PagedList pages={pages} empty={<p>None yet.</p>}>
        {(quotes) => <QuoteRows quotes={quotes} />}
      </PagedList>
    </Panel>
  )
}
