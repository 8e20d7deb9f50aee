import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'

const schedules = createRoute({
  getParentRoute: () => traders,
  path: '/trading/fee-schedules',
  component: lazyRouteComponent(() => import('./schedules-page.tsx'), 'SchedulesPage'),
})

/** Also of one that is to be made, which is called new. */
const schedule = createRoute({
  getParentRoute: () => traders,
  path: '/trading/fee-schedules/$id',
  component: lazyRouteComponent(() => import('./schedule-page.tsx'), 'SchedulePage'),
})

export const feeRoutes = [schedules, schedule] as const
