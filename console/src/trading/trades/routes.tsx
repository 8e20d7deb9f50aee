import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { MenuEntry } from '../../shell/menu.ts'
import { traders } from '../traders.ts'
import { tradeSearchIn } from './trade-search.ts'
import type { TradeSearch } from './types.ts'

export const tradesMenu: readonly MenuEntry[] = [
  { to: '/trading/trades', label: 'Trades', needs: 'trading:use' },
  { to: '/trading/fills', label: 'Fills', needs: 'trading:use' },
  { to: '/trading/cash', label: 'Cash', needs: 'trading:use' },
  { to: '/trading/reconciliation', label: 'Reconciliation', needs: 'trading:use' },
]

interface OfAccount {
  readonly account?: string
}

function accountIn({ account }: Record<string, unknown>): OfAccount {
  return typeof account === 'string' ? { account } : {}
}

const trades = createRoute({
  getParentRoute: () => traders,
  path: '/trading/trades',
  validateSearch: (search: Record<string, unknown>): TradeSearch => tradeSearchIn(search),
  component: lazyRouteComponent(() => import('./table/trades-page.tsx'), 'TradesPage'),
})

const trade = createRoute({
  getParentRoute: () => traders,
  path: '/trading/trades/$id',
  validateSearch: (search: Record<string, unknown>): TradeSearch => tradeSearchIn(search),
  component: lazyRouteComponent(() => import('./trade/trade-page.tsx'), 'TradePage'),
})

const orphans = createRoute({
  getParentRoute: () => traders,
  path: '/trading/trades/orphaned-notes',
  component: lazyRouteComponent(() => import('./orphans/orphans-page.tsx'), 'OrphansPage'),
})

const fills = createRoute({
  getParentRoute: () => traders,
  path: '/trading/fills',
  validateSearch: (search: Record<string, unknown>): OfAccount & { symbol?: string } => {
    const { symbol } = search
    const words = typeof symbol === 'string' || typeof symbol === 'number' ? String(symbol) : ''
    return { ...accountIn(search), ...(words === '' ? {} : { symbol: words }) }
  },
  component: lazyRouteComponent(() => import('./fills/fills-page.tsx'), 'FillsPage'),
})

const newFills = createRoute({
  getParentRoute: () => traders,
  path: '/trading/fills/new',
  validateSearch: accountIn,
  component: lazyRouteComponent(() => import('./fills/new-fills-page.tsx'), 'NewFillsPage'),
})

const cash = createRoute({
  getParentRoute: () => traders,
  path: '/trading/cash',
  validateSearch: accountIn,
  component: lazyRouteComponent(() => import('./cash/cash-page.tsx'), 'CashPage'),
})

const reconciliation = createRoute({
  getParentRoute: () => traders,
  path: '/trading/reconciliation',
  validateSearch: (search: Record<string, unknown>): OfAccount & { all?: true; differing?: true } => ({
    ...accountIn(search),
    ...(search.all === true ? { all: true } : {}),
    ...(search.differing === true ? { differing: true } : {}),
  }),
  component: lazyRouteComponent(() => import('./reconciliation/reconciliation-page.tsx'), 'ReconciliationPage'),
})

export const tradesRoutes = [trades, trade, orphans, fills, newFills, cash, reconciliation] as const
