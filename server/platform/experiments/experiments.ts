import type { Selectable, Updateable } from 'kysely'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { holdingPattern } from '../../kernel/db/like.ts'
import { asId, type Id, newId } from '../../kernel/id.ts'
import { changesOf } from './metrics/metrics.ts'
import { experimentsProblem } from './problems.ts'
import { DEFAULT_ANALYSIS, type State, type WantedExperiment } from './shapes.ts'
import type { ExperimentTables } from './tables.ts'

export type Experiment = Selectable<ExperimentTables['experiments.experiment']>
export type ExperimentChange = Partial<Omit<WantedExperiment, 'key'>> & { readonly version: number }

/** What may still be said anew while it is measured: words and who answers for it. */
const WORDS: readonly string[] = ['title', 'hypothesis', 'ownerId']

/** Pages of the console have these names. */
const RESERVED: readonly string[] = ['metrics', 'new', 'power']

/** A draft. Throws experiments/key-taken, also of keys that are reserved, and experiments/unknown-metric. */
export async function createExperiment(
  tx: Tx,
  key: string,
  wanted: WantedExperiment & { readonly ownerId: Id<'user'> },
): Promise<void> {
  if (RESERVED.includes(key)) throw experimentsProblem('key-taken')
  const at = now()
  const made = await tx
    .query<ExperimentTables>()
    .insertInto('experiments.experiment')
    .values({
      ...{ id: newId<'experiment'>(), key, title: wanted.title, hypothesis: wanted.hypothesis, flag: wanted.flag },
      ...{ environment: wanted.environment, rule_id: wanted.ruleId, control: wanted.control },
      ...{ analysis: wanted.analysis ?? DEFAULT_ANALYSIS, owner_id: wanted.ownerId, state: 'draft' },
      ...{ planned_units: wanted.plannedUnits ?? null, created_at: at, changed_at: at },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (made === undefined) throw experimentsProblem('key-taken')
  await writeMetrics(tx, made.id, wanted.metrics)
  await tell(tx, 'experiments.experiment.made', made, { flag: made.flag, environment: made.environment })
}

/** Throws experiments/changed-since, experiments/wrong-state and experiments/unknown-metric. */
export async function changeExperiment(tx: Tx, key: string, { version, ...wanted }: ExperimentChange): Promise<void> {
  const held = await findExperiment(tx, key)
  const isOpen = held.state === 'draft' || held.state === 'stopped'
  if (!isOpen && Object.keys(wanted).some((name) => !WORDS.includes(name)))
    throw wrongState(held, `While it is ${held.state}, only ${WORDS.join(', ')} change.`)
  const { ruleId, ownerId, plannedUnits, metrics, ...others } = wanted
  const changed = await advance(tx, held, version, {
    ...others,
    ...(ruleId === undefined ? {} : { rule_id: ruleId }),
    ...(ownerId === undefined ? {} : { owner_id: ownerId }),
    ...(plannedUnits === undefined ? {} : { planned_units: plannedUnits }),
  })
  if (metrics !== undefined) await writeMetrics(tx, held.id, metrics)
  const named = metrics === undefined ? {} : { metrics: metrics.map((metric) => `${metric.role} ${metric.key}`) }
  await tell(tx, 'experiments.experiment.changed', changed, { ...named, changes: changesOf(held, changed) })
}

/** Throws experiments/wrong-state: only what was never measured is deleted. */
export async function deleteExperiment(tx: Tx, key: string): Promise<void> {
  const held = await findExperiment(tx, key)
  if (held.state !== 'draft') throw wrongState(held, 'Only a draft is deleted.')
  await tx.query<ExperimentTables>().deleteFrom('experiments.experiment').where('id', '=', held.id).execute()
  await tell(tx, 'experiments.experiment.deleted', held)
}

/** Throws experiments/experiment-not-found. */
export async function findExperiment(from: Db | Tx, key: string): Promise<Experiment> {
  const found = await from
    .query<ExperimentTables>()
    .selectFrom('experiments.experiment')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst()
  if (found === undefined) throw experimentsProblem('experiment-not-found')
  return found
}

interface ExperimentFilter {
  readonly limit: number
  readonly after: string | undefined
  readonly state: State | undefined
  readonly flag: string | undefined
  readonly environment: string | undefined
  /** Words of the title, the key or the flag. */
  readonly search: string | undefined
}

/** Newest first. */
export function listExperiments(
  db: Db,
  { limit, after, state, flag, environment, search }: ExperimentFilter,
): Promise<Experiment[]> {
  return db
    .query<ExperimentTables>()
    .selectFrom('experiments.experiment')
    .selectAll()
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'draft'))
    .$if(flag !== undefined, (query) => query.where('flag', '=', flag ?? ''))
    .$if(environment !== undefined, (query) => query.where('environment', '=', environment ?? ''))
    .$if(search !== undefined, (query) =>
      query.where((where) => {
        const words = holdingPattern(search ?? '')
        return where.or([where('title', 'ilike', words), where('key', 'ilike', words), where('flag', 'ilike', words)])
      }),
    )
    .$if(after !== undefined, (query) => query.where('id', '<', asId<'experiment'>(after ?? '')))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Writes an experiment anew where it is still of `version`. Throws experiments/changed-since. */
export async function advance(
  tx: Tx,
  held: Pick<Experiment, 'id'>,
  version: number,
  set: Updateable<ExperimentTables['experiments.experiment']>,
): Promise<Experiment> {
  const changed = await tx
    .query<ExperimentTables>()
    .updateTable('experiments.experiment')
    .set({ ...set, version: version + 1, changed_at: now() })
    .where('id', '=', held.id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (changed === undefined) throw experimentsProblem('changed-since')
  return changed
}

export function wrongState({ state }: Pick<Experiment, 'state'>, detail: string) {
  return experimentsProblem('wrong-state', { detail, params: { state } })
}

export function tell(
  tx: Tx,
  action: string,
  { key, version }: Pick<Experiment, 'key' | 'version'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return tx.audit({ action, subject: { kind: 'experiment', id: key }, details: { version, ...details } })
}

async function writeMetrics(
  tx: Tx,
  experimentId: Id<'experiment'>,
  wanted: WantedExperiment['metrics'],
): Promise<void> {
  const keys = wanted.map((metric) => metric.key)
  const found = await tx
    .query<ExperimentTables>()
    .selectFrom('experiments.metric')
    .select(['id', 'key'])
    .where('key', 'in', ['', ...keys])
    .where('archived_at', 'is', null)
    .execute()
  const idByKey = new Map(found.map((metric) => [metric.key, metric.id]))
  const rows = wanted.flatMap(({ key, role, margin = 0, switchOff = false }, position) => {
    const id = idByKey.get(key)
    if (id === undefined || keys.indexOf(key) !== position) throw unknownMetric(position, id === undefined)
    return [{ experiment_id: experimentId, metric_id: id, role, position, margin, switch_off: switchOff }]
  })
  await tx
    .query<ExperimentTables>()
    .deleteFrom('experiments.experiment_metric')
    .where('experiment_id', '=', experimentId)
    .execute()
  if (rows.length > 0)
    await tx.query<ExperimentTables>().insertInto('experiments.experiment_metric').values(rows).execute()
}

function unknownMetric(position: number, isUnknown: boolean) {
  const detail = isUnknown ? 'is no metric that is counted' : 'is named twice'
  return experimentsProblem('unknown-metric', {
    errors: [{ pointer: `/metrics/${position}/key`, code: 'metric', detail }],
  })
}
