import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { rootRoute } from '../shell/root-route.tsx'

export const portalMenu: readonly MenuEntry[] = [
  { to: '/portal', label: 'Your portal', needs: 'session', product: 'agency' },
  { to: '/request', label: 'Ask for something', product: 'agency' },
  { to: '/support', label: 'Get help', product: 'agency' },
  { to: '/contact', label: 'Write to us', product: 'agency' },
  { to: '/newsletter', label: 'Newsletter', product: 'agency' },
]

const signedIn = guardedRoute('portal')

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal',
  component: lazyRouteComponent(() => import('./overview-page.tsx'), 'OverviewPage'),
})

const request = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal/requests/$reference',
  component: lazyRouteComponent(() => import('./own-pages.tsx'), 'OwnRequestPage'),
})

const ticket = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal/tickets/$reference',
  component: lazyRouteComponent(() => import('./own-pages.tsx'), 'OwnTicketPage'),
})

const quote = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal/quotes/$id',
  component: lazyRouteComponent(() => import('./quote-page.tsx'), 'QuotePage'),
})

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal/projects/$id',
  component: lazyRouteComponent(() => import('./project-page.tsx'), 'ProjectPage'),
})

const testimonial = createRoute({
  getParentRoute: () => signedIn,
  path: '/portal/projects/$id/testimonial',
  component: lazyRouteComponent(() => import('./testimonial-page.tsx'), 'TestimonialPage'),
})

const guestRequest = createRoute({
  getParentRoute: () => rootRoute,
  path: '/guest/request',
  component: lazyRouteComponent(() => import('./guest-pages.tsx'), 'GuestRequestPage'),
})

const guestTicket = createRoute({
  getParentRoute: () => rootRoute,
  path: '/guest/ticket',
  component: lazyRouteComponent(() => import('./guest-pages.tsx'), 'GuestTicketPage'),
})

const ask = createRoute({
  getParentRoute: () => rootRoute,
  path: '/request',
  component: lazyRouteComponent(() => import('./ask-page.tsx'), 'AskPage'),
})

const support = createRoute({
  getParentRoute: () => rootRoute,
  path: '/support',
  component: lazyRouteComponent(() => import('./support-page.tsx'), 'SupportPage'),
})

const contact = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contact',
  component: lazyRouteComponent(() => import('./contact-page.tsx'), 'ContactPage'),
})

const subscribe = createRoute({
  getParentRoute: () => rootRoute,
  path: '/newsletter',
  component: lazyRouteComponent(() => import('./newsletter-pages.tsx'), 'SubscribePage'),
})

const confirmSubscription = createRoute({
  getParentRoute: () => rootRoute,
  path: '/newsletter/confirm',
  component: lazyRouteComponent(() => import('./newsletter-pages.tsx'), 'ConfirmSubscriptionPage'),
})

export const portalRoutes = [
  signedIn.addChildren([overview, request, ticket, quote, project, testimonial]),
  guestRequest,
  guestTicket,
  ask,
  support,
  contact,
  subscribe,
  confirmSubscription,
] as const
