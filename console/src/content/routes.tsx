import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuSection } from '../shell/menu.ts'
import { type EntryFilter, filterIn } from './entry-filter.ts'
import { type MediaFilter, mediaFilterIn } from './media.ts'

export const contentMenu: readonly MenuSection[] = [
  {
    title: 'Publish',
    entries: [
      { to: '/content', label: 'Content', needs: 'content:*' },
      { to: '/content/media', label: 'Media', needs: 'content:*' },
    ],
  },
]

const writers = guardedRoute('content-writers', 'content:*')

const types = createRoute({
  getParentRoute: () => writers,
  path: '/content',
  component: lazyRouteComponent(() => import('./types-page.tsx'), 'TypesPage'),
})

const media = createRoute({
  getParentRoute: () => writers,
  path: '/content/media',
  validateSearch: (search: Record<string, unknown>): MediaFilter => mediaFilterIn(search),
  component: lazyRouteComponent(() => import('./media-page.tsx'), 'MediaPage'),
})

const oneMedia = createRoute({
  getParentRoute: () => writers,
  path: '/content/media/$id',
  component: lazyRouteComponent(() => import('./media-detail-page.tsx'), 'MediaDetailPage'),
})

const entries = createRoute({
  getParentRoute: () => writers,
  path: '/content/$type',
  validateSearch: (search: Record<string, unknown>): EntryFilter => filterIn(search),
  component: lazyRouteComponent(() => import('./entries-page.tsx'), 'EntriesPage'),
})

const newEntry = createRoute({
  getParentRoute: () => writers,
  path: '/content/$type/new',
  component: lazyRouteComponent(() => import('./new-entry-page.tsx'), 'NewEntryPage'),
})

const entry = createRoute({
  getParentRoute: () => writers,
  path: '/content/$type/$id',
  component: lazyRouteComponent(() => import('./entry-page.tsx'), 'EntryPage'),
})

const versions = createRoute({
  getParentRoute: () => writers,
  path: '/content/$type/$id/versions',
  component: lazyRouteComponent(() => import('./versions-page.tsx'), 'VersionsPage'),
})

export const contentRoutes = [
  writers.addChildren([types, media, oneMedia, entries, newEntry, entry, versions]),
] as const
