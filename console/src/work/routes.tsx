import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuSection } from '../shell/menu.ts'
import { type BoardFilter, boardFilterIn } from './board-filter.ts'
import { type NewQuoteFor, newQuoteFor, type QuoteFilter, quoteFilterIn } from './quote-filter.ts'
import { PROJECTS, QUOTES, REQUESTS, VIEW_ALL } from './types.ts'

export const workMenu: readonly MenuSection[] = [
  {
    title: 'Clients',
    entries: [
      { to: '/agency/requests', label: 'Requests', needs: REQUESTS },
      { to: '/agency/quotes', label: 'Quotes', needs: QUOTES },
      { to: '/agency/projects', label: 'Projects', needs: PROJECTS },
      { to: '/agency/clients', label: 'Clients', needs: VIEW_ALL },
    ],
  },
]

const takers = guardedRoute('request-takers', REQUESTS)

const requests = createRoute({
  getParentRoute: () => takers,
  path: '/agency/requests',
  validateSearch: (search: Record<string, unknown>): BoardFilter => boardFilterIn(search),
  component: lazyRouteComponent(() => import('./requests-page.tsx'), 'RequestsPage'),
})

const request = createRoute({
  getParentRoute: () => takers,
  path: '/agency/requests/$id',
  component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
})

const sellers = guardedRoute('sellers', QUOTES)

const quotes = createRoute({
  getParentRoute: () => sellers,
  path: '/agency/quotes',
  validateSearch: (search: Record<string, unknown>): QuoteFilter => quoteFilterIn(search),
  component: lazyRouteComponent(() => import('./quotes-page.tsx'), 'QuotesPage'),
})

const newQuote = createRoute({
  getParentRoute: () => sellers,
  path: '/agency/quotes/new',
  validateSearch: (search: Record<string, unknown>): NewQuoteFor => newQuoteFor(search),
  component: lazyRouteComponent(() => import('./new-quote-page.tsx'), 'NewQuotePage'),
})

const quote = createRoute({
  getParentRoute: () => sellers,
  path: '/agency/quotes/$id',
  component: lazyRouteComponent(() => import('./quote-page.tsx'), 'QuotePage'),
})

const makers = guardedRoute('makers', PROJECTS)

const projects = createRoute({
  getParentRoute: () => makers,
  path: '/agency/projects',
  component: lazyRouteComponent(() => import('./projects-page.tsx'), 'ProjectsPage'),
})

const project = createRoute({
  getParentRoute: () => makers,
  path: '/agency/projects/$id',
  component: lazyRouteComponent(() => import('./project-page.tsx'), 'ProjectPage'),
})

const clientReaders = guardedRoute('client-readers', VIEW_ALL)

const clients = createRoute({
  getParentRoute: () => clientReaders,
  path: '/agency/clients',
  validateSearch: ({ search }: Record<string, unknown>): { search?: string } =>
    typeof search === 'string' || typeof search === 'number' ? { search: String(search) } : {},
  component: lazyRouteComponent(() => import('./clients-page.tsx'), 'ClientsPage'),
})

const client = createRoute({
  getParentRoute: () => clientReaders,
  path: '/agency/clients/$id',
  component: lazyRouteComponent(() => import('./client-page.tsx'), 'ClientPage'),
})

export const workRoutes = [
  takers.addChildren([requests, request]),
  sellers.addChildren([quotes, newQuote, quote]),
  makers.addChildren([projects, project]),
  clientReaders.addChildren([clients, client]),
] as const
