import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { leaseSearch, secretSearch } from './search.ts'

export const secretsMenu: readonly MenuEntry[] = [
  { to: '/secrets', label: 'Secrets', needs: 'secrets:read' },
  { to: '/secrets/leases', label: 'Leased accounts', needs: 'secrets:lease' },
]

const readers = guardedRoute('secret-readers', 'secrets:read')

const secrets = createRoute({
  getParentRoute: () => readers,
  path: '/secrets',
  validateSearch: secretSearch,
  component: lazyRouteComponent(() => import('./secrets-page.tsx'), 'SecretsPage'),
})

const newSecret = createRoute({
  getParentRoute: () => readers,
  path: '/secrets/new',
  component: lazyRouteComponent(() => import('./new-secret-page.tsx'), 'NewSecretPage'),
})

const secret = createRoute({
  getParentRoute: () => readers,
  path: '/secrets/$id',
  component: lazyRouteComponent(() => import('./secret-page.tsx'), 'SecretPage'),
})

const grants = createRoute({
  getParentRoute: () => readers,
  path: '/secrets/grants',
  component: lazyRouteComponent(() => import('./grants-page.tsx'), 'GrantsPage'),
})

const lookUp = createRoute({
  getParentRoute: () => readers,
  path: '/secrets/look-up',
  component: lazyRouteComponent(() => import('./look-up-page.tsx'), 'LookUpPage'),
})

/** Who may have accounts made need not see any secret: the routes tell what is theirs. */
const lessees = guardedRoute('secret-lessees')

const leases = createRoute({
  getParentRoute: () => lessees,
  path: '/secrets/leases',
  validateSearch: leaseSearch,
  component: lazyRouteComponent(() => import('./leases-page.tsx'), 'LeasesPage'),
})

const newTemplate = createRoute({
  getParentRoute: () => lessees,
  path: '/secrets/leases/templates/new',
  component: lazyRouteComponent(() => import('./template-page.tsx'), 'NewTemplatePage'),
})

const template = createRoute({
  getParentRoute: () => lessees,
  path: '/secrets/leases/templates/$id',
  component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
})

export const secretsRoutes = [
  readers.addChildren([secrets, newSecret, secret, grants, lookUp]),
  lessees.addChildren([leases, newTemplate, template]),
] as const
