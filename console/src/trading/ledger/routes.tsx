import type { MenuEntry } from '../../shell/menu.ts'
import { accountRoutes } from './accounts/routes.tsx'
import { feeRoutes } from './fees/routes.tsx'
import { importRoutes } from './imports/routes.tsx'
import { instrumentRoutes } from './instruments/routes.tsx'
import { priceRoutes } from './prices/routes.tsx'
import { rateRoutes } from './rates/routes.tsx'

const needs = 'trading:use'

export const ledgerMenu: readonly MenuEntry[] = [
  { to: '/trading/accounts', label: 'Accounts', needs },
  { to: '/trading/instruments', label: 'Instruments', needs },
  { to: '/trading/imports', label: 'Imports', needs },
  { to: '/trading/price-bars', label: 'Price bars', needs },
  { to: '/trading/currency-rates', label: 'Currency rates', needs },
  { to: '/trading/fee-schedules', label: 'Fee schedules', needs },
]

export const ledgerRoutes = [
  ...accountRoutes,
  ...instrumentRoutes,
  ...importRoutes,
  ...priceRoutes,
  ...rateRoutes,
  ...feeRoutes,
] as const
