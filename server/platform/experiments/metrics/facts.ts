import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { EventType } from '../../../kernel/db/events.ts'
import { type Subscription, subscribe } from '../../../kernel/unit.ts'
import type { Pseudonyms } from '../pseudonyms.ts'
import { factOf, type MetricSource } from './sources.ts'

/** A part of a metric, and where its facts come from. */
interface Counted {
  readonly metric_id: string
  readonly part: 'numerator' | 'denominator'
  readonly source: MetricSource
}

const COUNTED = `
  SELECT id AS metric_id, part, source
    FROM experiments.metric, LATERAL (VALUES ('numerator', numerator), ('denominator', denominator)) AS parts(part, source)
   WHERE archived_at IS NULL AND source->>'from' = $1 AND source->>'event' = ANY($2)`

/** Counts what happens in the product. Runs once for an event. */
export function countEvent(pseudonyms: Pseudonyms, event: EventType): Subscription {
  return subscribe(event, `experiments.${event.name}`, async (tx, data) => {
    const counted = await tx.raw<Counted & Record<string, unknown>>(COUNTED, ['product', [event.name]])
    const at = now()
    const facts = counted.flatMap((one) => {
      const fact = factOf(one.source, data)
      return fact === null ? [] : [{ ...one, at, unit: pseudonyms.unit(fact.unit), value: fact.value, mark: null }]
    })
    await insertFacts(tx, facts)
  })
}

/** What a client tells. */
export interface ClientEvent {
  readonly id: string
  readonly event: string
  readonly targetingKey: string
  readonly at: Date
  readonly value: number | undefined
}

/** Which of them no metric counts; the others are counted once by their id. */
export async function countClientEvents(
  tx: Tx,
  pseudonyms: Pseudonyms,
  events: readonly ClientEvent[],
): Promise<ReadonlySet<ClientEvent>> {
  const names = [...new Set(events.map(({ event }) => event))]
  const counted = await tx.raw<Counted & Record<string, unknown>>(COUNTED, ['client', names])
  const facts = events.flatMap((told) =>
    counted
      .filter(({ source }) => source.event === told.event)
      .map((one) => ({
        ...one,
        ...{ told, at: told.at, unit: pseudonyms.unit(told.targetingKey), mark: pseudonyms.source(told.id) },
        value: one.source.value === null ? 1 : told.value,
      })),
  )
  const usable = facts.flatMap(({ value, ...fact }) => (value === undefined ? [] : [{ ...fact, value }]))
  await insertFacts(tx, usable)
  const taken = new Set(usable.map(({ told }) => told))
  return new Set(events.filter((told) => !taken.has(told)))
}

interface Fact {
  readonly metric_id: string
  readonly part: string
  readonly unit: Buffer
  readonly at: Date
  readonly value: number
  readonly mark: Buffer | null
}

async function insertFacts(tx: Tx, facts: readonly Fact[]): Promise<void> {
  if (facts.length === 0) return
  await tx.raw(
    `INSERT INTO experiments.fact (metric_id, part, unit, at, value, source)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::timestamptz[], $5::float8[], $6::bytea[])
     ON CONFLICT DO NOTHING`,
    [
      facts.map((fact) => fact.metric_id),
      facts.map(({ part }) => part),
      facts.map(({ unit }) => unit),
      facts.map(({ at }) => at),
      facts.map(({ value }) => value),
      facts.map(({ mark }) => mark),
    ],
  )
}

/** Older facts are before every window. */
export async function purgeFacts(db: Db, before: Date): Promise<void> {
  await db.raw('DELETE FROM experiments.fact WHERE at < $1', [before])
}
