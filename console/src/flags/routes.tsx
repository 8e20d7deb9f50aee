import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { type FlagFilter, flagFilterIn } from './filter.ts'

export const flagsMenu: readonly MenuEntry[] = [{ to: '/flags', label: 'Feature flags', needs: 'flags:read' }]

const readers = guardedRoute('flag-readers', 'flags:read')

const list = createRoute({
  getParentRoute: () => readers,
  path: '/flags',
  validateSearch: (search: Record<string, unknown>): FlagFilter => flagFilterIn(search),
  component: lazyRouteComponent(() => import('./flags-page.tsx'), 'FlagsPage'),
})

const flag = createRoute({
  getParentRoute: () => readers,
  path: '/flags/$key',
  validateSearch: ({ environment }: Record<string, unknown>): { environment?: string } =>
    typeof environment === 'string' ? { environment } : {},
  component: lazyRouteComponent(() => import('./flag-page.tsx'), 'FlagPage'),
})

const writers = guardedRoute('flag-writers', 'flags:write')

const newFlag = createRoute({
  getParentRoute: () => writers,
  path: '/flags/new',
  component: lazyRouteComponent(() => import('./new-flag-page.tsx'), 'NewFlagPage'),
})

export const flagsRoutes = [readers.addChildren([list, flag]), writers.addChildren([newFlag])] as const
