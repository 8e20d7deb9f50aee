import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuSection } from '../shell/menu.ts'
import { type CalendarSearch, calendarSearchIn } from './calendar-search.ts'
import { HOST, VIEW_ALL } from './types.ts'

export const bookingsMenu: readonly MenuSection[] = [
  {
    title: 'Appointments',
    entries: [
      { to: '/agency/appointments', label: 'Calendar', needs: HOST },
      { to: '/agency/hours', label: 'Working hours', needs: HOST },
      { to: '/agency/policies', label: 'Booking policies', needs: VIEW_ALL },
    ],
  },
]

const hosts = guardedRoute('hosts', HOST)

const calendar = createRoute({
  getParentRoute: () => hosts,
  path: '/agency/appointments',
  validateSearch: (search: Record<string, unknown>): CalendarSearch => calendarSearchIn(search),
  component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
})

const appointment = createRoute({
  getParentRoute: () => hosts,
  path: '/agency/appointments/$id',
  component: lazyRouteComponent(() => import('./appointment-page.tsx'), 'AppointmentPage'),
})

const hours = createRoute({
  getParentRoute: () => hosts,
  path: '/agency/hours',
  validateSearch: ({ host }: Record<string, unknown>): { host?: string } => (typeof host === 'string' ? { host } : {}),
  component: lazyRouteComponent(() => import('./hours-page.tsx'), 'HoursPage'),
})

const overseers = guardedRoute('overseers', VIEW_ALL)

const policies = createRoute({
  getParentRoute: () => overseers,
  path: '/agency/policies',
  component: lazyRouteComponent(() => import('./policies-page.tsx'), 'PoliciesPage'),
})

const policy = createRoute({
  getParentRoute: () => overseers,
  path: '/agency/policies/$id',
  component: lazyRouteComponent(() => import('./policy-page.tsx'), 'PolicyPage'),
})

export const bookingsRoutes = [
  hosts.addChildren([calendar, appointment, hours]),
  overseers.addChildren([policies, policy]),
] as const
