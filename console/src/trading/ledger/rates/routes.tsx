import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'

const rates = createRoute({
  getParentRoute: () => traders,
  path: '/trading/currency-rates',
  component: lazyRouteComponent(() => import('./rates-page.tsx'), 'RatesPage'),
})

export const rateRoutes = [rates] as const
