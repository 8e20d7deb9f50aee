import { type AskedLetter, enqueueAskedLetter } from './asked-letters.jobs.ts'
import { parseEmail } from './email-address.ts'
import type { Parts } from './parts.ts'
import { findPersonByEmail } from './people.ts'
import type { Transact } from './registration.ts'
import { addressSubject } from './trail-subject.ts'

const ASKED = {
  reset: 'identity.password.reset-requested',
  'magic-link': 'identity.magic-link.requested',
  verify: 'identity.user.verification-requested',
}

/**
 * Mails what is asked for at an address, if there is anybody to mail; says nothing either way, in no more time. A newer link ends the
 * older. Throws identity/bad-email.
 */
export async function askForLetter(
  parts: Parts,
  transact: Transact,
  asked: AskedLetter & { readonly letter: keyof typeof ASKED },
  emailText: string,
): Promise<void> {
  const { letter } = asked
  const { canonical } = parseEmail(emailText)
  if (!(await parts.attempts.takeMail(letter, canonical))) return
  await transact(async (tx) => {
    const person = await findPersonByEmail(tx, canonical)
    await tx.audit({ action: ASKED[letter], subject: addressSubject(parts, canonical, person?.id) })
    await enqueueAskedLetter(parts, tx, asked, person)
  })
}
