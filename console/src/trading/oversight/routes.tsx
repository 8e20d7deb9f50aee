import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { UnreadBadge } from './unread-badge.tsx'

export const oversightMenu: readonly MenuEntry[] = [
  { to: '/trading/risk', label: 'Risk profiles', needs: 'trading:use' },
  { to: '/trading/alerts', label: 'Alerts', needs: 'trading:use', Badge: UnreadBadge },
]

const getParentRoute = () => traders

const profiles = createRoute({
  getParentRoute,
  path: '/trading/risk',
  component: lazyRouteComponent(() => import('./risk-page.tsx'), 'RiskPage'),
})

/** The id, or `new`. */
const profile = createRoute({
  getParentRoute,
  path: '/trading/risk/$id',
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
})

const alerts = createRoute({
  getParentRoute,
  path: '/trading/alerts',
  component: lazyRouteComponent(() => import('./alerts-page.tsx'), 'AlertsPage'),
})

/** The id, or `new`. */
const alert = createRoute({
  getParentRoute,
  path: '/trading/alerts/$id',
  component: lazyRouteComponent(() => import('./alert-page.tsx'), 'AlertPage'),
})

export const oversightRoutes = [profiles, profile, alerts, alert] as const
