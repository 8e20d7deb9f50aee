import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FactorsTables } from './tables.ts'

/** How long a person has for the dialogue of browser and authenticator. */
export const CEREMONY_SECONDS = 5 * 60
const CHALLENGE_BYTES = 32

/** What a challenge is for: it is no good in another ceremony, for another person, or in another flow. */
export interface Ceremony {
  readonly ceremony: 'register' | 'second-factor' | 'sign-in'
  /** Null for a sign-in: who it is comes with the answer. */
  readonly userId: Id<'user'> | null
  readonly flow: string
}

/** Makes a challenge of 256 random bits: only its hash is kept. */
export async function issueChallenge(tx: Tx, { ceremony, userId, flow }: Ceremony): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(CHALLENGE_BYTES))
  const row = { hash: hashOf(challenge), ceremony, user_id: userId, flow, expires_at: inSeconds(CEREMONY_SECONDS) }
  await tx
    .query<FactorsTables>()
    .insertInto('factors.passkey_challenge')
    .values({ ...row, used_at: null })
    .execute()
  return challenge
}

/** Uses a challenge up, as it stands in the client data of an answer; false for one that is unknown, used, lapsed or for something else. */
export async function useChallenge(tx: Tx, { ceremony, userId, flow }: Ceremony, challenge: string): Promise<boolean> {
  const rows = await tx.raw(
    `UPDATE factors.passkey_challenge SET used_at = $5
      WHERE hash = $1 AND ceremony = $2 AND user_id IS NOT DISTINCT FROM $3 AND flow = $4 AND used_at IS NULL AND expires_at > $5
      RETURNING 1`,
    [hashOf(Buffer.from(challenge, 'base64url')), ceremony, userId, flow, now()],
  )
  return rows.length === 1
}

function hashOf(challenge: Uint8Array): Buffer {
  return createHash('sha256').update(challenge).digest()
}

/** Ends the ceremonies that a person has begun. */
export async function dropChallenges(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.passkey_challenge').where('user_id', '=', userId).execute()
}

/** Removes challenges that are over. */
export async function purgeChallenges(tx: Tx): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.passkey_challenge').where('expires_at', '<', now()).execute()
}
