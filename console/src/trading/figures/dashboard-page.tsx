import '@mantine/core/styles/Popover.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { tradingQueries } from '../queries.ts'
import { ShareLink } from '../sharing/share-link.tsx'
import { BehaviourPanel } from './behaviour-panel.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import { ByPanel } from './by-panel.tsx'
import { CalendarPanel } from './calendar-panel.tsx'
import { DistributionPanel } from './distribution-panel.tsx'
import { EquityPanel } from './equity-panel.tsx'
import { ExcursionPanel } from './excursion-panel.tsx'
import styles from './figures.module.css'
import { type FiguresSearch, figuresSearchIn } from './figures-search.ts'
import { FiguresFilters, type SearchChange } from './filters.tsx'
import { chosenGroup } from './groups.ts'
import { HeatmapPanel } from './heatmap-panel.tsx'
import { KeyFigures } from './key-figures.tsx'
import { NoFigures } from './no-figures.tsx'
import { PlaybooksPanel } from './playbooks-panel.tsx'
import { figures } from './queries.ts'
import { StreaksPanel } from './streaks-panel.tsx'
import type { DashboardGroup, Mode } from './types.ts'

const route = getRouteApi('/traders/trading/dashboard')

/** What trades came to: figures, curves and where results come from. */
export function DashboardPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { currency, ...asked } = search
  const dashboard = useQuery(figures.dashboard(asked))
  const groups = dashboard.data?.groups ?? []
  const group = chosenGroup(groups, currency, ({ summary }) => summary.n + summary.missing)
  const set = (change: SearchChange): void => {
    void navigate({ search: (now) => figuresSearchIn({ ...now, ...change }), replace: true })
  }
  return (
    <Page
      title="Dashboard"
      lead="Closed trades, in figures. Each leads to the trades behind it."
      actions={
        group === undefined ? undefined : (
          <ShareLink of={{ trades: tradesBehind({ account: group.accountIds, search, mode: asked.mode ?? 'cash' }) }} />
        )
      }
    >
      <FiguresFilters
        search={search}
        currencies={groups.map((one) => one.currency)}
        currency={group?.currency}
        set={set}
      />
      <HiddenByPlan trades={group?.summary.hiddenByPlan} />
      <QueryView query={dashboard}>
        {({ mode }) => {
          if (group === undefined || (group.summary.n === 0 && group.summary.missing === 0))
            return <NoFigures search={search} hasAccounts={groups.length > 0} clear={() => set(EVERYTHING)} />
          return <Panels group={group} mode={mode} search={asked} />
        }}
      </QueryView>
    </Page>
  )
}

const EVERYTHING = { from: undefined, to: undefined, mode: undefined }

interface PanelsProps {
  readonly group: DashboardGroup
  readonly mode: Mode
  readonly search: FiguresSearch
}

function Panels({ group, mode, search }: PanelsProps): ReactElement {
  const unit = { currency: group.currency, mode }
  const behind: Behind = { account: group.accountIds, search, mode }
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const zones = new Set(accounts.filter(({ id }) => group.accountIds.includes(id)).map(({ timeZone }) => timeZone))
  const shared = { unit, behind }
  return (
    <div className={styles.panels}>
      <KeyFigures summary={group.summary} {...shared} />
      <EquityPanel group={group} {...shared} />
      <CalendarPanel calendar={group.calendar} {...shared} />
      <HeatmapPanel heatmap={group.heatmap} zone={zones.size === 1 ? [...zones][0] : undefined} {...shared} />
      <DistributionPanel distribution={group.distribution} {...shared} />
      <ByPanel {...shared} />
      <PlaybooksPanel {...shared} />
      <div className={styles.pair}>
        <StreaksPanel {...shared} />
        <ExcursionPanel {...shared} />
      </div>
      <BehaviourPanel {...shared} />
    </div>
  )
}
