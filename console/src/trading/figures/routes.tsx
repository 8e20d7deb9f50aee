import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { type FiguresSearch, figuresSearchIn } from './figures-search.ts'

export const figuresMenu: readonly MenuEntry[] = [
  { to: '/trading/dashboard', label: 'Dashboard', needs: 'trading:use' },
]

const dashboard = createRoute({
  getParentRoute: () => traders,
  path: '/trading/dashboard',
  validateSearch: (search: Record<string, unknown>): FiguresSearch => figuresSearchIn(search),
  component: lazyRouteComponent(() => import('./dashboard-page.tsx'), 'DashboardPage'),
})

export const figuresRoutes = [dashboard] as const
