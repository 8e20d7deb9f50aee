import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'

export const auditMenu: readonly MenuEntry[] = [{ to: '/audit', label: 'Audit log', needs: 'audit:read' }]

const readers = guardedRoute('audit-readers', 'audit:read')

const audit = createRoute({
  getParentRoute: () => readers,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
})

export const auditRoutes = [readers.addChildren([audit])] as const
