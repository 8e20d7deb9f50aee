import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const settingsMenu: readonly MenuEntry[] = [{ to: '/settings', label: 'Settings', needs: 'settings:read' }]

const readers = guardedRoute('settings-readers', 'settings:read')

const settings = createRoute({
  getParentRoute: () => readers,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
})

const history = createRoute({
  getParentRoute: () => readers,
  path: '/settings/$key/history',
  component: lazyRouteComponent(() => import('./history-page.tsx'), 'HistoryPage'),
})

const transfer = createRoute({
  getParentRoute: () => readers,
  path: '/settings/transfer',
  component: lazyRouteComponent(() => import('./transfer-page.tsx'), 'TransferPage'),
})

const configuration = createRoute({
  getParentRoute: () => readers,
  path: '/settings/configuration',
  component: lazyRouteComponent(() => import('./configuration-page.tsx'), 'ConfigurationPage'),
})

export const settingsRoutes = [readers.addChildren([settings, history, transfer, configuration])] as const
