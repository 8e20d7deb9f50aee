import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'
import type { Cap, Desired, MetricKind } from './metrics/shapes.ts'
import type { MetricSource } from './metrics/sources.ts'
import type { Result } from './results/shapes.ts'
import type { Analysis, Role, State } from './shapes.ts'

/** The rows of schema `experiments`; queried by this unit only. */
export interface ExperimentTables {
  'experiments.metric': {
    id: Id<'metric'>
    key: string
    title: string
    description: string
    kind: MetricKind
    numerator: MetricSource
    denominator: MetricSource | null
    desired: Desired
    cap: Cap | null
    window_hours: number | null
    version: Generated<number>
    created_at: Date
    archived_at: Generated<Date | null>
  }
  'experiments.experiment': {
    id: Id<'experiment'>
    key: string
    title: string
    hypothesis: string
    flag: string
    environment: string
    rule_id: string
    control: string
    analysis: Analysis
    planned_units: number | null
    owner_id: Id<'user'>
    state: State
    winner: Generated<string | null>
    conclusion: Generated<string | null>
    version: Generated<number>
    created_at: Date
    changed_at: Date
  }
  'experiments.experiment_metric': {
    experiment_id: Id<'experiment'>
    metric_id: Id<'metric'>
    role: Role
    position: number
    margin: number
    switch_off: boolean
  }
  'experiments.phase': {
    experiment_id: Id<'experiment'>
    number: number
    variants: string[]
    weights: number[]
    started_at: Date
    ended_at: Generated<Date | null>
    reason: Generated<string | null>
    lost: Generated<bigint>
    mismatch_at: Generated<Date | null>
  }
  'experiments.result': {
    experiment_id: Id<'experiment'>
    phase: number
    day: string
    computed_at: Date
    body: Result
  }
}
