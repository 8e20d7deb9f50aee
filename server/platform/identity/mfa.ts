import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FactorMethod } from '../factors/index.ts'
import { isProvenTwice, withSecond } from './assurance.ts'
import { sendNotice } from './letters.ts'
import { mfaLockedMail } from './mails.ts'
import { type ChallengeSecret, closeChallenge, peekChallenge, takeTry, whoseChallenge } from './mfa-challenge.ts'
import type { Parts } from './parts.ts'
import { findPerson, type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { beginSession, type SignIn } from './sign-in.ts'

/** A second factor as it comes over the wire. */
export interface SecondFactor {
  readonly method: FactorMethod
  readonly code: string | undefined
  readonly credential: unknown
}

export interface ChallengeAnswer extends SecondFactor, ChallengeSecret {
  /** Whether this browser may sign in without a second factor from now on. */
  readonly trustDevice: boolean
}

/**
 * Answers a challenge: a session at aal 2. A try is taken from the challenge and from the person before anything is compared. Throws
 * identity/challenge-invalid, identity/second-factor-wrong, factors/too-many-attempts, identity/account-disabled.
 */
export async function answerChallenge(parts: Parts, transact: Transact, answer: ChallengeAnswer): Promise<SignIn> {
  const { id: challengeId, proven } = await takeTry(parts, answer).catch(async (error: unknown) => {
    await transact((tx) => auditStray(tx, answer))
    throw error
  })
  const { userId, via } = proven
  return proveSecond(
    parts,
    transact,
    { ...answer, userId, challengeId, isUseless: isProvenTwice(via, answer.method) },
    async (tx) => {
      await closeChallenge(tx, answer.challenge)
      const person = await openAccount(tx, userId)
      if (person.epoch !== proven.epoch) throw identityProblem('challenge-invalid')
      const { transport, replaces } = proven
      const amr = withSecond([proven.amr], answer.method)
      const session = await beginSession(parts, tx, { person, transport, replaces, aal: 2, amr })
      const isTrusting = answer.trustDevice && transport === 'cookie'
      if (!isTrusting) return { kind: 'session', session }
      return { kind: 'session', session, deviceToken: await parts.factors.trustDevice(tx, userId) }
    },
  )
}

export interface Proof extends SecondFactor {
  readonly userId: Id<'user'>
  readonly challengeId: string
  /** The method adds nothing to what was proven before: it is refused, right or wrong. */
  readonly isUseless: boolean
}

/**
 * Proves a second factor within the person's tries and does `then` in the same transaction; what was presented is used up only when
 * both hold. Throws identity/second-factor-wrong, factors/too-many-attempts.
 */
export async function proveSecond<Result>(
  parts: Parts,
  transact: Transact,
  proof: Proof,
  then: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  const { userId, method, challengeId, code, credential } = proof
  const last = await parts.factors.takeAttempt(userId).catch((error: unknown) => {
    parts.metrics.authLogins.inc({ method, result: 'locked' })
    throw error
  })
  const result = await transact(async (tx) => {
    const right =
      !proof.isUseless && (await parts.factors.verify(tx, method, { userId, challengeId, code, credential }))
    if (right) return { value: await then(tx) }
    await refuse(parts, tx, { userId, method, last })
    return null
  })
  parts.metrics.authLogins.inc({ method, result: result === null ? 'refused' : 'ok' })
  if (result === null) throw identityProblem('second-factor-wrong')
  return result.value
}

/** An answer to a challenge that is over, or another browser's, is told to its person's trail; one to no challenge is nobody's. */
async function auditStray(tx: Tx, { challenge, method }: ChallengeAnswer): Promise<void> {
  const userId = await whoseChallenge(tx, challenge)
  if (userId === null) return
  const details = { method, reason: 'challenge' }
  await tx.audit({ action: 'identity.mfa.refused', subject: { kind: 'user', id: userId }, details })
}

/** Whoever gets here knew the first factor, so the owner is told when the tries are used up. */
async function refuse(
  parts: Parts,
  tx: Tx,
  { userId, method, last }: { userId: Id<'user'>; method: FactorMethod; last: boolean },
): Promise<void> {
  const action = last ? 'identity.mfa.locked' : 'identity.mfa.refused'
  await tx.audit({ action, subject: { kind: 'user', id: userId }, details: { method } })
  const person = last ? await findPerson(tx, userId) : undefined
  if (person !== undefined) await sendNotice(parts, tx, person, mfaLockedMail)
}

/** The person, held against changes by others. Throws identity/account-disabled. */
export async function openAccount(tx: Tx, userId: Id<'user'>): Promise<Person> {
  const person = await people(tx).where('id', '=', userId).forShare().executeTakeFirst()
  if (person === undefined || person.erased_at !== null) throw identityProblem('challenge-invalid')
  if (person.disabled_at !== null) throw identityProblem('account-disabled')
  return person
}

/** Sends a code for a challenge. Throws identity/challenge-invalid, factors/not-sendable. */
export async function sendForChallenge(
  parts: Parts,
  transact: Transact,
  asked: ChallengeSecret & { readonly method: 'sms' | 'email' },
): Promise<void> {
  const { id, proven } = await peekChallenge(parts, asked)
  await transact((tx) => parts.factors.send(tx, asked.method, { userId: proven.userId, challengeId: id }))
}

/** What a browser needs to ask a passkey for a challenge. Throws identity/challenge-invalid, factors/none-enrolled. */
export async function passkeyForChallenge(parts: Parts, transact: Transact, secret: ChallengeSecret): Promise<object> {
  const { id, proven } = await peekChallenge(parts, secret)
  return transact((tx) => parts.factors.passkeyOptions(tx, { userId: proven.userId, challengeId: id }))
}
