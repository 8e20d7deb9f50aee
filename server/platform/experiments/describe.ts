import type { Db } from '../../kernel/db/database.ts'
import type { Experiment } from './experiments.ts'
import type { ExperimentsDeps } from './parts.ts'
import type { Result } from './results/shapes.ts'
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
  const [metrics, phases, standings, names] = await Promise.all([
    metricsOf(db, ids),
    phasesOf(db, ids),
    standingsOf(db, ids),
    people([...new Set(rows.map(({ owner_id: ownerId }) => ownerId))]),
  ])
  return rows.map((row) => ({
    ...{ id: row.id, key: row.key, title: row.title, hypothesis: row.hypothesis },
    ...{ flag: row.flag, environment: row.environment, ruleId: row.rule_id, control: row.control },
    ...{
      analysis: row.analysis,
      plannedUnits: row.planned_units,
      state: row.state,
      winner: row.winner,
      conclusion: row.conclusion,
    },
    owner: { id: row.owner_id, name: names.get(row.owner_id)?.name ?? null },
    ...{ version: row.version, createdAt: row.created_at, changedAt: row.changed_at },
    metrics: metrics
      .filter((metric) => metric.experiment_id === row.id)
      .map(({ key, title, role, margin, switch_off: switchOff }) => ({ key, title, role, margin, switchOff })),
    phases: phases.filter((phase) => phase.experiment_id === row.id).map(toPhase),
    standing: standings.get(row.id) ?? null,
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

interface LastResult extends Record<string, unknown> {
  readonly experiment_id: Experiment['id']
  readonly computed_at: Date
  readonly units: Result['units']
  readonly mixed: number
  readonly is_mismatch: boolean
  readonly is_harmed: boolean
}

const STANDINGS = `
  SELECT DISTINCT ON (experiment_id) experiment_id, computed_at, body->'units' AS units, (body->>'mixedUnits')::int AS mixed,
         (body->'sampleRatio'->>'isMismatch')::boolean AS is_mismatch, body @? '$.metrics[*] ? (@.isHarmed == true)' AS is_harmed
    FROM experiments.result
   WHERE experiment_id = ANY($1)
     AND phase = (SELECT max(number) FROM experiments.phase WHERE phase.experiment_id = result.experiment_id)
   ORDER BY experiment_id, day DESC`

/** Of experiments whose last phase has a result. */
async function standingsOf(db: Db, ids: readonly Experiment['id'][]) {
  const rows = await db.raw<LastResult>(STANDINGS, [ids])
  return new Map(
    rows.map((row) => {
      const units = row.units.reduce((sum, one) => sum + one.units, 0)
      const alarms: ('sample-ratio-mismatch' | 'guardrail-harmed')[] = []
      if (row.is_mismatch) alarms.push('sample-ratio-mismatch')
      if (row.is_harmed) alarms.push('guardrail-harmed')
      return [row.experiment_id, { computedAt: row.computed_at, units, mixedUnits: row.mixed, alarms }] as const
    }),
  )
}
