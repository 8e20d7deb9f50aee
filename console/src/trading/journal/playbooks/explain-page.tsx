import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { ExplanationView } from '../../figures/explanation.tsx'
import { explainedAdherenceQuery } from '../queries.ts'
import { explainedWindow } from './adherence-filter.ts'

const route = getRouteApi('/traders/trading/playbooks/$id/explain')
const PAGE = 50

/** How a figure of a playbook’s adherence follows from its trades and what rules say of each. */
export function ExplainAdherencePage(): ReactElement {
  const { id } = route.useParams()
  const asked = route.useSearch()
  const query = explainedAdherenceQuery(id, asked)
  const answer = useQuery(query)
  const { figure: _, ...window } = asked
  return (
    <Page
      title={answer.data?.definition.title ?? 'Where a figure comes from'}
      lead="Its definition, its formula with the numbers put in, and the trades that it is of."
      eyebrow={
        <TextLink to="/trading/playbooks/$id" params={{ id }} search={window}>
          Playbook
        </TextLink>
      }
    >
      <QueryView query={answer}>
        {(explanation) => (
          <ExplanationView
            explanation={explanation}
            of={explanation.currency === null ? null : `Trades in ${explanation.currency}`}
            queryKey={query.queryKey}
            loadRows={async ({ cursor, signal }) => {
              const page = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
              const given = { ...explainedWindow(asked), ...page }
              return (await api.trading.explainAdherence({ path: { id }, query: given, signal })).rows
            }}
          />
        )}
      </QueryView>
    </Page>
  )
}
