import { createHmac } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { networkOf } from '../../kernel/http/client-ip.ts'

export interface AttemptLimit {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

/** What a taken slot found. */
export interface Slot {
  readonly granted: boolean
  /** True for the attempt that used the last slot of the account: the next ones are refused. */
  readonly last: boolean
}

/** Counters of attempts in the database, so that every process sees the same. */
export interface Attempts {
  /** Takes a slot for trying `account`'s password from `ip`, before anything is hashed: a burst cannot exceed the limit. */
  take(account: string, ip: string | undefined): Promise<Slot>
  /** The password was right: the network's count ends, the account's own gets its slot back. */
  succeed(account: string, ip: string | undefined): Promise<void>
  /** Nothing was tried after all (no capacity): both slots go back. */
  refund(account: string, ip: string | undefined): Promise<void>
  /** Counts a mail to `account`; false when enough were sent this hour. */
  takeMail(purpose: string, account: string): Promise<boolean>
}

/** NIST SP 800-63B-4, 3.2.2 caps failures at 100; the narrow limit is per network, so that a stranger cannot lock the owner out. */
const NEAR: AttemptLimit = { name: 'login', limit: 5, windowSeconds: 15 * 60 }
const FAR: AttemptLimit = { name: 'login-account', limit: 100, windowSeconds: 60 * 60 }
const MAIL: AttemptLimit = { name: 'mail', limit: 3, windowSeconds: 60 * 60 }

/**
 * One row per key. The window starts at the first attempt and starts again at the one that reaches the limit; refused attempts do
 * not extend it. Addresses without an account are counted alike, so being locked tells nothing.
 */
const TAKE = `
  INSERT INTO identity.attempt AS held (key, count, ends_at) VALUES ($1, 1, $2)
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.ends_at <= $3 THEN 1 ELSE least(held.count + 1, 1000000) END,
    ends_at = CASE WHEN held.ends_at <= $3 OR held.count + 1 = $4 THEN excluded.ends_at ELSE held.ends_at END
  RETURNING count`
const REFUND = 'UPDATE identity.attempt SET count = greatest(count - 1, 0) WHERE key = ANY($1)'

export function createAttempts(db: Db, key: Buffer): Attempts {
  const keyOf = (limit: AttemptLimit, ...parts: string[]): Buffer =>
    createHmac('sha256', key)
      .update([limit.name, ...parts].join('\n'))
      .digest()
  const nearKey = (account: string, ip: string | undefined): Buffer => keyOf(NEAR, account, networkOf(ip ?? 'unknown'))
  const take = async (limit: AttemptLimit, counted: Buffer): Promise<number> => {
    const rows = await db.raw<{ count: number }>(TAKE, [counted, inSeconds(limit.windowSeconds), now(), limit.limit])
    return rows[0]?.count ?? limit.limit + 1
  }
  return {
    async take(account, ip) {
      const near = await take(NEAR, nearKey(account, ip))
      const last = near === NEAR.limit
      if (near > NEAR.limit) return { granted: false, last }
      return { granted: (await take(FAR, keyOf(FAR, account))) <= FAR.limit, last }
    },
    async succeed(account, ip) {
      await db.raw('DELETE FROM identity.attempt WHERE key = $1', [nearKey(account, ip)])
      await db.raw(REFUND, [[keyOf(FAR, account)]])
    },
    async refund(account, ip) {
      await db.raw(REFUND, [[nearKey(account, ip), keyOf(FAR, account)]])
    },
    takeMail: async (purpose, account) => (await take(MAIL, keyOf(MAIL, purpose, account))) <= MAIL.limit,
  }
}
