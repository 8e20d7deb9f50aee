import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const webhooksMenu: readonly MenuEntry[] = [{ to: '/webhooks', label: 'Webhooks', needs: 'webhooks:read' }]

const readers = guardedRoute('webhook-readers', 'webhooks:read')

const overview = createRoute({
  getParentRoute: () => readers,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks-page.tsx'), 'WebhooksPage'),
})

const endpoint = createRoute({
  getParentRoute: () => readers,
  path: '/webhooks/$id',
  component: lazyRouteComponent(() => import('./endpoint-page.tsx'), 'EndpointPage'),
})

export const webhooksRoutes = [readers.addChildren([overview, endpoint])] as const
