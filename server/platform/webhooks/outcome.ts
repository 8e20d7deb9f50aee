import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { DeliveryState, DisabledReason } from './tables.ts'

/** What came of one try. */
export interface Outcome {
  readonly deliveryId: Id<'webhook-delivery'>
  readonly state: DeliveryState
  readonly durationMs: number
  readonly status: number | null
  readonly error: string | null
}

const ERROR_MAX = 1000
/** From the fifth failure in a row an endpoint rests before the next try, half a minute at first, twice as long each time, at most an hour. */
const REST_FROM = 5
const REST_SECONDS = 30
const REST_SECONDS_MAX = 3600
/** An endpoint that has failed for so long, and nothing else, is switched off. */
const FAILING_DAYS_MAX = 5

const RECORD = `
  WITH delivery AS (
    UPDATE webhooks.delivery
       SET attempts = attempts + 1,
           state = CASE WHEN state = 'failed' AND $2 = 'waiting' THEN state ELSE $2 END,
           finished_at = CASE WHEN $2 <> 'waiting' THEN $3::timestamptz WHEN state = 'failed' THEN finished_at END
     WHERE id = $1 RETURNING id, attempts, endpoint_id),
  attempt AS (
    INSERT INTO webhooks.attempt (delivery_id, number, at, duration_ms, status, error)
    SELECT id, attempts, $3, $4, $5, $6 FROM delivery)
  UPDATE webhooks.endpoint SET
    failures = CASE WHEN $2 = 'delivered' THEN 0 ELSE failures + 1 END,
    failing_since = CASE WHEN $2 = 'delivered' THEN NULL ELSE coalesce(failing_since, $3) END,
    resting_until = CASE WHEN $2 = 'delivered' OR failures + 1 < ${REST_FROM} THEN NULL
      ELSE $3::timestamptz + least(${REST_SECONDS_MAX}, ${REST_SECONDS} * 2 ^ least(failures + 1 - ${REST_FROM}, 10)) * interval '1 second' END
   WHERE id = (SELECT endpoint_id FROM delivery)`

/** Writes a try down, with what it says about its endpoint, in one statement. A delivery that was given up meanwhile stays so unless it arrived. */
export async function recordOutcome(db: Pick<Db, 'raw'>, outcome: Outcome): Promise<void> {
  const { deliveryId, state, durationMs, status, error } = outcome
  // PostgreSQL's text holds no NUL, and an answer may.
  const shown = error === null ? null : error.replaceAll('\0', '').slice(0, ERROR_MAX)
  await db.raw(RECORD, [deliveryId, state, now(), Math.round(durationMs), status, shown])
}

const RECORD_DEAD = `
  WITH delivery AS (
    UPDATE webhooks.delivery SET attempts = attempts + 1, state = 'failed', finished_at = $2
     WHERE id = $1 AND state = 'waiting' RETURNING id, attempts)
  INSERT INTO webhooks.attempt (delivery_id, number, at, duration_ms, error)
  SELECT id, attempts, $2, 0, $3 FROM delivery`

/** Ends a delivery whose job is dead without a word about it: it was cancelled, put off for too long, or lost its workers. */
export async function recordDead(tx: Pick<Tx, 'raw'>, id: Id<'webhook-delivery'>, why: string): Promise<void> {
  await tx.raw(RECORD_DEAD, [id, now(), why.slice(0, ERROR_MAX)])
}

/** True when it is worth asking whether the endpoint is to be switched off. */
export function hasFailedForDays({ failing_since: since }: { readonly failing_since: Date | null }): boolean {
  return since !== null && since < inSeconds(-FAILING_DAYS_MAX * 24 * 60 * 60)
}

const SWITCH_OFF = `
  UPDATE webhooks.endpoint SET disabled_at = $3, disabled_reason = $2
   WHERE id = $1 AND disabled_at IS NULL
     AND ($2 = 'gone' OR failing_since < $3::timestamptz - interval '${FAILING_DAYS_MAX} days')
   RETURNING id, url, created_by, failing_since`

type SwitchedOff = { id: Id<'webhook-endpoint'>; url: string; created_by: Id<'user'> }

/** Switches an endpoint off that said it is gone, or has failed for days; undefined when there was no reason to. */
export async function switchOff(
  db: Pick<Db, 'raw'>,
  id: Id<'webhook-endpoint'>,
  reason: Exclude<DisabledReason, 'by-hand'>,
): Promise<SwitchedOff | undefined> {
  return (await db.raw<SwitchedOff>(SWITCH_OFF, [id, reason, now()]))[0]
}
