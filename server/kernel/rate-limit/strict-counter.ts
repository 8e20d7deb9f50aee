import { createHash } from 'node:crypto'
import type { Db } from '../db/database.ts'
import type { Claims } from './limiter.ts'
import type { Measure } from './window.ts'

/** Windows that all processes share while Redis is away. */
export interface StrictCounter {
  /** Takes one in each of the windows or, when one is full, in none; null when the database does not answer. */
  take(claims: Claims): Promise<{ readonly allowed: boolean; readonly measures: Measure[] } | null>
}

/** The exact log of window.ts in PostgreSQL: a write for each request, which only what is strict is worth, and only then. */
export function createStrictCounter(db: Pick<Db, 'raw'>): StrictCounter {
  return {
    async take(claims) {
      const keys = claims.map(({ limit, key }) => createHash('sha256').update(`${limit.name}\n${key}`).digest())
      try {
        const rows = await db.raw<{ allowed: boolean; used: number; wait_us: bigint }>(
          'SELECT allowed, used, wait_us FROM kernel.take_strictly($1, $2, $3)',
          [keys, claims.map(({ limit }) => limit.limit), claims.map(({ limit }) => limit.windowSeconds)],
        )
        return {
          allowed: rows[0]?.allowed === true,
          measures: rows.map(({ used, wait_us: waitUs }) => [used, Number(waitUs)] as const),
        }
      } catch {
        // The request will fail at its own statement, which says why; until then the process counts by itself.
        return null
      }
    },
  }
}
