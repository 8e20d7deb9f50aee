import { now } from '../../kernel/clock.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { advance, type Experiment, findExperiment, tell, wrongState } from './experiments.ts'
import type { FlagsDoor } from './parts.ts'
import { experimentsProblem } from './problems.ts'
import type { ExperimentTables } from './tables.ts'

/** Tells all processes that an experiment began. */
export const CHANNEL = 'experiments'

interface Step {
  readonly key: string
  readonly version: number
}

/**
 * A first phase, or a new one after a stop, split as the rule does now. Throws experiments/wrong-state, experiments/no-primary-metric,
 * experiments/rule-not-found and experiments/rule-not-bound.
 */
export async function startExperiment(
  tx: Tx,
  { flags, bus }: { readonly flags: Pick<FlagsDoor, 'rule'>; readonly bus: Bus },
  { key, version }: Step,
): Promise<void> {
  const held = await findExperiment(tx, key)
  if (held.state !== 'draft' && held.state !== 'stopped')
    throw wrongState(held, 'Only a draft or a stopped one starts.')
  const [primary] = await tx.raw(
    `SELECT FROM experiments.experiment_metric WHERE experiment_id = $1 AND role = 'primary' LIMIT 1`,
    [held.id],
  )
  if (primary === undefined) throw experimentsProblem('no-primary-metric')
  const weights = await splitOf(tx, flags, held)
  const changed = await advance(tx, held, version, { state: 'running' })
  const number = (await lastPhase(tx, held))?.number ?? 0
  await tx
    .query<ExperimentTables>()
    .insertInto('experiments.phase')
    .values({
      ...{ experiment_id: held.id, number: number + 1, started_at: now() },
      ...{ variants: weights.map(({ variant }) => variant), weights: weights.map(({ weight }) => weight) },
    })
    .execute()
  await bus.announce(tx, CHANNEL, key)
  await tell(tx, 'experiments.experiment.started', changed, { phase: number + 1 })
}

/** Nobody is counted from now on. Throws experiments/wrong-state. */
export async function stopExperiment(
  tx: Tx,
  { key, version, reason }: Step & { readonly reason: string },
): Promise<void> {
  const held = await findExperiment(tx, key)
  if (held.state !== 'running') throw wrongState(held, 'Only a running one is stopped.')
  const changed = await advance(tx, held, version, { state: 'stopped' })
  await tx
    .query<ExperimentTables>()
    .updateTable('experiments.phase')
    .set({ ended_at: now(), reason })
    .where('experiment_id', '=', held.id)
    .where('ended_at', 'is', null)
    .execute()
  await tell(tx, 'experiments.experiment.stopped', changed, { reason })
}

/** What was learnt, and which variant won; null: none did. Throws experiments/wrong-state and experiments/unknown-variant. */
export async function concludeExperiment(
  tx: Tx,
  { key, version, winner, conclusion }: Step & { readonly winner: string | null; readonly conclusion: string },
): Promise<void> {
  const held = await findExperiment(tx, key)
  if (held.state !== 'stopped') throw wrongState(held, 'Only a stopped one is concluded.')
  const phase = await lastPhase(tx, held)
  if (winner !== null && phase?.variants.includes(winner) !== true)
    throw experimentsProblem('unknown-variant', {
      errors: [{ pointer: '/winner', code: 'variant', detail: 'is no variant of the last phase' }],
    })
  const changed = await advance(tx, held, version, { state: 'concluded', winner, conclusion })
  await tell(tx, 'experiments.experiment.concluded', changed, { winner })
}

function lastPhase(tx: Tx, { id }: Pick<Experiment, 'id'>) {
  return tx
    .query<ExperimentTables>()
    .selectFrom('experiments.phase')
    .select(['number', 'variants'])
    .where('experiment_id', '=', id)
    .orderBy('number', 'desc')
    .executeTakeFirst()
}

/** The weights of the rule's split, those of one variant added. */
async function splitOf(tx: Tx, flags: Pick<FlagsDoor, 'rule'>, { key, control, ...held }: Experiment) {
  const rule = await flags.rule(tx, held.flag, held.environment, held.rule_id)
  if (rule === null) throw experimentsProblem('rule-not-found')
  const parts = rule.serve !== null && 'split' in rule.serve ? rule.serve.split.weights : []
  const weights = new Map<string, number>()
  for (const { variant, weight } of parts) if (weight > 0) weights.set(variant, (weights.get(variant) ?? 0) + weight)
  if (rule.experiment !== key || weights.size < 2 || !weights.has(control)) throw experimentsProblem('rule-not-bound')
  return [...weights].map(([variant, weight]) => ({ variant, weight }))
}
