import '@mantine/core/styles/Popover.layer.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Fragment, type ReactElement, useState } from 'react'
import { Page } from '../../shell/page.tsx'
import { LoadingRows } from '../../shell/paged-list.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { tradingQueries } from '../queries.ts'
import { ShareLink } from '../sharing/share-link.tsx'
import { ArrangePanels } from './arrange-panels.tsx'
import { BehaviourPanel } from './behaviour-panel.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import { ByPanel } from './by-panel.tsx'
import { CalendarPanel } from './calendar-panel.tsx'
import { DashboardChoice, KeepDashboard, panelsOf, searchOf } from './dashboards.tsx'
import { DistributionPanel } from './distribution-panel.tsx'
import { EquityPanel } from './equity-panel.tsx'
import { ExcursionPanel } from './excursion-panel.tsx'
import styles from './figures.module.css'
import { type DashboardSearch, dashboardSearchIn, type FiguresSearch } from './figures-search.ts'
import { FiguresFilters, type SearchChange } from './filters.tsx'
import { chosenGroup } from './groups.ts'
import { HeatmapPanel } from './heatmap-panel.tsx'
import { KeyFigures } from './key-figures.tsx'
import { NoFigures } from './no-figures.tsx'
import { PlaybooksPanel } from './playbooks-panel.tsx'
import { figures } from './queries.ts'
import { StreaksPanel } from './streaks-panel.tsx'
import type { Dashboard, DashboardGroup, DashboardPanel, Mode, PlacedPanel } from './types.ts'

const route = getRouteApi('/traders/trading/dashboard')

/** Panels of a dashboard of the trader’s own, moved and not saved yet. */
interface Arranged {
  readonly of: string
  readonly panels: readonly PlacedPanel[]
}

/** The panels of a dashboard in their order: as they are kept, or as they were moved since. */
function useArrangement(own: Dashboard | undefined) {
  const layout = useQuery(figures.layout()).data
  const [arranged, setArranged] = useState<Arranged | undefined>(undefined)
  const kept = layout && (own === undefined ? layout.panels : panelsOf(own, layout.panels))
  return {
    placed: kept && arranged && arranged.of === own?.id ? arranged.panels : kept,
    arrange: (panels: readonly PlacedPanel[] | undefined): void => setArranged(own && panels && { of: own.id, panels }),
    /** Forgets what was moved, unless it was moved again since it was sent. */
    saved: (sent: readonly PlacedPanel[]): void => setArranged((now) => (now?.panels === sent ? undefined : now)),
  }
}

/** What trades came to: figures, curves and where results come from. */
export function DashboardPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { currency, dashboard: dashboardId, ...asked } = search
  const own = useQuery(figures.dashboards()).data?.items.find(({ id }) => id === dashboardId)
  const dashboard = useQuery(figures.dashboard(asked))
  const { placed, arrange, saved } = useArrangement(own)
  const [arranges, setArranges] = useState(false)
  const groups = dashboard.data?.groups ?? []
  const group = chosenGroup(groups, currency, ({ summary }) => summary.n + summary.missing)
  const set = (change: SearchChange): void =>
    void navigate({ search: (now) => dashboardSearchIn({ ...now, ...change }), replace: true })
  const choose = (one: Dashboard | undefined): void => {
    arrange(undefined)
    void navigate({ search: searchFor(one) })
  }
  // An answer may come when another dashboard has been chosen meanwhile, or its panels were moved again: both stay.
  const replace = (by: Dashboard | undefined): void =>
    void navigate({ search: (now) => (now.dashboard === dashboardId ? searchFor(by) : now) })
  return (
    <Page
      title={own?.name ?? 'Dashboard'}
      lead="Closed trades, in figures. Each leads to the trades behind it."
      actions={
        group === undefined ? undefined : (
          <>
            <DashboardChoice chosen={own} choose={choose} />
            <ShareLink
              of={{ trades: tradesBehind({ account: group.accountIds, search, mode: asked.mode ?? 'cash' }) }}
            />
            <Button variant="default" aria-expanded={arranges} onClick={() => setArranges(!arranges)}>
              Arrange panels
            </Button>
          </>
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
          if (placed === undefined) return <LoadingRows />
          return (
            <>
              {arranges && (
                <>
                  <ArrangePanels panels={placed} onArrange={own && arrange} />
                  <KeepDashboard
                    chosen={own}
                    shown={{ behind: { search: asked }, mode, placed }}
                    onSaved={saved}
                    onReplaced={replace}
                  />
                </>
              )}
              <Panels group={group} mode={mode} search={asked} placed={placed} />
            </>
          )
        }}
      </QueryView>
    </Page>
  )
}

function searchFor(dashboard: Dashboard | undefined): DashboardSearch {
  return dashboard === undefined ? {} : searchOf(dashboard)
}

const EVERYTHING = { from: undefined, to: undefined, mode: undefined }

interface PanelsProps {
  readonly group: DashboardGroup
  readonly mode: Mode
  readonly search: FiguresSearch
  readonly placed: readonly PlacedPanel[]
}

function Panels({ group, mode, search, placed }: PanelsProps): ReactElement {
  const unit = { currency: group.currency, mode }
  const behind: Behind = { account: group.accountIds, search, mode }
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const zones = new Set(accounts.filter(({ id }) => group.accountIds.includes(id)).map(({ timeZone }) => timeZone))
  const shared = { unit, behind }
  const zone = zones.size === 1 ? [...zones][0] : undefined
  const panels: Readonly<Record<DashboardPanel, ReactElement>> = {
    figures: <KeyFigures summary={group.summary} {...shared} />,
    equity: <EquityPanel group={group} {...shared} />,
    calendar: <CalendarPanel calendar={group.calendar} {...shared} />,
    heatmap: <HeatmapPanel heatmap={group.heatmap} zone={zone} {...shared} />,
    distribution: <DistributionPanel distribution={group.distribution} {...shared} />,
    by: <ByPanel {...shared} />,
    playbooks: <PlaybooksPanel {...shared} />,
    streaks: <StreaksPanel {...shared} />,
    excursion: <ExcursionPanel {...shared} />,
    behaviour: <BehaviourPanel {...shared} />,
  }
  return (
    <div className={styles.panels}>
      {inRows(placed).map((row) => (
        <div key={row.join(' ')} className={row.length > 1 ? styles.pair : undefined}>
          {row.map((name) => (
            <Fragment key={name}>{panels[name]}</Fragment>
          ))}
        </div>
      ))}
    </div>
  )
}

/** Half as wide as the others: two of them that follow each other share a row. */
const HALVES: readonly DashboardPanel[] = ['streaks', 'excursion']

function inRows(placed: readonly PlacedPanel[]): DashboardPanel[][] {
  const rows: DashboardPanel[][] = []
  for (const { name } of placed.filter(({ hidden }) => !hidden)) {
    const last = rows.at(-1)
    const isBeside = last?.length === 1 && [...last, name].every((one) => HALVES.includes(one))
    if (isBeside) last.push(name)
    else rows.push([name])
  }
  return rows
}
