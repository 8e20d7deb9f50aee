import type { Db } from '../../../kernel/db/database.ts'
import type { Experiment } from '../experiments.ts'
import { experimentsProblem } from '../problems.ts'
import type { ExperimentTables } from '../tables.ts'
import type { Result } from './shapes.ts'

/** A year and more of days. */
const DAYS_MAX = 400

/** The last result of a phase with how its effects went by day; the last phase when none is named. Throws experiments/no-results. */
export async function readResults(db: Db, { id, key }: Pick<Experiment, 'id' | 'key'>, wanted: number | undefined) {
  const rows = await db
    .query<ExperimentTables>()
    .selectFrom('experiments.result as result')
    .innerJoin('experiments.phase as phase', (join) =>
      join.onRef('phase.experiment_id', '=', 'result.experiment_id').onRef('phase.number', '=', 'result.phase'),
    )
    .select(['result.phase', 'result.computed_at', 'result.body', 'phase.started_at', 'phase.ended_at'])
    .where('result.experiment_id', '=', id)
    .$if(wanted !== undefined, (query) => query.where('result.phase', '=', wanted ?? 0))
    .orderBy('result.phase', 'desc')
    .orderBy('result.day', 'desc')
    .limit(DAYS_MAX)
    .execute()
  const [last] = rows
  if (last === undefined) throw experimentsProblem('no-results')
  const days = rows.filter(({ phase }) => phase === last.phase).toReversed()
  return {
    ...{ key, phase: last.phase, startedAt: last.started_at, endedAt: last.ended_at, computedAt: last.computed_at },
    ...last.body,
    series: seriesOf(last.body, days),
  }
}

function seriesOf({ metrics }: Result, days: readonly { readonly computed_at: Date; readonly body: Result }[]) {
  return metrics.flatMap((metric) =>
    metric.variants
      .filter(({ verdict }) => verdict !== 'control')
      .map(({ variant }) => ({
        ...{ metric: metric.key, variant },
        points: days.flatMap(({ computed_at: at, body }) => {
          const found = body.metrics
            .find(({ key }) => key === metric.key)
            ?.variants.find((one) => one.variant === variant)
          if (!found?.effect) return []
          const { estimate, lower, upper } = found.effect
          return [{ at, units: found.units, estimate, lower, upper }]
        }),
      })),
  )
}
