import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const operationsMenu: readonly MenuEntry[] = [
  { to: '/jobs', label: 'Jobs', needs: 'jobs:read' },
  { to: '/status', label: 'Status', needs: 'operations:read' },
]

const jobReaders = guardedRoute('job-readers', 'jobs:read')

const jobs = createRoute({
  getParentRoute: () => jobReaders,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./jobs-page.tsx'), 'JobsPage'),
})

const operators = guardedRoute('operators', 'operations:read')

const status = createRoute({
  getParentRoute: () => operators,
  path: '/status',
  component: lazyRouteComponent(() => import('./status-page.tsx'), 'StatusPage'),
})

export const operationsRoutes = [jobReaders.addChildren([jobs]), operators.addChildren([status])] as const
