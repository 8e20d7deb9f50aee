import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import type { FirstFactor, SignIn } from '../identity/index.ts'
import { findIdentity, type LinkedIdentity, refreshIdentity } from './linked-identities.ts'
import { link } from './linking.ts'
import type { Parts } from './parts.ts'
import { federationProblem } from './problems.ts'
import type { Profile } from './provider.ts'

export interface Proven {
  readonly provider: string
  readonly profile: Profile
  /** What the browser holds already. */
  readonly carried: Pick<FirstFactor, 'replaces' | 'deviceToken'>
}

/**
 * Signs in whom a provider proved: by a link, or by the address that it vouches for. Throws federation/link-required when neither is
 * there, and what identity's signIn throws.
 */
export async function signInByProfile(parts: Parts, tx: Tx, { provider, profile, carried }: Proven): Promise<SignIn> {
  const known = await findIdentity(tx, profile)
  const userId =
    known === undefined ? await admit(parts, tx, provider, profile) : await recognise(parts, tx, known, profile)
  return parts.identity.signIn(tx, { userId, via: 'oauth', aal: 1, transport: 'cookie', ...carried })
}

async function recognise(parts: Parts, tx: Tx, known: LinkedIdentity, profile: Profile): Promise<Id<'user'>> {
  await refreshIdentity(tx, known.id, profile)
  const { user_id: userId, name: from } = known
  if (from !== null && profile.name !== null && from !== profile.name)
    await parts.identity.followName(tx, { userId, from, to: profile.name })
  return userId
}

/** The account of an address that the provider vouches for, made when there is none; linked for the next time. */
async function admit(parts: Parts, tx: Tx, provider: string, profile: Profile): Promise<Id<'user'>> {
  const { email, emailProven, newcomersOnly = false } = profile
  if (email === null || !emailProven) throw federationProblem('link-required')
  const name = profile.name ?? email.slice(0, email.indexOf('@')).slice(0, 80)
  const made = await register(parts, tx, { email, name, provider })
  const person =
    made === null ? await parts.identity.personByEmail(tx, email) : await parts.identity.personById(tx, made)
  if (person === null) throw federationProblem('link-required')
  if (newcomersOnly && made === null && person.email_verified_at !== null) throw federationProblem('link-required')
  // What the maker of an account that nobody had proven still had is gone before the link is made.
  if (person.email_verified_at === null) await parts.identity.handOver(tx, { userId: person.id, name, by: provider })
  await link(parts, tx, { userId: person.id, provider, profile }, made === null)
  return person.id
}

/** Null when the address has an account. An address that cannot be written to is no reason to admit anybody. */
async function register(
  parts: Parts,
  tx: Tx,
  { email, name, provider }: { email: string; name: string; provider: string },
) {
  if (!parts.isRegistrationOpen() && (await parts.identity.personByEmail(tx, email)) === null)
    throw federationProblem('registration-closed')
  try {
    return await parts.identity.createPerson(tx, { email, name, passwordHash: null, by: provider })
  } catch (cause) {
    if (cause instanceof Problem && cause.code === 'identity/bad-email')
      throw federationProblem('link-required', { cause })
    throw cause
  }
}
