import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { factorsProblem } from './problems.ts'

/** NIST SP 800-63B-4, 3.2.2 asks for a limit; ten tries at six digits in a quarter of an hour guess one in 33,000. */
const LIMIT = 10
const WINDOW_SECONDS = 15 * 60

/**
 * The tries of a person at any second factor. Taken in a statement of its own before anything is compared, so that a burst cannot
 * exceed the limit; the window starts at the first try and again at the one that reaches the limit.
 */
export interface Attempts {
  /** Throws factors/too-many-attempts; without a database, a problem of 503: nobody tries uncounted. True for the last try granted. */
  take(userId: Id<'user'>): Promise<boolean>
  /** The try was right: it does not count. Others stay, so that signing in does not buy a guesser more. */
  refund(tx: Tx, userId: Id<'user'>): Promise<void>
}

const TAKE = `
  INSERT INTO factors.attempt AS held (user_id, count, ends_at) VALUES ($1, 1, $2)
  ON CONFLICT (user_id) DO UPDATE SET
    count = CASE WHEN held.ends_at <= $3 THEN 1 ELSE least(held.count + 1, ${LIMIT + 1}) END,
    ends_at = CASE WHEN held.ends_at <= $3 OR held.count + 1 = ${LIMIT} THEN excluded.ends_at ELSE held.ends_at END
  RETURNING count, ends_at`
const REFUND = 'UPDATE factors.attempt SET count = greatest(count - 1, 0) WHERE user_id = $1'

export function createAttempts(db: Db): Attempts {
  return {
    async take(userId) {
      const rows = await db.raw<{ count: number; ends_at: Date }>(TAKE, [userId, inSeconds(WINDOW_SECONDS), now()])
      const row = rows[0]
      if (row === undefined || row.count > LIMIT) {
        const retryAfterSeconds = Math.max(1, Math.ceil(((row?.ends_at.getTime() ?? 0) - nowMs()) / 1000))
        throw factorsProblem('too-many-attempts', { retryAfterSeconds })
      }
      return row.count === LIMIT
    },
    async refund(tx, userId) {
      await tx.raw(REFUND, [userId])
    },
  }
}
