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

export const settingsRoutes = [readers.addChildren([settings])] as const
