import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { accessMenu, accessRoutes } from './access/routes.tsx'
import { apiKeysMenu, apiKeysRoutes } from './api-keys/routes.tsx'
import { auditMenu, auditRoutes } from './audit/routes.tsx'
import { identityMenu, identityRoutes } from './identity/routes.tsx'
import { mailMenu, mailRoutes } from './mail/routes.tsx'
import { PlayerDock } from './music/player-dock.tsx'
import { musicMenu, musicRoutes } from './music/routes.tsx'
import { operationsMenu, operationsRoutes } from './operations/routes.tsx'
import { invitationsMenu, organisationsMenu, organisationsRoutes } from './organisations/routes.tsx'
import { providerMenu, providerRoutes } from './provider/routes.tsx'
import { rootRoute } from './shell/root-route.tsx'
import { webhooksMenu, webhooksRoutes } from './webhooks/routes.tsx'

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
})

const routeTree = rootRoute.addChildren([
  home,
  ...identityRoutes,
  ...accessRoutes,
  ...auditRoutes,
  ...apiKeysRoutes,
  ...organisationsRoutes,
  ...providerRoutes,
  ...mailRoutes,
  ...webhooksRoutes,
  ...operationsRoutes,
  ...musicRoutes,
])

export const router = createRouter({
  routeTree,
  context: {
    menu: [
      ...musicMenu,
      { title: 'Your account', entries: [...identityMenu, ...organisationsMenu, ...apiKeysMenu] },
      {
        title: 'Administer',
        entries: [
          ...accessMenu,
          ...invitationsMenu,
          ...providerMenu,
          ...auditMenu,
          ...mailMenu,
          ...webhooksMenu,
          ...operationsMenu,
        ],
      },
    ],
    Dock: PlayerDock,
  },
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
