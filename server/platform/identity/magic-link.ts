import { asId } from '../../kernel/id.ts'
import { magicLinkMail } from './credential-mails.ts'
import { parseEmail } from './email-address.ts'
import type { FirstFactor } from './first-factor.ts'
import { magicLinkPage, sendLink } from './letters.ts'
import { consumeOneTime, issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPersonByEmail, people } from './people.ts'
import { identityProblem } from './problems.ts'
import { mailVerification, type Transact } from './registration.ts'
import { completeSignIn, type SignIn } from './sign-in.ts'

const MAGIC_LINK_SECONDS = 15 * 60

/**
 * Mails a link to sign in with, if there is anybody to mail; says nothing either way. Who has not proven the address yet gets the
 * link for that instead: this one would let in whoever made the account by the password they chose.
 */
export async function sendMagicLink(parts: Parts, transact: Transact, emailText: string): Promise<void> {
  const { canonical } = parseEmail(emailText)
  const mayMail = await parts.attempts.takeMail('magic-link', canonical)
  await transact(async (tx) => {
    const person = await findPersonByEmail(tx, canonical)
    if (person === undefined || person.disabled_at !== null) return
    await tx.audit({ action: 'identity.magic-link.requested', subject: { kind: 'user', id: person.id } })
    if (!mayMail) return
    if (person.email_verified_at === null) return mailVerification(parts, tx, person)
    const secret = await issueOneTime(tx, {
      purpose: 'magic-link',
      subject: person.id,
      payload: { email: person.email_canonical, epoch: person.epoch },
      lifetimeSeconds: MAGIC_LINK_SECONDS,
    })
    await sendLink(parts, tx, person, { template: magicLinkMail, path: magicLinkPage(secret) })
  })
}

export type Redemption = Pick<FirstFactor, 'transport' | 'replaces' | 'deviceToken'> & { readonly token: string }

/** Signs in by a mailed link, once; a second factor is still asked for. Throws identity/token-invalid, identity/account-disabled. */
export async function redeemMagicLink(
  parts: Parts,
  transact: Transact,
  { token, ...carried }: Redemption,
): Promise<SignIn> {
  const signIn = await transact(async (tx) => {
    const { subject, payload } = await consumeOneTime(tx, 'magic-link', token)
    const userId = asId<'user'>(subject)
    const person = await people(tx).where('id', '=', userId).forShare().executeTakeFirst()
    const isSame = person?.email_canonical === payload.email && person?.epoch === payload.epoch
    if (!isSame) throw identityProblem('token-invalid')
    return completeSignIn(parts, tx, { userId, via: 'magic-link', aal: 1, ...carried })
  })
  parts.metrics.authLogins.inc({ method: 'magic-link', result: 'ok' })
  return signIn
}
