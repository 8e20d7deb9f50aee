import { federationProblem } from './problems.ts'
import type { Profile } from './provider.ts'

/** What a provider says of a person, in an ID token, at its userinfo endpoint or in its API. */
export type Claims = Readonly<Record<string, unknown>>

const SUBJECT_MAX = 255
const EMAIL_MAX = 320
const NAME_MAX = 80
/** Control, format and bidirectional characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** A name stands in mails: none becomes a link there. */
const LINK = /:\/\/|www\./i

/** A claim as text; null when it is anything else. */
function textClaim(value: unknown, max: number): string | null {
  return typeof value === 'string' && value !== '' && value.length <= max ? value : null
}

/** The account at the provider. Throws federation/proof-invalid for a subject that cannot be one. */
export function subjectOf(value: unknown): string {
  const subject = textClaim(value, SUBJECT_MAX)
  if (subject === null || subject.replace(UNSEEN, '') !== subject) throw federationProblem('proof-invalid')
  return subject
}

/** One line fit to be shown; null when nothing of it is left. */
export function nameOf(value: unknown): string | null {
  const name =
    typeof value === 'string' ? value.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim().slice(0, NAME_MAX).trim() : ''
  return name === '' || LINK.test(name) || !name.isWellFormed() ? null : name
}

/**
 * The address, and whether the provider vouches for it. Sources that name different addresses contradict each other: throws
 * federation/proof-invalid. `email_verified` counts as the boolean true only, and only when no source says otherwise.
 */
export function emailOf(sources: readonly Claims[]): Pick<Profile, 'email' | 'emailProven'> {
  const naming = sources.filter(({ email }) => email !== undefined && email !== null)
  const addresses = new Set(naming.map(({ email }) => String(email).toLowerCase()))
  if (addresses.size > 1) throw federationProblem('proof-invalid', { detail: 'It names two different addresses.' })
  const words = naming.map(({ email_verified: word }) => word).filter((word) => word !== undefined)
  const email = textClaim(naming[0]?.email, EMAIL_MAX)
  return { email, emailProven: email !== null && words.length > 0 && words.every((word) => word === true) }
}
