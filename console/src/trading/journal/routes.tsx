import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { type AboutSearch, aboutIn } from './entries/about.ts'
import { type JournalFilter, journalFilterIn } from './entries/journal-filter.ts'
import {
  type AdherenceFilter,
  adherenceFilterIn,
  type ExplainedFilter,
  explainedFilterIn,
} from './playbooks/adherence-filter.ts'
import { type ReviewsFilter, reviewsFilterIn } from './reviews/reviews-filter.ts'

const needs = 'trading:use'

export const journalMenu: readonly MenuEntry[] = [
  { to: '/trading/journal', label: 'Journal', needs },
  { to: '/trading/playbooks', label: 'Playbooks', needs },
  { to: '/trading/reviews', label: 'Reviews', needs },
  { to: '/trading/goals', label: 'Goals', needs },
]

const journal = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal',
  validateSearch: (search: Record<string, unknown>): JournalFilter => journalFilterIn(search),
  component: lazyRouteComponent(() => import('./entries/journal-page.tsx'), 'JournalPage'),
})

const newEntry = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal/new',
  validateSearch: (search: Record<string, unknown>): AboutSearch => aboutIn(search),
  component: lazyRouteComponent(() => import('./entries/new-entry-page.tsx'), 'NewEntryPage'),
})

const entry = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal/entries/$id',
  component: lazyRouteComponent(() => import('./entries/entry-page.tsx'), 'EntryPage'),
})

const day = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal/days/$day',
  component: lazyRouteComponent(() => import('./entries/day-page.tsx'), 'DayPage'),
})

const sessions = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal/sessions',
  component: lazyRouteComponent(() => import('./entries/sessions-page.tsx'), 'SessionsPage'),
})

const session = createRoute({
  getParentRoute: () => traders,
  path: '/trading/journal/sessions/$id',
  component: lazyRouteComponent(() => import('./entries/session-page.tsx'), 'SessionPage'),
})

const playbooks = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks',
  validateSearch: ({ status }: Record<string, unknown>): { status?: 'archived' } =>
    status === 'archived' ? { status } : {},
  component: lazyRouteComponent(() => import('./playbooks/playbooks-page.tsx'), 'PlaybooksPage'),
})

const newPlaybook = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks/new',
  component: lazyRouteComponent(() => import('./playbooks/new-playbook-page.tsx'), 'NewPlaybookPage'),
})

const playbook = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks/$id',
  validateSearch: (search: Record<string, unknown>): AdherenceFilter => adherenceFilterIn(search),
  component: lazyRouteComponent(() => import('./playbooks/playbook-page.tsx'), 'PlaybookPage'),
})

const explainPlaybook = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks/$id/explain',
  validateSearch: (search: Record<string, unknown>): ExplainedFilter => explainedFilterIn(search),
  component: lazyRouteComponent(() => import('./playbooks/explain-page.tsx'), 'ExplainAdherencePage'),
})

const editPlaybook = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks/$id/edit',
  component: lazyRouteComponent(() => import('./playbooks/edit-playbook-page.tsx'), 'EditPlaybookPage'),
})

const versions = createRoute({
  getParentRoute: () => traders,
  path: '/trading/playbooks/$id/versions',
  validateSearch: ({ from, to }: Record<string, unknown>): { from?: number; to?: number } => ({
    ...(Number.isInteger(from) ? { from: Number(from) } : {}),
    ...(Number.isInteger(to) ? { to: Number(to) } : {}),
  }),
  component: lazyRouteComponent(() => import('./playbooks/versions-page.tsx'), 'VersionsPage'),
})

const reviews = createRoute({
  getParentRoute: () => traders,
  path: '/trading/reviews',
  validateSearch: (search: Record<string, unknown>): ReviewsFilter => reviewsFilterIn(search),
  component: lazyRouteComponent(() => import('./reviews/reviews-page.tsx'), 'ReviewsPage'),
})

const tradeReview = createRoute({
  getParentRoute: () => traders,
  path: '/trading/reviews/$tradeId',
  component: lazyRouteComponent(() => import('./reviews/trade-review-page.tsx'), 'TradeReviewPage'),
})

const goals = createRoute({
  getParentRoute: () => traders,
  path: '/trading/goals',
  component: lazyRouteComponent(() => import('./goals/goals-page.tsx'), 'GoalsPage'),
})

export const journalRoutes = [
  ...[journal, newEntry, entry, day, sessions, session],
  ...[playbooks, newPlaybook, playbook, explainPlaybook, editPlaybook, versions],
  ...[reviews, tradeReview, goals],
] as const
