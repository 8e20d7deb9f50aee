import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import { alarmRaised } from '../events.ts'
import { type Experiment, findExperiment, tell } from '../experiments.ts'
import { stopExperiment } from '../lifecycle.ts'
import { alarmMail } from '../mails.ts'
import type { ExperimentsDeps, FlagsDoor } from '../parts.ts'
import type { ExperimentTables } from '../tables.ts'
import { assess, type Measured } from './assess.ts'
import { type Measurement, measure } from './measure.ts'
import type { Result } from './shapes.ts'

export type AnalyseParts = Pick<ExperimentsDeps, 'mailer' | 'account' | 'productName' | 'publicUrl'> & {
  readonly flags: Pick<FlagsDoor, 'switchOff'>
}

/** So many in a statement take about a second; a statement that takes five is ended. */
const SLICE_UNITS = 50_000
const SLICES_MAX = 1000

/** Computes the last phase anew, keeps the result, and raises the alarms that follow from it. Nothing of an experiment never started. */
export async function analyse(tx: Tx, parts: AnalyseParts, key: string): Promise<void> {
  // Two at once would raise an alarm twice.
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`experiments.analyse ${key}`])
  const experiment = await findExperiment(tx, key)
  const phase = await lastPhase(tx, experiment)
  if (phase === undefined) return
  const result = await resultOf(tx, experiment, phase)
  const at = now()
  await tx.raw(
    `INSERT INTO experiments.result (experiment_id, phase, day, computed_at, body)
     VALUES ($1, $2, ($3::timestamptz AT TIME ZONE 'UTC')::date, $3, $4)
     ON CONFLICT (experiment_id, phase, day) DO UPDATE SET computed_at = excluded.computed_at, body = excluded.body`,
    [experiment.id, phase.number, at, JSON.stringify(result)],
  )
  if (experiment.state === 'running') await raiseAlarms(tx, parts, { experiment, phase, result })
}

type Phase = NonNullable<Awaited<ReturnType<typeof lastPhase>>>

function lastPhase(tx: Tx, { id }: Pick<Experiment, 'id'>) {
  return tx
    .query<ExperimentTables>()
    .selectFrom('experiments.phase')
    .selectAll()
    .where('experiment_id', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function resultOf(tx: Tx, { id, control, analysis }: Experiment, phase: Phase): Promise<Result> {
  const counts = await tx.raw<{ variant: string; mixed: boolean; units: number }>(
    `SELECT variant, mixed, count(*)::int AS units FROM experiments.exposure
      WHERE experiment_id = $1 AND phase = $2 GROUP BY variant, mixed`,
    [id, phase.number],
  )
  const units = counts.reduce((sum, one) => sum + one.units, 0)
  const slices = Math.min(Math.max(Math.ceil(units / SLICE_UNITS), 1), SLICES_MAX)
  const measured = await measureAll(tx, phase, { experimentId: id, cupedDays: analysis.cupedDays, slices })
  return assess({
    ...{ analysis, control, measured, lostExposures: Number(phase.lost) },
    variants: phase.variants.map((key, at) => ({
      ...{ key, weight: phase.weights[at] ?? 0 },
      units: counts.find(({ variant, mixed }) => variant === key && !mixed)?.units ?? 0,
    })),
    mixedUnits: counts.filter(({ mixed }) => mixed).reduce((sum, { units }) => sum + units, 0),
  })
}

async function measureAll(
  tx: Tx,
  phase: Phase,
  shared: Pick<Measurement, 'experimentId' | 'cupedDays' | 'slices'>,
): Promise<Measured[]> {
  const chosen = await tx
    .query<ExperimentTables>()
    .selectFrom('experiments.experiment_metric as chosen')
    .innerJoin('experiments.metric as metric', 'metric.id', 'chosen.metric_id')
    .selectAll('metric')
    .select(['chosen.role', 'chosen.margin'])
    .where('chosen.experiment_id', '=', phase.experiment_id)
    .orderBy('chosen.position')
    .execute()
  const measured: Measured[] = []
  for (const { role, margin, ...metric } of chosen) {
    const endsAt = phase.ended_at ?? now()
    const samples = await measure(tx, { ...shared, phase: phase.number, endsAt, metric })
    measured.push({ metric, role, margin, samples })
  }
  return measured
}

interface Found {
  readonly experiment: Experiment
  readonly phase: Phase
  readonly result: Result
}

async function raiseAlarms(tx: Tx, parts: AnalyseParts, found: Found): Promise<void> {
  const { experiment, phase, result } = found
  if (result.sampleRatio.isMismatch && phase.mismatch_at === null) {
    await tx
      .query<ExperimentTables>()
      .updateTable('experiments.phase')
      .set({ mismatch_at: now() })
      .where('experiment_id', '=', experiment.id)
      .where('number', '=', phase.number)
      .execute()
    await alarm(tx, parts, found, 'sample-ratio-mismatch')
  }
  const harmed = result.metrics.filter(({ isHarmed }) => isHarmed).map((metric) => metric.key)
  if (harmed.length > 0 && (await switchesOff(tx, experiment, harmed))) {
    const reason = `A guardrail of the experiment ${experiment.key} was harmed: ${harmed.join(', ')}`
    await parts.flags.switchOff(tx, { flag: experiment.flag, environment: experiment.environment, reason })
    await stopExperiment(tx, { key: experiment.key, version: experiment.version, reason })
    await alarm(tx, parts, found, 'guardrail-harmed')
  }
}

async function switchesOff(tx: Tx, { id }: Experiment, harmed: readonly string[]): Promise<boolean> {
  const [row] = await tx.raw(
    `SELECT FROM experiments.experiment_metric JOIN experiments.metric ON metric.id = metric_id
      WHERE experiment_id = $1 AND role = 'guardrail' AND switch_off AND metric.key = ANY($2) LIMIT 1`,
    [id, harmed],
  )
  return row !== undefined
}

async function alarm(
  tx: Tx,
  { account, mailer, productName, publicUrl }: AnalyseParts,
  { experiment, result }: Found,
  kind: 'sample-ratio-mismatch' | 'guardrail-harmed',
): Promise<void> {
  const { id: experimentId, key } = experiment
  await tell(tx, `experiments.experiment.${kind}`, experiment, { p: result.sampleRatio.p })
  await tx.publish(alarmRaised, { experimentId, key, kind })
  const owner = await account(experiment.owner_id)
  if (owner === null) return
  await mailer.send(tx, recipient(owner), alarmMail, {
    ...{ product: productName, name: owner.name, title: experiment.title, kind },
    detail: result.warnings.find(({ code }) => code === kind)?.detail ?? '',
    url: new URL(`/experiments/${key}`, publicUrl).href,
  })
}
