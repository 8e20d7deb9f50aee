import type { Tx } from '../../kernel/db/database.ts'
import type { FactorMethod } from '../factors/index.ts'
import { type Due, dueAtSignIn } from './assurance.ts'
import { FIRST_AMR, type FirstFactor } from './first-factor.ts'
import { sendNotice } from './letters.ts'
import { newDeviceMail } from './mails.ts'
import { type OpenedChallenge, openChallenge } from './mfa-challenge.ts'
import type { Parts } from './parts.ts'
import { type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import { endSession, type SessionCore, startSession } from './sessions.ts'

/** A person's row, and whether the device signing in is a new one where that was asked with it. */
export type PersonAtDevice = Person & { readonly is_new_device?: boolean }

/** A session, or what is still asked for before there is one. */
export type SignIn =
  | {
      readonly kind: 'session'
      readonly session: SessionCore
      /** The next value of the trusted-browser cookie, when there is one. */
      readonly deviceToken?: string | undefined
    }
  | ({ readonly kind: 'challenge'; readonly methods: readonly FactorMethod[] } & OpenedChallenge)

/**
 * The end of every way in. A person with a second factor gets a challenge, unless the proof was of two factors, or the browser is
 * trusted and no role demands more. Throws identity/account-disabled and identity/email-unverified: whoever calls has proven the
 * person, so these tell nothing to strangers. `held` is the person's row when `tx` already holds it against changes.
 */
export async function completeSignIn(parts: Parts, tx: Tx, proof: FirstFactor, held?: PersonAtDevice): Promise<SignIn> {
  const person: PersonAtDevice | undefined =
    held ?? (await people(tx).where('id', '=', proof.userId).forShare().executeTakeFirst())
  if (person === undefined || person.erased_at !== null) throw identityProblem('invalid-credentials')
  if (person.disabled_at !== null) throw identityProblem('account-disabled')
  if (person.email_verified_at === null) throw identityProblem('email-unverified')
  const amr = FIRST_AMR[proof.via]
  const { methods, trustCounts } = await dueOf(parts, tx, proof)
  const deviceToken = trustCounts ? await nextDeviceToken(parts, tx, proof) : null
  if (methods.length > 0 && deviceToken === null)
    return { kind: 'challenge', methods, ...(await openChallenge(tx, { ...proof, epoch: person.epoch, amr })) }
  const session = await beginSession(parts, tx, { ...proof, amr: [amr], person })
  return { kind: 'session', session, deviceToken: deviceToken ?? undefined }
}

/** The facts are read in the transaction that starts the session, so that no change slips in between. */
async function dueOf(parts: Parts, tx: Tx, { userId, via, aal }: FirstFactor): Promise<Due> {
  const methods = await parts.factors.methodsOf(tx, userId)
  const demanded = methods.length > 0 && (await parts.access.mfaRequired(tx, userId))
  return dueAtSignIn({ via, aal, methods, demanded })
}

async function nextDeviceToken(parts: Parts, tx: Tx, { userId, deviceToken }: FirstFactor): Promise<string | null> {
  return deviceToken === undefined ? null : parts.factors.useDevice(tx, { userId, deviceToken })
}

type Beginning = Pick<FirstFactor, 'aal' | 'transport' | 'replaces'> & {
  readonly amr: readonly string[]
  /** Held against changes until the transaction ends. */
  readonly person: PersonAtDevice
}

/** Starts the session of a person who has proven all that is due; the session it replaces ends, and a new device is told of. */
export async function beginSession(parts: Parts, tx: Tx, beginning: Beginning): Promise<SessionCore> {
  const { person, replaces, ...proven } = beginning
  if (replaces !== null) await endSession(tx, parts.live, replaces, 'replaced')
  const session = await startSession(tx, parts.config, {
    ...proven,
    userId: person.id,
    epoch: person.epoch,
    isNewDevice: person.is_new_device,
  })
  parts.live.begun({ ...session, person })
  if (session.isNewDevice) await sendNotice(parts, tx, person, newDeviceMail)
  return session
}
