import { asId } from '../../kernel/id.ts'
import type { FirstFactor } from './first-factor.ts'
import { consumeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { people } from './people.ts'
import { identityProblem } from './problems.ts'
import type { Transact } from './registration.ts'
import { completeSignIn, type SignIn } from './sign-in.ts'

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
