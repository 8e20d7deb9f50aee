import { isDeepStrictEqual } from 'node:util'
import type { Selectable, Updateable } from 'kysely'
import type { Static } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { EventType } from '../../../kernel/db/events.ts'
import { newId } from '../../../kernel/id.ts'
import { experimentsProblem } from '../problems.ts'
import type { ExperimentTables } from '../tables.ts'
import type { changeableMetric, WantedMetric } from './shapes.ts'
import { assertGoodSource } from './sources.ts'

export type Metric = Selectable<ExperimentTables['experiments.metric']>
export type MetricChange = {
  readonly [Name in keyof typeof changeableMetric]?: Static<(typeof changeableMetric)[Name]>
}

/** Addresses beside those of metrics have these names. */
const RESERVED: readonly string[] = ['events', 'new']

/** Throws experiments/key-taken, experiments/bad-metric and experiments/bad-source. */
export async function createMetric(tx: Tx, events: readonly EventType[], wanted: WantedMetric): Promise<Metric> {
  if (RESERVED.includes(wanted.key)) throw experimentsProblem('key-taken')
  assertFits(wanted)
  assertGoodSource(wanted.numerator, events, '/numerator')
  if (wanted.denominator !== undefined) assertGoodSource(wanted.denominator, events, '/denominator')
  const made = await tx
    .query<ExperimentTables>()
    .insertInto('experiments.metric')
    .values({
      ...{ id: newId<'metric'>(), key: wanted.key, title: wanted.title, description: wanted.description ?? '' },
      ...{ kind: wanted.kind, numerator: wanted.numerator, denominator: wanted.denominator ?? null },
      ...{ desired: wanted.desired, cap: wanted.cap ?? null, window_hours: wanted.windowHours ?? null },
      created_at: now(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (made === undefined) throw experimentsProblem('key-taken')
  await tell(tx, 'experiments.metric.made', made.key, { kind: made.kind })
  return made
}

/** A conversion counts events, the others a number; only ratios have a second part. */
function assertFits({ kind, numerator, denominator, cap }: WantedMetric): void {
  const refuse = (pointer: string, detail: string) =>
    experimentsProblem('bad-metric', { errors: [{ pointer, code: 'metric', detail }] })
  if (kind === 'conversion' && numerator.value !== null)
    throw refuse('/numerator/value', 'a conversion counts events, not their values')
  if (kind === 'conversion' && cap) throw refuse('/cap', 'a conversion is one at most')
  if ((kind === 'ratio') !== (denominator !== undefined))
    throw refuse('/denominator', kind === 'ratio' ? 'a ratio has one' : 'only ratios have one')
}

/** Throws experiments/metric-not-found and experiments/changed-since. */
export async function changeMetric(
  tx: Tx,
  key: string,
  { version, ...wanted }: MetricChange & { readonly version: number },
): Promise<Metric> {
  const held = await findMetric(tx, key)
  const { windowHours, ...others } = wanted
  if (held.kind === 'conversion' && others.cap)
    throw experimentsProblem('bad-metric', {
      errors: [{ pointer: '/cap', code: 'metric', detail: 'a conversion is one at most' }],
    })
  const set: Updateable<ExperimentTables['experiments.metric']> = {
    ...others,
    ...(windowHours === undefined ? {} : { window_hours: windowHours }),
  }
  const changed = await tx
    .query<ExperimentTables>()
    .updateTable('experiments.metric')
    .set({ ...set, version: version + 1 })
    .where('id', '=', held.id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (changed === undefined) throw experimentsProblem('changed-since')
  await tell(tx, 'experiments.metric.changed', key, { version: changed.version, changes: changesOf(held, changed) })
  return changed
}

/** Counts no more of it; what was counted stays. Throws experiments/metric-in-use. */
export async function archiveMetric(tx: Tx, key: string): Promise<void> {
  const { id, archived_at: archivedAt } = await findMetric(tx, key)
  if (archivedAt !== null) return
  const [used] = await tx.raw(
    `SELECT FROM experiments.experiment_metric JOIN experiments.experiment ON experiment.id = experiment_id
      WHERE metric_id = $1 AND state <> 'concluded' LIMIT 1`,
    [id],
  )
  if (used !== undefined) throw experimentsProblem('metric-in-use')
  await tx
    .query<ExperimentTables>()
    .updateTable('experiments.metric')
    .set({ archived_at: now() })
    .where('id', '=', id)
    .execute()
  await tell(tx, 'experiments.metric.archived', key)
}

/** Those that are counted, or those that were, by title. */
export function listMetrics(db: Db, isArchived: boolean): Promise<Metric[]> {
  return db
    .query<ExperimentTables>()
    .selectFrom('experiments.metric')
    .selectAll()
    .where('archived_at', isArchived ? 'is not' : 'is', null)
    .orderBy('title')
    .orderBy('key')
    .execute()
}

export async function findMetric(from: Db | Tx, key: string): Promise<Metric> {
  const found = await from
    .query<ExperimentTables>()
    .selectFrom('experiments.metric')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst()
  if (found === undefined) throw experimentsProblem('metric-not-found')
  return found
}

export interface Use {
  readonly key: string
  readonly title: string
}

/** Experiments that have not ended, by the metrics that they use. */
export async function usesOf(db: Db): Promise<ReadonlyMap<Metric['id'], Use[]>> {
  const rows = await db.raw<Use & { readonly metric_id: Metric['id'] } & Record<string, unknown>>(
    `SELECT metric_id, key, title FROM experiments.experiment_metric
       JOIN experiments.experiment ON experiment.id = experiment_id
      WHERE state <> 'concluded' ORDER BY title, key`,
  )
  const ofMetric = Map.groupBy(rows, (row) => row.metric_id)
  return new Map([...ofMetric].map(([id, uses]) => [id, uses.map(({ key, title }) => ({ key, title }))]))
}

/** Every member that differs, as it was and as it is. */
export function changesOf(before: object, after: object): Record<string, [unknown, unknown]> {
  const [from, to] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = Object.keys(to).filter(
    (name) => !['version', 'changed_at'].includes(name) && !isDeepStrictEqual(from[name], to[name]),
  )
  return Object.fromEntries(names.map((name) => [name, [from[name] ?? null, to[name] ?? null]]))
}

function tell(tx: Tx, action: string, id: string, details: Readonly<Record<string, unknown>> = {}) {
  return tx.audit({ action, subject: { kind: 'experiment-metric', id }, details })
}
