import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { rootRoute } from '../shell/root-route.tsx'

export const organisationsMenu: readonly MenuEntry[] = [
  { to: '/organisations', label: 'Organisations', needs: 'session' },
]

export const invitationsMenu: readonly MenuEntry[] = [
  { to: '/invitations', label: 'Invitations', needs: 'identity:invite' },
]

const signedIn = guardedRoute('organisations')
const inviters = guardedRoute('inviters', 'identity:invite')

const list = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations',
  component: lazyRouteComponent(() => import('./organisations-page.tsx'), 'OrganisationsPage'),
})

const one = createRoute({
  getParentRoute: () => signedIn,
  path: '/organisations/$id',
  component: lazyRouteComponent(() => import('./organisation-page.tsx'), 'OrganisationPage'),
})

const invitations = createRoute({
  getParentRoute: () => inviters,
  path: '/invitations',
  component: lazyRouteComponent(() => import('./invitations-page.tsx'), 'InvitationsPage'),
})

const invitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
})

export const organisationsRoutes = [
  signedIn.addChildren([list, one]),
  inviters.addChildren([invitations]),
  invitation,
] as const
