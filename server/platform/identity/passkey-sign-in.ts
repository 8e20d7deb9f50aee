import { createHash } from 'node:crypto'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { newId } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import type { FirstFactor } from './first-factor.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { completeSignIn, type SignIn } from './sign-in.ts'

export interface PasskeyOffer {
  /** For navigator.credentials.get. */
  readonly options: object
  /** Goes back with the answer. */
  readonly challenge: string
}

/** Begins a sign-in by passkey alone; whoever it is, the answer is alike. */
export async function offerPasskey(parts: Parts, transact: Transact): Promise<PasskeyOffer> {
  const challenge = newId<'challenge'>()
  return transact(async (tx) => ({ options: await parts.factors.passkeySignInOptions(tx, challenge), challenge }))
}

export interface PasskeyAnswer extends Pick<FirstFactor, 'transport' | 'replaces' | 'deviceToken'> {
  readonly challenge: string
  readonly credential: { readonly id: string }
}

/**
 * Signs in by a passkey. One that made sure of its person (PIN, finger, face) is two factors; else it is a first one, and another has
 * to follow. Throws identity/passkey-refused, identity/passkey-unverified, and as completeSignIn.
 */
export async function signInByPasskey(parts: Parts, transact: Transact, answer: PasskeyAnswer): Promise<SignIn> {
  const result = await transact(async (tx) => {
    const proven = await parts.factors.proveByPasskey(tx, answer.challenge, answer.credential)
    if (proven === null) {
      await auditRefusal(tx, { kind: 'credential', id: fingerprint(answer.credential.id) }, 'wrong')
      return identityProblem('passkey-refused')
    }
    const { userId, userVerified } = proven
    if (userVerified || (await hasAnother(parts, tx, userId)))
      return complete(parts, tx, { ...answer, userId, via: 'passkey', aal: userVerified ? 2 : 1 })
    await auditRefusal(tx, { kind: 'user', id: userId }, 'unverified')
    return identityProblem('passkey-unverified')
  })
  const refused = result instanceof Problem
  parts.metrics.authLogins.inc({ method: 'passkey', result: refused ? 'refused' : 'ok' })
  if (refused) throw result
  return result
}

/** A closed account is told so only after the transaction, which keeps that the challenge is used up. */
async function complete(parts: Parts, tx: Tx, proof: FirstFactor): Promise<SignIn | Problem> {
  try {
    return await completeSignIn(parts, tx, proof)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await auditRefusal(tx, { kind: 'user', id: proof.userId }, 'closed')
    return error
  }
}

async function hasAnother(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<boolean> {
  const methods = await parts.factors.methodsOf(tx, userId)
  return methods.some((method) => method !== 'passkey' && method !== 'backup')
}

function auditRefusal(tx: Tx, subject: { kind: string; id: string }, reason: string): Promise<void> {
  return tx.audit({ action: 'identity.login.refused', subject, details: { via: 'passkey', reason } })
}

function fingerprint(credentialId: string): string {
  return createHash('sha256').update(credentialId).digest('hex').slice(0, 32)
}
