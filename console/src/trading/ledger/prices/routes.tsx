import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'

const prices = createRoute({
  getParentRoute: () => traders,
  path: '/trading/price-bars',
  component: lazyRouteComponent(() => import('./prices-page.tsx'), 'PricesPage'),
})

export const priceRoutes = [prices] as const
