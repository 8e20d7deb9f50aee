import type { createClient } from '@plinth/sdk'

/** NOTE: of the client itself, not of api.ts, so that what is pure here drags no page into its tests. */
type Api = ReturnType<typeof createClient>

export type Experiment = Awaited<ReturnType<Api['experiments']['get']>>
export type Results = Awaited<ReturnType<Api['experiments']['results']>>
export type MetricResult = Results['metrics'][number]
export type VariantResult = MetricResult['variants'][number]
export type Effect = NonNullable<VariantResult['effect']>
export type Metric = Awaited<ReturnType<Api['experiments']['getMetric']>>
export type MetricSource = Metric['numerator']
export type MetricEvent = Awaited<ReturnType<Api['experiments']['metricEvents']>>['items'][number]
export type Plan = Awaited<ReturnType<Api['experiments']['power']>>
export type ExperimentBody = Parameters<Api['experiments']['create']>[0]['body']
export type MetricBody = Parameters<Api['experiments']['createMetric']>[0]['body']
export type PowerQuestion = Parameters<Api['experiments']['power']>[0]['body']
export type Flag = Awaited<ReturnType<Api['flags']['get']>>
