import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import { type ChangeFilter, changeFilterIn } from './changes/change-filter.ts'
import { READ } from './more-queries.ts'

/** Where a page of a flag looks; it stands in the address. */
interface Place {
  readonly environment?: string
}

function placeIn({ environment }: Record<string, unknown>): Place {
  return typeof environment === 'string' && environment !== '' ? { environment } : {}
}

const operators = guardedRoute('flag-operators', READ)

const changes = createRoute({
  getParentRoute: () => operators,
  path: '/flags/changes',
  validateSearch: (search: Record<string, unknown>): ChangeFilter => changeFilterIn(search),
  component: lazyRouteComponent(() => import('./changes/changes-page.tsx'), 'ChangesPage'),
})

const change = createRoute({
  getParentRoute: () => operators,
  path: '/flags/changes/$id',
  component: lazyRouteComponent(() => import('./changes/change-page.tsx'), 'ChangePage'),
})

const segments = createRoute({
  getParentRoute: () => operators,
  path: '/flags/segments',
  component: lazyRouteComponent(() => import('./segments/segments-page.tsx'), 'SegmentsPage'),
})

const segment = createRoute({
  getParentRoute: () => operators,
  path: '/flags/segments/$key',
  component: lazyRouteComponent(() => import('./segments/segment-page.tsx'), 'SegmentPage'),
})

const environments = createRoute({
  getParentRoute: () => operators,
  path: '/flags/environments',
  component: lazyRouteComponent(() => import('./environments/environments-page.tsx'), 'EnvironmentsPage'),
})

const transfer = createRoute({
  getParentRoute: () => operators,
  path: '/flags/transfer',
  component: lazyRouteComponent(() => import('./transfer/transfer-page.tsx'), 'TransferPage'),
})

const tester = createRoute({
  getParentRoute: () => operators,
  path: '/flags/$key/tester',
  validateSearch: (search: Record<string, unknown>): Place => placeIn(search),
  component: lazyRouteComponent(() => import('./tester/tester-page.tsx'), 'TesterPage'),
})

const history = createRoute({
  getParentRoute: () => operators,
  path: '/flags/$key/history',
  validateSearch: (search: Record<string, unknown>): Place => placeIn(search),
  component: lazyRouteComponent(() => import('./history/history-page.tsx'), 'HistoryPage'),
})

export const moreFlagRoutes = [
  operators.addChildren([changes, change, segments, segment, environments, transfer, tester, history]),
] as const
