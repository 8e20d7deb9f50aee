import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { Value } from 'typebox/value'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { mailPerson } from './changes.ts'
import type { Asked, Presented } from './kind.ts'
import { passkeyCopiedMail } from './mails.ts'
import type { FactorsParts } from './parts.ts'
import { CEREMONY_SECONDS, type Ceremony, issueChallenge, useChallenge } from './passkey-challenges.ts'
import { assertionShape } from './passkey-shapes.ts'
import { challengeOf, expectedOrigins, passkeysOf, relyingParty, userHandle } from './passkeys.ts'
import type { FactorsTables } from './tables.ts'
import { webauthn } from './webauthn.ts'

/** Options of navigator.credentials.get for somebody whose first factor is known. */
export async function secondFactorOptions(
  parts: FactorsParts,
  tx: Tx,
  { userId, challengeId }: Asked,
): Promise<object> {
  const known = await passkeysOf(tx, userId)
  return (await webauthn()).generateAuthenticationOptions({
    rpID: relyingParty(parts),
    challenge: await issueChallenge(tx, { ceremony: 'second-factor', userId, flow: challengeId }),
    allowCredentials: known.map((row) => ({ id: row.credential_id, transports: row.transports })),
    timeout: CEREMONY_SECONDS * 1000,
    userVerification: 'preferred',
  })
}

/** Options of navigator.credentials.get for whoever it is: the authenticator offers what it holds for this site. */
export async function signInOptions(parts: FactorsParts, tx: Tx, flow: string): Promise<object> {
  return (await webauthn()).generateAuthenticationOptions({
    rpID: relyingParty(parts),
    challenge: await issueChallenge(tx, { ceremony: 'sign-in', userId: null, flow }),
    timeout: CEREMONY_SECONDS * 1000,
    userVerification: 'preferred',
  })
}

/** True for an answer of one of the person's passkeys to the options of this very challenge. */
export async function verifyPasskey(parts: FactorsParts, tx: Tx, presented: Presented): Promise<boolean> {
  const { userId, challengeId, credential } = presented
  const ceremony: Ceremony = { ceremony: 'second-factor', userId, flow: challengeId }
  return (await verifyAssertion(parts, tx, ceremony, credential)) !== null
}

/** Whose passkey answered, and how. */
export interface ProvenPasskey {
  readonly userId: Id<'user'>
  /** The authenticator made sure of the person, by a PIN or a finger that it had before: two factors in one. */
  readonly userVerified: boolean
}

/**
 * Checks an answer: challenge (used up by this, right or wrong), passkey and its owner, origin, relying party, presence, signature,
 * counter. Null when any is wrong. NOTE: on null the transaction commits, as the challenge is used up and a copied passkey is told of.
 */
export async function verifyAssertion(
  parts: FactorsParts,
  tx: Tx,
  ceremony: Ceremony,
  credential: unknown,
): Promise<ProvenPasskey | null> {
  if (!Value.Check(assertionShape, credential)) return null
  const challenge = challengeOf(credential.response.clientDataJSON)
  if (challenge === null || !(await useChallenge(tx, ceremony, challenge))) return null
  const passkey = await findPasskey(tx, credential.id)
  if (passkey === undefined || !isOwner(passkey.user_id, ceremony, credential)) return null
  const proven = await readAssertion(parts, credential, { challenge, passkey })
  if (proven === null) return null
  const userId = passkey.user_id
  const verifiesUser = passkey.verifies_user || (ceremony.ceremony === 'second-factor' && proven.userVerified)
  if (await advance(tx, passkey.id, { counter: proven.newCounter, verifiesUser }))
    return { userId, userVerified: proven.userVerified && verifiesUser }
  await tellCopied(parts, tx, passkey)
  return null
}

/** A second factor is of the person who is asked; a sign-in names whose it is, and must name the owner. */
function isOwner(owner: Id<'user'>, { userId }: Ceremony, { response }: AuthenticationResponseJSON): boolean {
  const handle = response.userHandle ?? null
  const isNamed = handle === Buffer.from(userHandle(owner)).toString('base64url')
  return userId === null ? isNamed : owner === userId && (handle === null || isNamed)
}

type Passkey = NonNullable<Awaited<ReturnType<typeof findPasskey>>>

/** NOTE: held against others until the transaction ends, so that the counter is compared with the newest. */
function findPasskey(tx: Tx, credentialId: string) {
  return tx
    .query<FactorsTables>()
    .selectFrom('factors.passkey')
    .select(['id', 'user_id', 'credential_id', 'public_key', 'verifies_user'])
    .where('credential_id', '=', credentialId)
    .forUpdate()
    .executeTakeFirst()
}

/** The counter is left to `advance`, which tells a copy from a forgery. NOTE: the library throws an Error for whatever is wrong. */
async function readAssertion(
  parts: FactorsParts,
  response: AuthenticationResponseJSON,
  { challenge, passkey }: { readonly challenge: string; readonly passkey: Passkey },
) {
  try {
    const { verified, authenticationInfo } = await (await webauthn()).verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: expectedOrigins(parts),
      expectedRPID: relyingParty(parts),
      requireUserVerification: false,
      credential: { id: passkey.credential_id, publicKey: new Uint8Array(passkey.public_key), counter: -1 },
    })
    return verified ? authenticationInfo : null
  } catch {
    return null
  }
}

/**
 * WebAuthn, 7.2: the counter grows, unless the authenticator keeps none. That it makes sure of its person is believed beside a first
 * factor only: whoever finds a key without a PIN may give it one.
 */
async function advance(
  tx: Tx,
  id: Id<'factor'>,
  { counter, verifiesUser }: { readonly counter: number; readonly verifiesUser: boolean },
): Promise<boolean> {
  const rows = await tx.raw(
    `UPDATE factors.passkey SET counter = $2, last_used_at = $3, verifies_user = $4
      WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2::bigint = 0)) RETURNING id`,
    [id, counter, now(), verifiesUser],
  )
  return rows.length === 1
}

/** A right signature with an old counter: there are two of the authenticator. */
async function tellCopied(parts: FactorsParts, tx: Tx, { id, user_id: userId }: Passkey): Promise<void> {
  await tx.audit({
    action: 'factors.passkey.copied',
    subject: { kind: 'user', id: userId },
    details: { factorId: id },
  })
  const person = (await parts.above().userSummaries([userId], tx)).get(userId)
  if (person !== undefined) await mailPerson(parts, tx, person, { template: passkeyCopiedMail, what: 'passkey' })
}
