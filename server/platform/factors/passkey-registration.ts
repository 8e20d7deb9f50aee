import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { beginChange, type Changer, type Confirmed, factorConfirmed } from './changes.ts'
import type { FactorsParts } from './parts.ts'
import { CEREMONY_SECONDS, type Ceremony, issueChallenge, useChallenge } from './passkey-challenges.ts'
import { challengeOf, expectedOrigins, passkeysOf, relyingParty, userHandle } from './passkeys.ts'
import { factorsProblem } from './problems.ts'
import type { FactorsTables } from './tables.ts'
import { webauthn } from './webauthn.ts'

const PER_PERSON_MAX = 10
/** COSE: Ed25519, ECDSA on P-256, RSA with SHA-256. */
const ALGORITHMS = [-8, -7, -257]

/** A registration belongs to the session that asked for it. */
function registrationOf({ userId, principal }: Changer): Ceremony {
  return { ceremony: 'register', userId, flow: `session:${principal.actor.sessionId}` }
}

/**
 * Options of navigator.credentials.create. A discoverable passkey is preferred, so that it may sign in alone, and not demanded, so that
 * older keys serve as second factor. Throws factors/too-many, http/assurance-too-low.
 */
export async function startPasskey(parts: FactorsParts, tx: Tx, changer: Changer): Promise<object> {
  const { userId, person } = changer
  await beginChange(parts, tx, changer)
  const known = await passkeysOf(tx, userId)
  if (known.length >= PER_PERSON_MAX) throw factorsProblem('too-many')
  return (await webauthn()).generateRegistrationOptions({
    rpName: parts.config.productName,
    rpID: relyingParty(parts),
    userName: person.email,
    userDisplayName: person.name,
    userID: userHandle(userId),
    challenge: await issueChallenge(tx, registrationOf(changer)),
    timeout: CEREMONY_SECONDS * 1000,
    attestationType: 'none',
    excludeCredentials: known.map((row) => ({ id: row.credential_id, transports: row.transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

export interface NewPasskey extends Confirmed {
  readonly id: Id<'factor'>
}

/** Takes up what the authenticator made. Null when it is no good; the challenge is used up all the same. Throws factors/too-many, http/assurance-too-low. */
export async function addPasskey(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  given: { readonly credential: RegistrationResponseJSON; readonly name: string },
): Promise<NewPasskey | null> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const challenge = challengeOf(given.credential.response.clientDataJSON)
  if (challenge === null || !(await useChallenge(tx, registrationOf(changer), challenge))) return null
  const registered = await readRegistration(parts, given.credential, challenge)
  if (registered === null) return null
  const { credential: made, userVerified } = registered
  if ((await passkeysOf(tx, userId)).length >= PER_PERSON_MAX) throw factorsProblem('too-many')
  const id = newId<'factor'>()
  const inserted = await tx
    .query<FactorsTables>()
    .insertInto('factors.passkey')
    .values({
      id,
      user_id: userId,
      name: given.name,
      credential_id: made.id,
      public_key: Buffer.from(made.publicKey),
      counter: String(made.counter),
      transports: made.transports ?? [],
      verifies_user: userVerified,
      created_at: now(),
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows !== 1n) return null
  return { id, ...(await factorConfirmed(parts, tx, changer, { method: 'passkey', factorId: id })) }
}

/** What was made, if all of it is as asked. NOTE: the library throws an Error for whatever is wrong, malformed input included. */
async function readRegistration(parts: FactorsParts, response: RegistrationResponseJSON, expectedChallenge: string) {
  try {
    if (!(await isSelfMade(response))) return null
    const { registrationInfo } = await (await webauthn()).verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: expectedOrigins(parts),
      expectedRPID: relyingParty(parts),
      requireUserVerification: false,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    return registrationInfo ?? null
  } catch {
    return null
  }
}

/** No certificates: none were asked for, and to check some means to fetch from addresses that stand in them. */
async function isSelfMade({ response }: RegistrationResponseJSON): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers')
  const attestation = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')))
  const format = attestation.get('fmt')
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined)
}
