import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const mailMenu: readonly MenuEntry[] = [{ to: '/mail', label: 'Mail', needs: 'mail:read' }]

const mailReaders = guardedRoute('mail-readers', 'mail:read')

const overview = createRoute({
  getParentRoute: () => mailReaders,
  path: '/mail',
  component: lazyRouteComponent(() => import('./mail-page.tsx'), 'MailPage'),
})

const template = createRoute({
  getParentRoute: () => mailReaders,
  path: '/mail/templates/$name',
  component: lazyRouteComponent(() => import('./template-page.tsx'), 'TemplatePage'),
})

export const mailRoutes = [mailReaders.addChildren([overview, template])] as const
