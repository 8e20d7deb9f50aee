import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry, MenuSection } from '../shell/menu.ts'
import { explainedRoutes } from './explained/routes.tsx'
import { figuresMenu, figuresRoutes } from './figures/routes.tsx'
import { journalMenu, journalRoutes } from './journal/routes.tsx'
import { ledgerMenu, ledgerRoutes } from './ledger/routes.tsx'
import { oversightMenu, oversightRoutes } from './oversight/routes.tsx'
import { reportsMenu, reportsRoutes } from './reports/routes.ts'
import { sharedRoute, sharingMenu, sharingRoutes } from './sharing/routes.tsx'
import { traders } from './traders.ts'
import { tradesMenu, tradesRoutes } from './trades/routes.tsx'

const beginners = guardedRoute('trading-beginners')

const start = createRoute({
  getParentRoute: () => beginners,
  path: '/trading',
  component: lazyRouteComponent(() => import('./start-page.tsx'), 'StartPage'),
})

const startEntry: MenuEntry = { to: '/trading', label: 'Trading journal', needs: 'session', product: 'trading' }

export const tradingMenu: readonly MenuSection[] = [
  { title: 'Trading', entries: [startEntry, ...figuresMenu, ...reportsMenu] },
  { title: 'Journal', entries: journalMenu },
  { title: 'Trades and accounts', entries: [...tradesMenu, ...ledgerMenu] },
  { title: 'Watch and share', entries: [...oversightMenu, ...sharingMenu] },
]

export const tradingRoutes = [
  beginners.addChildren([start]),
  traders.addChildren([
    ...explainedRoutes,
    ...figuresRoutes,
    ...journalRoutes,
    ...ledgerRoutes,
    ...oversightRoutes,
    ...reportsRoutes,
    ...sharingRoutes,
    ...tradesRoutes,
  ]),
  sharedRoute,
] as const
