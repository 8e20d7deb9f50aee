import { queryOptions } from '@tanstack/react-query'
import { api } from '../api.ts'

const all = ['experiments'] as const

/** A running experiment is counted all the time, and computed each hour. */
const REFRESH_MS = 60_000

export const experimentsKey = all

export const experimentQuery = (key: string) =>
  queryOptions({
    queryKey: [...all, 'one', key],
    queryFn: ({ signal }) => api.experiments.get({ path: { key }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export const resultsQuery = (key: string, phase: number | undefined) =>
  queryOptions({
    queryKey: [...all, 'results', key, phase ?? null],
    queryFn: ({ signal }) =>
      api.experiments.results({ path: { key }, query: phase === undefined ? {} : { phase }, signal }),
    refetchInterval: REFRESH_MS,
    retry: false,
  })

export const metricsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: [...all, 'metrics', archived],
    queryFn: ({ signal }) => api.experiments.metrics({ query: archived ? { archived } : {}, signal }),
  })

export const metricQuery = (key: string) =>
  queryOptions({
    queryKey: [...all, 'metric', key],
    queryFn: ({ signal }) => api.experiments.getMetric({ path: { key }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export const eventsQuery = queryOptions({
  queryKey: [...all, 'events'],
  queryFn: ({ signal }) => api.experiments.metricEvents({ signal }),
})

export const flagQuery = (key: string) =>
  queryOptions({
    queryKey: [...all, 'flag', key],
    queryFn: ({ signal }) => api.flags.get({ path: { key }, signal }),
    staleTime: 0,
  })
