import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { ExplanationView } from '../figures/explanation.tsx'
import type { FactSearch } from './explained-search.ts'
import { explainFact, factQuery } from './fact-query.ts'

const route = getRouteApi('/traders/trading/explained')
const PAGE = 50

/** How a figure of an account, a risk profile, a goal or a reconciliation follows from days, fills and cash. */
export function ExplainedPage(): ReactElement {
  const search = route.useSearch()
  const query = factQuery(search)
  const answer = useQuery(query)
  return (
    <Page
      title={answer.data?.definition.title ?? 'Where a figure comes from'}
      lead="Its definition, its formula with the numbers put in, and everything that it is of."
      eyebrow={<Back search={search} />}
    >
      <QueryView query={answer}>
        {(explanation) => (
          <ExplanationView
            explanation={explanation}
            of={[search.day, explanation.currency].filter(Boolean).join(', ') || null}
            queryKey={query.queryKey}
            loadRows={async ({ cursor, signal }) =>
              (await explainFact(search, { limit: PAGE, signal, ...(cursor === undefined ? {} : { cursor }) })).rows
            }
          />
        )}
      </QueryView>
    </Page>
  )
}

function Back({ search: { of, id, account } }: { search: FactSearch }): ReactElement {
  switch (of) {
    case 'balance':
      return (
        <TextLink to="/trading/accounts/$id" params={{ id }}>
          Account
        </TextLink>
      )
    case 'risk':
      return (
        <TextLink to="/trading/risk/$id" params={{ id }}>
          Risk profile
        </TextLink>
      )
    case 'goal':
      return <TextLink to="/trading/goals">Goals</TextLink>
    case 'difference':
      return (
        <TextLink to="/trading/reconciliation" search={account === undefined ? {} : { account }}>
          Reconciliation
        </TextLink>
      )
  }
}
