import { inSeconds } from '../../kernel/clock.ts'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { createExperiment } from './experiments.ts'
import { insertExposures } from './exposures/exposures.ts'
import { startExperiment } from './lifecycle.ts'
import { type ClientEvent, countClientEvents } from './metrics/facts.ts'
import { createMetric } from './metrics/metrics.ts'
import type { ExperimentsDeps, FlagsDoor } from './parts.ts'

const origin: Origin = systemOrigin('experiments.demo', 'demo')
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_589
/** Of the experiment and of the flag that is measured, which the flags of the demo bring. */
const KEY = 'signup-form'
const RULE = 'everybody'
const UNITS = 4000
const DAYS = 14
const DAY_SECONDS = 24 * 3600
const DONE = 'signup.done'
const TOOK = 'signup.took'
/** Out of a thousand, who signs up, and how many seconds the form takes. */
const EFFECTS = { long: { done: 120, seconds: 95 }, short: { done: 155, seconds: 64 } } as const

interface DemoParts extends ExperimentsDeps {
  readonly flags: Pick<FlagsDoor, 'rule'>
  readonly enqueueAnalysis: (tx: Tx, key: string) => Promise<unknown>
}

/** An experiment that runs for two weeks, with people who never were and an effect that can be seen. */
export async function seedDemo(parts: DemoParts): Promise<void> {
  const { db, environment } = parts
  if (await isSeeded(db)) return
  await db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if ((await isSeeded(tx)) || (await parts.flags.rule(tx, KEY, environment, RULE)) === null) return
    const ownerId = await parts.demoPerson(tx)
    await seedMetrics(tx)
    await createExperiment(tx, KEY, {
      ...{ title: 'A shorter form to sign up', flag: KEY, environment, ruleId: RULE, control: 'long', ownerId },
      hypothesis: 'Who is asked for less signs up more often, and sooner. Demo data: nobody of these people exists.',
      metrics: [
        { key: DONE, role: 'primary' },
        { key: TOOK, role: 'guardrail', margin: 0.1 },
      ],
    })
    await startExperiment(tx, parts, { key: KEY, version: 1 })
    await tx.raw(
      `UPDATE experiments.phase SET started_at = $2 FROM experiments.experiment
        WHERE experiment.id = experiment_id AND experiment.key = $1`,
      [KEY, inSeconds(-DAYS * DAY_SECONDS)],
    )
    await seedPeople(tx, parts)
    await parts.enqueueAnalysis(tx, KEY)
  })
}

async function seedMetrics(tx: Tx): Promise<void> {
  const client = { from: 'client', unit: null } as const
  await createMetric(tx, [], {
    ...{ key: DONE, title: 'People who finish signing up', kind: 'conversion', desired: 'increase' },
    numerator: { ...client, event: DONE, value: null },
  })
  await createMetric(tx, [], {
    ...{ key: TOOK, title: 'Seconds spent on the form', kind: 'mean', desired: 'decrease' },
    numerator: { ...client, event: TOOK, value: 'value' },
  })
}

async function seedPeople(tx: Tx, { pseudonyms, environment }: DemoParts): Promise<void> {
  const people = Array.from({ length: UNITS }, (_, at) => personAt(at))
  await insertExposures(
    tx,
    people.map(({ targetingKey, variant, at }) => ({
      ...{ experiment: KEY, flag: KEY, environment, variant, unit: pseudonyms.unit(targetingKey), at },
    })),
  )
  await countClientEvents(
    tx,
    pseudonyms,
    people.flatMap(({ events }) => events),
  )
}

/** The same person at each call, as far as chance goes. */
function personAt(number: number) {
  const variant = number % 2 === 0 ? 'long' : 'short'
  const { done, seconds } = EFFECTS[variant]
  const targetingKey = `demo-person-${number}`
  // Primes far from each other: nothing of one tells anything of the other.
  const [chance, spread, moment] = [(number * 7919) % 1000, (number * 104_729) % 61, (number * 15_485_863) % 1000]
  const secondsAgo = Math.round((0.02 + 0.97 * (1 - moment / 1000)) * DAYS * DAY_SECONDS)
  const took = seconds - 30 + spread
  const event = (name: string, value: number | undefined): ClientEvent => ({
    ...{ id: `${targetingKey} ${name}`, event: name, targetingKey, at: inSeconds(took - secondsAgo), value },
  })
  const events = [event(TOOK, took), ...(chance < done ? [event(DONE, undefined)] : [])]
  return { targetingKey, variant, at: inSeconds(-secondsAgo), events }
}

async function isSeeded(from: Db | Tx): Promise<boolean> {
  const [known] = await from.raw('SELECT FROM experiments.experiment WHERE key = $1', [KEY])
  return known !== undefined
}
