import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { type ExperimentFilter, experimentFilterIn } from './filters.ts'

export const experimentsMenu: readonly MenuEntry[] = [
  { to: '/experiments', label: 'Experiments', needs: 'experiments:read' },
]

const readers = guardedRoute('experiment-readers', 'experiments:read')

const experiments = createRoute({
  getParentRoute: () => readers,
  path: '/experiments',
  validateSearch: (search: Record<string, unknown>): ExperimentFilter => experimentFilterIn(search),
  component: lazyRouteComponent(() => import('./experiments-page.tsx'), 'ExperimentsPage'),
})

const newExperiment = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/new',
  component: lazyRouteComponent(() => import('./edit/new-experiment-page.tsx'), 'NewExperimentPage'),
})

const experiment = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/$key',
  validateSearch: ({ phase }: Record<string, unknown>): { readonly phase?: number } =>
    Number.isInteger(phase) && Number(phase) > 0 ? { phase: Number(phase) } : {},
  component: lazyRouteComponent(() => import('./results/experiment-page.tsx'), 'ExperimentPage'),
})

const editExperiment = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/$key/edit',
  component: lazyRouteComponent(() => import('./edit/edit-experiment-page.tsx'), 'EditExperimentPage'),
})

const power = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/power',
  component: lazyRouteComponent(() => import('./power/power-page.tsx'), 'PowerPage'),
})

const metrics = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/metrics',
  validateSearch: ({ archived }: Record<string, unknown>): { readonly archived?: true } =>
    archived === true ? { archived } : {},
  component: lazyRouteComponent(() => import('./metrics/metrics-page.tsx'), 'MetricsPage'),
})

const newMetric = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/metrics/new',
  component: lazyRouteComponent(() => import('./metrics/new-metric-page.tsx'), 'NewMetricPage'),
})

const metric = createRoute({
  getParentRoute: () => readers,
  path: '/experiments/metrics/$key',
  component: lazyRouteComponent(() => import('./metrics/metric-page.tsx'), 'MetricPage'),
})

export const experimentsRoutes = [
  readers.addChildren([experiments, newExperiment, experiment, editExperiment, power, metrics, newMetric, metric]),
] as const
