import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../traders.ts'
import { type FactSearch, factSearchIn } from './explained-search.ts'

const explained = createRoute({
  getParentRoute: () => traders,
  path: '/trading/explained',
  validateSearch: (search: Record<string, unknown>): FactSearch => factSearchIn(search),
  component: lazyRouteComponent(() => import('./explained-page.tsx'), 'ExplainedPage'),
})

export const explainedRoutes = [explained] as const
