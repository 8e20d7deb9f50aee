import { createHmac, randomInt } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FactorsParts } from './parts.ts'
import type { FactorsTables } from './tables.ts'

const DIGITS = 6
/** How long a code is good for (OWASP ASVS 6.5.5: ten minutes at most). */
export const CODE_SECONDS = 10 * 60
const TRIES_MAX = 5
/** Codes sent in one flow until it lapses; the newest is the one that is good. */
const SENDS_MAX = 3
const HOUR_SECONDS = 60 * 60

/** Codes of all flows of a person in an hour. A first factor came before each, so this keeps a thief of passwords from sending many. */
const HOURLY_MAX = { sms: 5, email: 5 } as const

export type SentMethod = keyof typeof HOURLY_MAX

/** What a code belongs to: it is wrong anywhere else. */
export interface CodeOwner {
  readonly method: SentMethod
  readonly userId: Id<'user'>
  /** `challengeFlow` or `enrolmentFlow`. */
  readonly flow: string
}

export const challengeFlow = (challengeId: string): string => `challenge:${challengeId}`
export const enrolmentFlow = (factorId: Id<'factor'>): string => `enrolment:${factorId}`

type Keys = Pick<FactorsParts, 'keys'>

const RESERVE = `
  INSERT INTO factors.sent_code AS held (method, user_id, flow, hash, expires_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (method, user_id, flow) DO UPDATE SET
    sends = CASE WHEN held.expires_at <= $6 THEN 1 ELSE held.sends + 1 END,
    tries = CASE WHEN held.expires_at <= $6 THEN 0 ELSE held.tries END
    WHERE held.used_at IS NULL AND (held.expires_at <= $6 OR (held.sends < ${SENDS_MAX} AND held.tries < ${TRIES_MAX}))
  RETURNING sends`

const COUNT = `
  INSERT INTO factors.send_count AS held (method, user_id, count, ends_at) VALUES ($1, $2, 1, $3)
  ON CONFLICT (method, user_id) DO UPDATE SET
    count = CASE WHEN held.ends_at <= $4 THEN 1 ELSE least(held.count + 1, 1000000) END,
    ends_at = CASE WHEN held.ends_at <= $4 THEN excluded.ends_at ELSE held.ends_at END
  RETURNING count`

/**
 * Makes a code and hands it to `deliver`, which says whether it was sent; the former one of the flow dies only then. Nothing happens
 * when enough were sent in the flow or within the hour: callers answer as if one was.
 */
export async function sendCode(
  parts: Keys,
  tx: Tx,
  owner: CodeOwner,
  deliver: (code: string) => Promise<boolean>,
): Promise<void> {
  const { method, userId, flow } = owner
  const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
  const hash = hashOf(parts, owner, code)
  const reserved = await tx.raw(RESERVE, [method, userId, flow, hash, inSeconds(CODE_SECONDS), now()])
  if (reserved.length === 0) return
  const [counted] = await tx.raw<{ count: number }>(COUNT, [method, userId, inSeconds(HOUR_SECONDS), now()])
  if (counted === undefined || counted.count > HOURLY_MAX[method]) return
  if (!(await deliver(code))) return
  await tx
    .query<FactorsTables>()
    .updateTable('factors.sent_code')
    .set({ hash, expires_at: inSeconds(CODE_SECONDS) })
    .where('method', '=', method)
    .where('user_id', '=', userId)
    .where('flow', '=', flow)
    .execute()
}

const USE = `
  UPDATE factors.sent_code SET tries = tries + 1, used_at = CASE WHEN hash = $4 THEN $5::timestamptz END
   WHERE method = $1 AND user_id = $2 AND flow = $3 AND used_at IS NULL AND expires_at > $5 AND tries < ${TRIES_MAX}
  RETURNING used_at IS NOT NULL AS is_right`

/** True when it is the flow's newest code: one statement counts the try, compares and uses it up, so that of any number at once one is told true. */
export async function useCode(parts: Keys, tx: Tx, owner: CodeOwner, code: string): Promise<boolean> {
  const hash = hashOf(parts, owner, code.replace(/\s/g, ''))
  const { method, userId, flow } = owner
  const rows = await tx.raw<{ is_right: boolean }>(USE, [method, userId, flow, hash, now()])
  return rows[0]?.is_right === true
}

/** Ends the codes on their way to a person. */
export async function dropCodes(tx: Tx, method: SentMethod, userId: Id<'user'>): Promise<void> {
  await tx
    .query<FactorsTables>()
    .deleteFrom('factors.sent_code')
    .where('method', '=', method)
    .where('user_id', '=', userId)
    .execute()
}

function hashOf({ keys }: Keys, { method, userId, flow }: CodeOwner, code: string): Buffer {
  return createHmac('sha256', keys.code).update([method, userId, flow, code].join('\n')).digest()
}

/** Removes codes and counters that are over. */
export async function purgeCodes(tx: Tx): Promise<void> {
  const query = tx.query<FactorsTables>()
  await query.deleteFrom('factors.sent_code').where('expires_at', '<', inSeconds(-HOUR_SECONDS)).execute()
  await query.deleteFrom('factors.send_count').where('ends_at', '<', now()).execute()
}
