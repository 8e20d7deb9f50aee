import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Unit } from '../pseudonyms.ts'

/** Somebody got a variant of an experiment. */
export interface Exposure {
  /** Key of the experiment. */
  readonly experiment: string
  readonly flag: string
  readonly environment: string
  readonly variant: string
  readonly unit: Unit
  readonly at: Date
}

/** Those in a phase that runs at their time are kept: the first of each unit, and whether it was seen in two variants. */
const INSERT = `
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::timestamptz[])
      AS given(experiment, flag, environment, variant, unit, at)
  ), placed AS (
    SELECT phase.experiment_id, phase.number, given.unit, min(given.at) AS at,
           (array_agg(given.variant ORDER BY given.at))[1] AS variant, count(DISTINCT given.variant) > 1 AS mixed
      FROM given
      JOIN experiments.experiment USING (flag, environment)
      JOIN experiments.phase ON phase.experiment_id = experiment.id
     WHERE experiment.key = given.experiment AND given.variant = ANY(phase.variants)
       AND given.at >= phase.started_at AND (phase.ended_at IS NULL OR given.at < phase.ended_at)
     GROUP BY phase.experiment_id, phase.number, given.unit
  )
  INSERT INTO experiments.exposure AS held (experiment_id, phase, unit, variant, at, mixed)
  SELECT experiment_id, number, unit, variant, at, mixed FROM placed ORDER BY experiment_id, number, unit
  ON CONFLICT (experiment_id, phase, unit) DO UPDATE
    SET mixed = held.mixed OR excluded.mixed OR held.variant <> excluded.variant, at = least(held.at, excluded.at)
  WHERE excluded.at < held.at OR (NOT held.mixed AND (excluded.mixed OR held.variant <> excluded.variant))`

/** Writes a batch in one statement; what is there already is not written again. */
export async function insertExposures(into: Db | Tx, batch: readonly Exposure[]): Promise<void> {
  if (batch.length === 0) return
  await into.raw(INSERT, [
    batch.map(({ experiment }) => experiment),
    batch.map(({ flag }) => flag),
    batch.map(({ environment }) => environment),
    batch.map(({ variant }) => variant),
    batch.map(({ unit }) => unit),
    batch.map(({ at }) => at),
  ])
}

/** Says of the open phases what of them was lost. */
export async function countLost(into: Db | Tx, lostByExperiment: ReadonlyMap<string, number>): Promise<void> {
  if (lostByExperiment.size === 0) return
  await into.raw(
    `UPDATE experiments.phase SET lost = lost + given.count
       FROM unnest($1::text[], $2::bigint[]) AS given(key, count) JOIN experiments.experiment USING (key)
      WHERE phase.experiment_id = experiment.id AND phase.ended_at IS NULL`,
    [[...lostByExperiment.keys()], [...lostByExperiment.values()]],
  )
}
