import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Equity } from './equity.tsx'
import { figures } from './queries.ts'

const route = getRouteApi('/traders/trading/dashboard')

export function DashboardPage(): ReactElement {
  const search = route.useSearch()
  const dashboard = useQuery(figures.dashboard(search))
  return (
    <Page title="Dashboard">
      <QueryView query={dashboard}>
        {({ groups }) =>
          groups.map(({ currency, equity }) => (
            <Panel key={currency} title="Equity">
              <Equity currency={currency} points={equity.series.find(({ kind }) => kind === 'day')?.points ?? []} />
            </Panel>
          ))
        }
      </QueryView>
    </Page>
  )
}
