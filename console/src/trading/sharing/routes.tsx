import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { rootRoute } from '../../shell/root-route.tsx'
import { traders } from '../traders.ts'
import { mentorsMenu, mentorsRoutes } from './mentors/routes.ts'
import { sharedSubject } from './shared-subject.ts'

export const sharingMenu: readonly MenuEntry[] = [
  { to: '/trading/shares', label: 'Shared links', needs: 'trading:use' },
  { to: '/trading/exports', label: 'Exports', needs: 'trading:use' },
  { to: '/trading/plan', label: 'Plan and usage', needs: 'trading:use' },
  ...mentorsMenu,
]

const shares = createRoute({
  getParentRoute: () => traders,
  path: '/trading/shares',
  validateSearch: sharedSubject,
  component: lazyRouteComponent(() => import('./shares-page.tsx'), 'SharesPage'),
})

const transfers = createRoute({
  getParentRoute: () => traders,
  path: '/trading/exports',
  component: lazyRouteComponent(() => import('./exports-page.tsx'), 'ExportsPage'),
})

const plan = createRoute({
  getParentRoute: () => traders,
  path: '/trading/plan',
  component: lazyRouteComponent(() => import('./plan-page.tsx'), 'PlanPage'),
})

/** For whoever has the link, without a session. */
export const sharedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/s',
  component: lazyRouteComponent(() => import('./shared-page.tsx'), 'SharedPage'),
})

export const sharingRoutes = [shares, transfers, plan, ...mentorsRoutes] as const
