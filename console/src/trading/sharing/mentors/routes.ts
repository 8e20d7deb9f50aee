import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../../shell/menu.ts'
import { traders } from '../../traders.ts'

export const mentorsMenu: readonly MenuEntry[] = [
  { to: '/trading/mentors', label: 'Mentors', needs: 'trading:use' },
  { to: '/trading/mentoring', label: 'Mentoring', needs: 'trading:use' },
]

const mentors = createRoute({
  getParentRoute: () => traders,
  path: '/trading/mentors',
  component: lazyRouteComponent(() => import('./mentors-page.tsx'), 'MentorsPage'),
})

const mentoring = createRoute({
  getParentRoute: () => traders,
  path: '/trading/mentoring',
  component: lazyRouteComponent(() => import('./mentoring-page.tsx'), 'MentoringPage'),
})

const mentored = createRoute({
  getParentRoute: () => traders,
  path: '/trading/mentoring/$id',
  component: lazyRouteComponent(() => import('./mentored-page.tsx'), 'MentoredPage'),
})

const mentoredTrade = createRoute({
  getParentRoute: () => traders,
  path: '/trading/mentoring/$id/trades/$tradeId',
  component: lazyRouteComponent(() => import('./mentored-trade-page.tsx'), 'MentoredTradePage'),
})

const mentoredEntry = createRoute({
  getParentRoute: () => traders,
  path: '/trading/mentoring/$id/entries/$entryId',
  component: lazyRouteComponent(() => import('./mentored-entry-page.tsx'), 'MentoredEntryPage'),
})

export const mentorsRoutes = [mentors, mentoring, mentored, mentoredTrade, mentoredEntry] as const
