import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { type ReportsSearch, reportsSearchIn } from './reports-search.ts'

export const reportsMenu: readonly MenuEntry[] = [{ to: '/trading/reports', label: 'Reports', needs: 'trading:use' }]

const reports = createRoute({
  getParentRoute: () => traders,
  path: '/trading/reports',
  validateSearch: (search: Record<string, unknown>): ReportsSearch => reportsSearchIn(search),
  component: lazyRouteComponent(() => import('./reports-page.tsx'), 'ReportsPage'),
})

export const reportsRoutes = [reports] as const
