import { createHmac, type KeyObject } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { inSeconds, monotonicMs, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { networkOf } from '../../kernel/http/client-ip.ts'
import { newId } from '../../kernel/id.ts'
import { identityProblem } from './problems.ts'

interface AttemptLimit {
  readonly name: string
  readonly limit: number
  readonly windowSeconds: number
}

/** Who tries whose password from where. */
export interface Trier {
  readonly account: string
  readonly ip: string | undefined
  /** Of a browser the person has signed in with: it has a budget of its own, which strangers cannot use up. */
  readonly browser: Buffer | null
}

/** Failures so far. */
export interface Standing {
  readonly isLocked: boolean
  readonly failures: number
  readonly networkFailures: number
}

/** By key in hexadecimal. */
export type Failures = Readonly<Record<string, number>>

/** An expression of `Failures` for a statement that has other things to ask for; null for none. Takes the parameters' places. */
export const failuresOf = (keys: string, at: string): string =>
  `(SELECT jsonb_object_agg(encode(key, 'hex'), failures) FROM identity.attempt WHERE key = ANY(${keys}) AND ends_at > ${at})`

/** Counters of attempts in the database, so that every process sees the same. */
export interface Attempts {
  /** The keys that `standing` wants the failures of, whichever of these it is asked about; for `failuresOf` in a statement. */
  standingKeys(triers: readonly Trier[]): Buffer[]
  standing(trier: Trier, failures: Failures): Standing
  /**
   * Takes a slot before anything is hashed: a burst cannot exceed the limit. False when locked. While others hold all slots their
   * outcome is waited for; throws identity/busy when that takes too long.
   */
  take(trier: Trier): Promise<boolean>
  /** The password was wrong; true for the failure that locks. */
  fail(trier: Trier): Promise<boolean>
  /** The password was right: the failures end, the account's slot goes back, at the latest with `tx`. Taken after the person's own row. */
  succeed(trier: Trier, tx: Pick<Tx, 'later'> | null): Promise<void>
  /** Nothing was tried after all (no capacity), or something else failed: the slots go back, unless they are back. */
  refund(trier: Trier): Promise<void>
  /** Ends the lock that `trier` met, and the one `lockKey` names. */
  unlock(trier: Trier, lockKey: Buffer | null): Promise<void>
  /** Names the lock that `trier` met, telling nothing about whom it concerns. */
  lockKey(trier: Trier): Buffer
  /** Forgets what was tried on the account: its password is another. */
  forget(account: string, tx: Tx): Promise<void>
  /** Counts a mail to `account`; false when enough were sent this hour. */
  takeMail(purpose: string, account: string): Promise<boolean>
  /** Counts a use of a public form by a network; the number this hour. */
  countUse(form: string, ip: string | undefined): Promise<number>
}

/** NIST SP 800-63B-4, 3.2.2 caps failures at 100; the narrow limit is per network, so that a stranger cannot lock the owner out. */
const NEAR: AttemptLimit = { name: 'login', limit: 5, windowSeconds: 15 * 60 }
const DEVICE: AttemptLimit = { ...NEAR, name: 'login-device' }
const FAR: AttemptLimit = { name: 'login-account', limit: 100, windowSeconds: 60 * 60 }
const NETWORK: AttemptLimit = { name: 'login-network', limit: Number.MAX_SAFE_INTEGER, windowSeconds: 15 * 60 }
const MAIL: AttemptLimit = { name: 'mail', limit: 3, windowSeconds: 60 * 60 }
const USE: AttemptLimit = { name: 'use', limit: Number.MAX_SAFE_INTEGER, windowSeconds: 60 * 60 }

/** A slot that nobody has given back for so long belongs to a process that died, or to one that cannot reach the database: it counts no more. */
const SLOT_SECONDS = 30
const WAIT_MAX_MS = 6_000
const WAIT_FIRST_MS = 15
const WAIT_STEP_MAX_MS = 120

/**
 * One row per key. The window starts at the first attempt and starts again at the failure that reaches the limit; refused attempts
 * do not extend it. Addresses without an account are counted alike, so being locked tells nothing.
 */
const upsert = (key: string, endsAt: string, limit: string, condition: string): string => `
  INSERT INTO identity.attempt AS held (key, count, failures, ends_at, taken_at, takers)
  SELECT ${key}::bytea, 1, 0, ${endsAt}::timestamptz, $1::timestamptz, ARRAY[$9::uuid] WHERE ${condition}
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.ends_at <= $1 THEN 1 WHEN held.taken_at <= $2 THEN held.failures + 1 ELSE held.count + 1 END,
    failures = CASE WHEN held.ends_at <= $1 THEN 0 ELSE held.failures END,
    ends_at = CASE WHEN held.ends_at <= $1 OR held.count = 0 THEN excluded.ends_at ELSE held.ends_at END,
    taken_at = $1,
    takers = CASE WHEN held.ends_at <= $1 OR held.taken_at <= $2 THEN excluded.takers ELSE held.takers || excluded.takers END
  WHERE held.ends_at <= $1 OR CASE WHEN held.taken_at <= $2 THEN held.failures ELSE held.count END < ${limit}::bigint
  RETURNING count`
/** The account's own row is touched when the near one was granted: everybody locks the two in this order. */
const TAKE = `
  WITH near AS (${upsert('$3', '$4', '$5', 'true')}),
       far AS (${upsert('$6', '$7', '$8', '$6::bytea IS NOT NULL AND EXISTS (SELECT FROM near)')})
  SELECT EXISTS (SELECT FROM near) AS near, EXISTS (SELECT FROM far) AS far`
const FAIL = `
  UPDATE identity.attempt
     SET failures = failures + 1, ends_at = CASE WHEN failures + 1 = $2 THEN $3 ELSE ends_at END,
         takers = array_remove(takers, $4::uuid)
   WHERE key = $1 RETURNING failures`
const TALLY = `
  INSERT INTO identity.attempt AS held (key, count, failures, ends_at, taken_at) VALUES ($1, 0, 1, $2, $3)
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN held.ends_at <= $3 THEN 1 ELSE least(held.failures + 1, 1000000) END,
    ends_at = CASE WHEN held.ends_at <= $3 THEN excluded.ends_at ELSE held.ends_at END
  RETURNING failures`
/** 1 while the taker holds a slot. */
const HELD = '($3::uuid = ANY(takers))::int'
const LET_GO = 'takers = array_remove(takers, $3::uuid)'
/** Gives the taker's slot of both keys back, the near one first and each once; `near` says what else becomes of that. */
const giveBack = (near: string): string => `
  WITH near AS (UPDATE identity.attempt SET ${near}, ${LET_GO} WHERE key = $1 RETURNING key)
  UPDATE identity.attempt SET count = greatest(count - ${HELD}, 0), ${LET_GO}
   WHERE key = $2 AND (SELECT count(*) FROM near) >= 0`
const SUCCEED = giveBack(`count = greatest(count - ${HELD} - failures, 0), failures = 0`)
const REFUND = giveBack(`count = greatest(count - ${HELD}, 0)`)
const READ = 'SELECT failures FROM identity.attempt WHERE key = $1 AND ends_at > $2'
const DELETE = 'DELETE FROM identity.attempt WHERE key = ANY($1)'

interface Keys {
  readonly near: Buffer
  readonly far: Buffer
  readonly network: Buffer
  /** Names the slots of this try. */
  readonly taker: string
}

function createKeys(key: KeyObject) {
  const keyOf = (limit: AttemptLimit, ...parts: string[]): Buffer =>
    createHmac('sha256', key)
      .update([limit.name, ...parts].join('\n'))
      .digest()
  const networkKey = (limit: AttemptLimit, ip: string | undefined, ...parts: string[]): Buffer =>
    keyOf(limit, ...parts, networkOf(ip ?? 'unknown'))
  const nearKey = ({ account, ip, browser }: Trier): Buffer =>
    browser === null ? networkKey(NEAR, ip, account) : keyOf(DEVICE, account, browser.toString('hex'))
  const farKey = (account: string): Buffer => keyOf(FAR, account)
  /** A try asks for them several times. */
  const known = new WeakMap<Trier, Keys>()
  const keysOf = (trier: Trier): Keys => {
    const keys = known.get(trier) ?? {
      near: nearKey(trier),
      far: farKey(trier.account),
      network: networkKey(NETWORK, trier.ip),
      taker: newId<'attempt'>(),
    }
    known.set(trier, keys)
    return keys
  }
  return {
    keyOf,
    networkKey,
    keysOf,
    /** Near, far and taker. The account's own cap is not spent by browsers known to its owner, nor does it stop them. */
    slotsOf: (trier: Trier): [Buffer, Buffer | null, string] => {
      const { near, far, taker } = keysOf(trier)
      return [near, trier.browser === null ? far : null, taker]
    },
    farKey,
  }
}

/** The database may have given what it could not tell of: that goes back, by another connection. */
async function givenBack(refund: Promise<void>, error: unknown): Promise<never> {
  await refund.catch(() => {
    // It cannot be reached at all: what it holds counts no more after SLOT_SECONDS.
  })
  throw error
}

export function createAttempts(db: Db, key: KeyObject): Attempts {
  const { keyOf, networkKey, keysOf, farKey, slotsOf } = createKeys(key)
  const nearKey = (trier: Trier): Buffer => keysOf(trier).near
  const tally = async (limit: AttemptLimit, counted: Buffer): Promise<number> => {
    const rows = await db.raw<{ failures: number }>(TALLY, [counted, inSeconds(limit.windowSeconds), now()])
    return rows[0]?.failures ?? limit.limit + 1
  }
  const whyRefused = async (limit: AttemptLimit, counted: Buffer): Promise<'locked' | 'held'> => {
    const [held] = await db.raw<{ failures: number }>(READ, [counted, now()])
    return (held?.failures ?? 0) >= limit.limit ? 'locked' : 'held'
  }
  const refund = async (trier: Trier): Promise<void> => void (await db.raw(REFUND, slotsOf(trier)))
  const takeSlots = async (trier: Trier): Promise<'granted' | 'locked' | 'held'> => {
    const [near, far, taker] = slotsOf(trier)
    const [granted] = await db.raw<{ near: boolean; far: boolean }>(TAKE, [
      ...[now(), inSeconds(-SLOT_SECONDS)],
      ...[near, inSeconds(NEAR.windowSeconds), NEAR.limit],
      ...[far, inSeconds(FAR.windowSeconds), FAR.limit, taker],
    ])
    if (granted?.near !== true) return whyRefused(NEAR, near)
    if (far === null || granted.far) return 'granted'
    await db.raw(REFUND, [near, null, taker])
    return whyRefused(FAR, far)
  }
  const failOne = async (limit: AttemptLimit, counted: Buffer, taker: string): Promise<boolean> => {
    const values = [counted, limit.limit, inSeconds(limit.windowSeconds), taker]
    const rows = await db.raw<{ failures: number }>(FAIL, values)
    return rows[0]?.failures === limit.limit
  }

  return {
    standingKeys: (triers) => triers.map(keysOf).flatMap(({ near, far, network }) => [near, far, network]),
    standing(trier, failures) {
      const keys = keysOf(trier)
      const [near = 0, account = 0, network = 0] = [keys.near, keys.far, keys.network].map(
        (one) => failures[one.toString('hex')],
      )
      const isCapped = trier.browser === null && account >= FAR.limit
      return { isLocked: near >= NEAR.limit || isCapped, failures: near, networkFailures: network }
    },
    async take(trier) {
      const untilMs = monotonicMs() + WAIT_MAX_MS
      for (let waitMs = WAIT_FIRST_MS; ; waitMs = Math.min(waitMs * 2, WAIT_STEP_MAX_MS)) {
        const slot = await takeSlots(trier).catch((error: unknown) => givenBack(refund(trier), error))
        if (slot !== 'held') return slot === 'granted'
        if (monotonicMs() > untilMs) throw identityProblem('busy', { retryAfterSeconds: 2 })
        await sleep(waitMs * (0.5 + Math.random()))
      }
    },
    async fail(trier) {
      const { near, far, network, taker } = keysOf(trier)
      await tally(NETWORK, network)
      const isNearLocked = await failOne(NEAR, near, taker)
      const isFarLocked = trier.browser === null && (await failOne(FAR, far, taker))
      return isNearLocked || isFarLocked
    },
    succeed: async (trier, tx) => void (await (tx === null ? db.raw : tx.later)(SUCCEED, slotsOf(trier))),
    refund,
    unlock: async (trier, lockKey) =>
      void (await db.raw(DELETE, [[nearKey(trier), ...(lockKey === null ? [] : [lockKey])]])),
    lockKey: nearKey,
    forget: async (account, tx) => void (await tx.raw(DELETE, [[farKey(account)]])),
    takeMail: async (purpose, account) => (await tally(MAIL, keyOf(MAIL, purpose, account))) <= MAIL.limit,
    countUse: (form, ip) => tally(USE, networkKey(USE, ip, form)),
  }
}
