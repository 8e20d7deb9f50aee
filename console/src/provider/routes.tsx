import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const providerMenu: readonly MenuEntry[] = [
  { to: '/connected-applications', label: 'Connected applications', needs: 'provider:manage' },
]

const signedIn = guardedRoute('authorize')
const managers = guardedRoute('provider-managers', 'provider:manage')

const authorize = createRoute({
  getParentRoute: () => signedIn,
  path: '/authorize/$uid',
  component: lazyRouteComponent(() => import('./authorize-page.tsx'), 'AuthorizePage'),
})

const applications = createRoute({
  getParentRoute: () => managers,
  path: '/connected-applications',
  component: lazyRouteComponent(() => import('./applications-page.tsx'), 'ApplicationsPage'),
})

export const providerRoutes = [signedIn.addChildren([authorize]), managers.addChildren([applications])] as const
