import type { Db } from '../../kernel/db/database.ts'
import type { Experiment } from './experiments.ts'
import type { ExperimentsDeps } from './parts.ts'
import type { State } from './shapes.ts'
import type { ExperimentTables } from './tables.ts'

const ACTIONS = {
  draft: ['change', 'start', 'delete'],
  running: ['change', 'stop'],
  stopped: ['change', 'start', 'conclude'],
  concluded: ['change'],
} as const satisfies Readonly<Record<State, readonly string[]>>

/** Experiments as they are answered, with their metrics, phases and owners' names. */
export async function describe({ db, people }: Pick<ExperimentsDeps, 'db' | 'people'>, rows: readonly Experiment[]) {
  const ids = rows.map(({ id }) => id)
  const [metrics, phases, names] = await Promise.all([
    metricsOf(db, ids),
    phasesOf(db, ids),
    people([...new Set(rows.map(({ owner_id: ownerId }) => ownerId))]),
  ])
  return rows.map((row) => ({
    ...{ id: row.id, key: row.key, title: row.title, hypothesis: row.hypothesis },
    ...{ flag: row.flag, environment: row.environment, ruleId: row.rule_id, control: row.control },
    ...{ analysis: row.analysis, state: row.state, winner: row.winner, conclusion: row.conclusion },
    owner: { id: row.owner_id, name: names.get(row.owner_id)?.name ?? null },
    ...{ version: row.version, createdAt: row.created_at, changedAt: row.changed_at },
    metrics: metrics
      .filter((metric) => metric.experiment_id === row.id)
      .map(({ key, title, role, margin, switch_off: switchOff }) => ({ key, title, role, margin, switchOff })),
    phases: phases.filter((phase) => phase.experiment_id === row.id).map(toPhase),
    actions: [...ACTIONS[row.state]],
  }))
}

function metricsOf(db: Db, ids: readonly Experiment['id'][]) {
  return db
    .query<ExperimentTables>()
    .selectFrom('experiments.experiment_metric as chosen')
    .innerJoin('experiments.metric as metric', 'metric.id', 'chosen.metric_id')
    .select(['chosen.experiment_id', 'chosen.role', 'chosen.margin', 'chosen.switch_off', 'metric.key', 'metric.title'])
    .where((where) => where('chosen.experiment_id', '=', where.fn.any(where.val([...ids]))))
    .orderBy('chosen.position')
    .execute()
}

function phasesOf(db: Db, ids: readonly Experiment['id'][]) {
  return db
    .query<ExperimentTables>()
    .selectFrom('experiments.phase')
    .selectAll()
    .where((where) => where('experiment_id', '=', where.fn.any(where.val([...ids]))))
    .orderBy('number', 'desc')
    .execute()
}

function toPhase(phase: Awaited<ReturnType<typeof phasesOf>>[number]) {
  const sum = phase.weights.reduce((total, weight) => total + weight, 0)
  return {
    number: phase.number,
    variants: phase.variants.map((key, at) => ({ key, share: (phase.weights[at] ?? 0) / sum })),
    ...{ startedAt: phase.started_at, endedAt: phase.ended_at, reason: phase.reason },
  }
}
