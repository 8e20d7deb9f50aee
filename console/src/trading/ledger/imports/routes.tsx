import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'
import { importFilterIn, rowFilterIn } from './search.ts'

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const imports = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports',
  validateSearch: importFilterIn,
  component: lazyRouteComponent(() => import('./imports-page.tsx'), 'ImportsPage'),
})

const newImport = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports/new',
  validateSearch: (search: Record<string, unknown>): { account?: string } => {
    const account = textIn(search.account)
    return account === undefined ? {} : { account }
  },
  component: lazyRouteComponent(() => import('./new-import-page.tsx'), 'NewImportPage'),
})

const profiles = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports/profiles',
  component: lazyRouteComponent(() => import('./profiles-page.tsx'), 'ProfilesPage'),
})

const profile = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports/profiles/$id',
  component: lazyRouteComponent(() => import('./profile-page.tsx'), 'ProfilePage'),
})

const one = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports/$id',
  validateSearch: rowFilterIn,
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
})

const map = createRoute({
  getParentRoute: () => traders,
  path: '/trading/imports/$id/map',
  validateSearch: (search: Record<string, unknown>): { profile?: string } => {
    const chosen = textIn(search.profile)
    return chosen === undefined ? {} : { profile: chosen }
  },
  component: lazyRouteComponent(() => import('./map-page.tsx'), 'MapPage'),
})

export const importRoutes = [imports, newImport, profiles, profile, one, map] as const
