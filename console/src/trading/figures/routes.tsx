import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { type ExplainSearch, explainSearchIn } from './explain-search.ts'
import {
  type CompareSearch,
  compareSearchIn,
  type DashboardSearch,
  dashboardSearchIn,
  type SimulationSearch,
  simulationSearchIn,
  type WhatIfSearch,
  whatIfSearchIn,
} from './figures-search.ts'

export const figuresMenu: readonly MenuEntry[] = [
  { to: '/trading/dashboard', label: 'Dashboard', needs: 'trading:use' },
  { to: '/trading/compare', label: 'Compare', needs: 'trading:use' },
  { to: '/trading/what-if', label: 'What if', needs: 'trading:use' },
  { to: '/trading/dashboard/simulation', label: 'Simulation', needs: 'trading:use' },
]

const dashboard = createRoute({
  getParentRoute: () => traders,
  path: '/trading/dashboard',
  validateSearch: (search: Record<string, unknown>): DashboardSearch => dashboardSearchIn(search),
  component: lazyRouteComponent(() => import('./dashboard-page.tsx'), 'DashboardPage'),
})

const compare = createRoute({
  getParentRoute: () => traders,
  path: '/trading/compare',
  validateSearch: (search: Record<string, unknown>): CompareSearch => compareSearchIn(search),
  component: lazyRouteComponent(() => import('./compare-page.tsx'), 'ComparePage'),
})

const whatIf = createRoute({
  getParentRoute: () => traders,
  path: '/trading/what-if',
  validateSearch: (search: Record<string, unknown>): WhatIfSearch => whatIfSearchIn(search),
  component: lazyRouteComponent(() => import('./what-if-page.tsx'), 'WhatIfPage'),
})

const simulation = createRoute({
  getParentRoute: () => traders,
  path: '/trading/dashboard/simulation',
  validateSearch: (search: Record<string, unknown>): SimulationSearch => simulationSearchIn(search),
  component: lazyRouteComponent(() => import('./simulation-page.tsx'), 'SimulationPage'),
})

const explain = createRoute({
  getParentRoute: () => traders,
  path: '/trading/figures/explain',
  validateSearch: (search: Record<string, unknown>): ExplainSearch => explainSearchIn(search),
  component: lazyRouteComponent(() => import('./explain-page.tsx'), 'ExplainPage'),
})

export const figuresRoutes = [dashboard, compare, whatIf, simulation, explain] as const
