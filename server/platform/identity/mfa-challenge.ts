import { createHash, randomBytes } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import type { FirstFactor } from './first-factor.ts'
import { consumeOneTime, hashOfSecret, issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'

export const CHALLENGE_SECONDS = 10 * 60
const TRIES_MAX = 5
const BINDING_BYTES = 16

/** What a challenge remembers of the first factor. */
export type ChallengePayload = Pick<FirstFactor, 'userId' | 'via' | 'transport' | 'replaces'> & {
  readonly amr: string
  /** The person's epoch: a password changed meanwhile ends the challenge. */
  readonly epoch: number
  /** Hash of the cookie of the browser that may answer; null with bearer transport, whose client holds everything itself. */
  readonly binding: string | null
}

export interface OpenedChallenge {
  readonly challenge: string
  /** Value of the cookie that ties the challenge to the browser. */
  readonly binding: string | null
}

function hashOfBinding(value: string): string {
  return createHash('sha256').update(value).digest('base64url')
}

/** Makes the secret that stands for a proven first factor, until a second one is proven: for ten minutes, once. */
export async function openChallenge(tx: Tx, proven: Omit<ChallengePayload, 'binding'>): Promise<OpenedChallenge> {
  const { userId, via, transport, replaces, amr, epoch } = proven
  const binding = transport === 'cookie' ? randomBytes(BINDING_BYTES).toString('base64url') : null
  const hash = binding === null ? null : hashOfBinding(binding)
  const payload: ChallengePayload = { userId, via, transport, replaces, amr, epoch, binding: hash }
  await tx.audit({ action: 'identity.mfa.challenged', subject: { kind: 'user', id: userId }, details: { via } })
  // Several clients may be on their way in at once: each challenge is its own subject.
  const subject = newId<'challenge'>()
  const challenge = await issueOneTime(tx, { purpose: 'mfa', subject, payload, lifetimeSeconds: CHALLENGE_SECONDS })
  return { challenge, binding }
}

export interface Challenge {
  readonly id: string
  readonly proven: ChallengePayload
}

/** A challenge's secret with the cookie of the browser that sends it. */
export interface ChallengeSecret {
  readonly challenge: string
  readonly binding: string | undefined
}

const LIVE = `purpose = 'mfa' AND secret_hash = $1 AND consumed_at IS NULL AND expires_at > $2 AND attempts < ${TRIES_MAX}
  AND (payload->>'binding' IS NULL OR payload->>'binding' = $3)`
const TAKE = `UPDATE identity.one_time SET attempts = attempts + 1 WHERE ${LIVE} RETURNING subject, payload`
const PEEK = `SELECT subject, payload FROM identity.one_time WHERE ${LIVE}`

/**
 * Takes one of the five tries of a challenge, in a statement of its own before anything is compared. Throws
 * identity/challenge-invalid for one that is unknown, over, used up, or another browser's.
 */
export function takeTry(parts: Parts, secret: ChallengeSecret): Promise<Challenge> {
  return find(parts, TAKE, secret)
}

/** The challenge, without a try: to send a code for it. Throws as `takeTry`. */
export function peekChallenge(parts: Parts, secret: ChallengeSecret): Promise<Challenge> {
  return find(parts, PEEK, secret)
}

async function find(parts: Parts, statement: string, { challenge, binding }: ChallengeSecret): Promise<Challenge> {
  const held = binding === undefined ? null : hashOfBinding(binding)
  const rows = await parts.db.raw<{ subject: string; payload: ChallengePayload }>(statement, [
    hashOfSecret(challenge),
    now(),
    held,
  ])
  const row = rows[0]
  if (row === undefined) throw identityProblem('challenge-invalid', { refused: 'challenge' })
  return { id: row.subject, proven: row.payload }
}

/** Whose challenge this is or was; null for none. */
export async function whoseChallenge(tx: Tx, challenge: string): Promise<Id<'user'> | null> {
  const rows = await tx.raw<{ user_id: Id<'user'> }>(
    `SELECT payload->>'userId' AS user_id FROM identity.one_time WHERE purpose = 'mfa' AND secret_hash = $1`,
    [hashOfSecret(challenge)],
  )
  return rows[0]?.user_id ?? null
}

/** Uses the challenge up: of two right answers at once one gets the session. Throws identity/challenge-invalid. */
export async function closeChallenge(tx: Tx, challenge: string): Promise<void> {
  try {
    await consumeOneTime(tx, 'mfa', challenge)
  } catch (error) {
    throw error instanceof Problem && error.code === 'identity/token-invalid'
      ? identityProblem('challenge-invalid', { refused: 'challenge' })
      : error
  }
}
