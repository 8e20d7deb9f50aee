import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../shell/menu.ts'
import { rootRoute } from '../shell/root-route.tsx'
import type { Choice } from './choice.ts'

export const bookMenu: readonly MenuEntry[] = [{ to: '/book', label: 'Book a time', product: 'agency' }]

const services = createRoute({
  getParentRoute: () => rootRoute,
  path: '/book',
  component: lazyRouteComponent(() => import('./services-page.tsx'), 'ServicesPage'),
})

const service = createRoute({
  getParentRoute: () => rootRoute,
  path: '/book/$service',
  validateSearch: (search: Record<string, unknown>): Choice =>
    Object.fromEntries(
      ['package', 'host', 'zone', 'from', 'slot'].flatMap((name) => {
        const value = search[name]
        return typeof value === 'string' && value !== '' ? [[name, value]] : []
      }),
    ),
  component: lazyRouteComponent(() => import('./service-page.tsx'), 'ServicePage'),
})

const booking = createRoute({
  getParentRoute: () => rootRoute,
  path: '/bookings/$reference',
  component: lazyRouteComponent(() => import('./booking-page.tsx'), 'BookingPage'),
})

const invoice = createRoute({
  getParentRoute: () => rootRoute,
  path: '/pay/$id',
  component: lazyRouteComponent(() => import('./invoice-page.tsx'), 'InvoicePage'),
})

export const bookRoutes = [services, service, booking, invoice] as const
