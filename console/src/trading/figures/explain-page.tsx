import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { ExplanationView } from './explanation.tsx'
import { askedFigure, figures } from './queries.ts'

const route = getRouteApi('/traders/trading/figures/explain')
const PAGE = 50

/** How a figure follows from the trades, days and fills behind it. */
export function ExplainPage(): ReactElement {
  const search = route.useSearch()
  const query = figures.explained(search)
  const answer = useQuery(query)
  return (
    <Page
      title={answer.data?.definition.title ?? 'Where a figure comes from'}
      lead="Its definition, its formula with the numbers put in, and everything that it is of."
    >
      <QueryView query={answer}>
        {(explanation) => (
          <ExplanationView
            explanation={explanation}
            of={`${accountsInWords(explanation.accountIds.length)} in ${explanation.currency}`}
            queryKey={query.queryKey}
            loadRows={async ({ cursor, signal }) => {
              const page = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
              return (await api.trading.explainFigure({ query: { ...askedFigure(search), ...page }, signal })).rows
            }}
          />
        )}
      </QueryView>
    </Page>
  )
}

function accountsInWords(n: number): string {
  return n === 1 ? 'One account' : `${n} accounts`
}
