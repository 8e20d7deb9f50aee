import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { traders } from '../../traders.ts'
import { type InstrumentFilter, instrumentFilterIn } from './search.ts'

const instruments = createRoute({
  getParentRoute: () => traders,
  path: '/trading/instruments',
  validateSearch: (search: Record<string, unknown>): InstrumentFilter => instrumentFilterIn(search),
  component: lazyRouteComponent(() => import('./instruments-page.tsx'), 'InstrumentsPage'),
})

const newInstrument = createRoute({
  getParentRoute: () => traders,
  path: '/trading/instruments/new',
  component: lazyRouteComponent(() => import('./new-instrument-page.tsx'), 'NewInstrumentPage'),
})

const waiting = createRoute({
  getParentRoute: () => traders,
  path: '/trading/instruments/waiting',
  component: lazyRouteComponent(() => import('./waiting-page.tsx'), 'WaitingPage'),
})

const instrument = createRoute({
  getParentRoute: () => traders,
  path: '/trading/instruments/$id',
  component: lazyRouteComponent(() => import('./instrument-page.tsx'), 'InstrumentPage'),
})

export const instrumentRoutes = [instruments, newInstrument, waiting, instrument] as const
