import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const accessMenu: readonly MenuEntry[] = [
  { to: '/people', label: 'People', needs: 'access:read' },
  { to: '/roles', label: 'Roles', needs: 'access:read' },
]

const readers = guardedRoute('access-readers', 'access:read')

const people = createRoute({
  getParentRoute: () => readers,
  path: '/people',
  validateSearch: (search: Record<string, unknown>): { search?: string } =>
    typeof search.search === 'string' ? { search: search.search } : {},
  component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
})

const person = createRoute({
  getParentRoute: () => readers,
  path: '/people/$id',
  component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
})

const roles = createRoute({
  getParentRoute: () => readers,
  path: '/roles',
  component: lazyRouteComponent(() => import('./roles-page.tsx'), 'RolesPage'),
})

export const accessRoutes = [readers.addChildren([people, person, roles])] as const
