import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const apiKeysMenu: readonly MenuEntry[] = [{ to: '/api-keys', label: 'API keys', needs: 'session' }]

const signedIn = guardedRoute('api-keys')

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./api-keys-page.tsx'), 'ApiKeysPage'),
})

export const apiKeysRoutes = [signedIn.addChildren([keys])] as const
