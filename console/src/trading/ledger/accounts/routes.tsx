import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'

const accounts = createRoute({
  getParentRoute: () => traders,
  path: '/trading/accounts',
  validateSearch: ({ archived }: Record<string, unknown>): { archived?: true } =>
    archived === true ? { archived } : {},
  component: lazyRouteComponent(() => import('./accounts-page.tsx'), 'AccountsPage'),
})

const newAccount = createRoute({
  getParentRoute: () => traders,
  path: '/trading/accounts/new',
  component: lazyRouteComponent(() => import('./new-account-page.tsx'), 'NewAccountPage'),
})

const account = createRoute({
  getParentRoute: () => traders,
  path: '/trading/accounts/$id',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
})

const editAccount = createRoute({
  getParentRoute: () => traders,
  path: '/trading/accounts/$id/edit',
  component: lazyRouteComponent(() => import('./edit-account-page.tsx'), 'EditAccountPage'),
})

export const accountRoutes = [accounts, newAccount, account, editAccount] as const
