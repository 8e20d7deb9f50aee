import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { accessMenu, accessRoutes } from './access/routes.tsx'
import { apiKeysMenu, apiKeysRoutes } from './api-keys/routes.tsx'
import { auditMenu, auditRoutes } from './audit/routes.tsx'
import { bookMenu, bookRoutes } from './book/routes.tsx'
import { bookingsMenu, bookingsRoutes } from './bookings/routes.tsx'
import { contentMenu, contentRoutes } from './content/routes.tsx'
import { experimentsMenu, experimentsRoutes } from './experiments/routes.tsx'
import { financeMenu, financeRoutes } from './finance/routes.tsx'
import { moreFlagRoutes } from './flags/more-routes.tsx'
import { flagsMenu, flagsRoutes } from './flags/routes.tsx'
import { identityMenu, identityRoutes } from './identity/routes.tsx'
import { mailMenu, mailRoutes } from './mail/routes.tsx'
import { PlayerDock } from './music/player-dock.tsx'
import { musicMenu, musicRoutes } from './music/routes.tsx'
import { operationsMenu, operationsRoutes } from './operations/routes.tsx'
import { invitationsMenu, organisationsMenu, organisationsRoutes } from './organisations/routes.tsx'
import { peopleMenu, peopleRoutes } from './people/routes.tsx'
import { portalMenu, portalRoutes } from './portal/routes.tsx'
import { providerMenu, providerRoutes } from './provider/routes.tsx'
import { stringifySearch } from './search-params.ts'
import { secretsMenu, secretsRoutes } from './secrets/routes.tsx'
import { settingsMenu, settingsRoutes } from './settings/routes.tsx'
import { rootRoute } from './shell/root-route.tsx'
import { tradingMenu, tradingRoutes } from './trading/routes.tsx'
import { webhooksMenu, webhooksRoutes } from './webhooks/routes.tsx'
import { workMenu, workRoutes } from './work/routes.tsx'

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
  ...settingsRoutes,
  ...secretsRoutes,
  ...moreFlagRoutes,
  ...flagsRoutes,
  ...experimentsRoutes,
  ...contentRoutes,
  ...bookRoutes,
  ...financeRoutes,
  ...musicRoutes,
  ...bookingsRoutes,
  ...workRoutes,
  ...portalRoutes,
  ...peopleRoutes,
  ...tradingRoutes,
])

export const router = createRouter({
  routeTree,
  context: {
    menu: [
      ...musicMenu,
      ...tradingMenu,
      { title: 'Studio', entries: [...bookMenu, ...portalMenu] },
      ...contentMenu,
      ...bookingsMenu,
      ...workMenu,
      ...financeMenu,
      { title: 'Work at the studio', entries: peopleMenu },
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
          ...settingsMenu,
          ...secretsMenu,
          ...flagsMenu,
          ...experimentsMenu,
        ],
      },
    ],
    Dock: PlayerDock,
  },
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
