import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'

export const ledgerMenu: readonly MenuEntry[] = [{ to: '/trading/accounts', label: 'Accounts', needs: 'trading:use' }]

const accounts = createRoute({
  getParentRoute: () => traders,
  path: '/trading/accounts',
  validateSearch: ({ archived }: Record<string, unknown>): { archived?: true } =>
    archived === true ? { archived } : {},
  component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
})

export const ledgerRoutes = [accounts] as const
