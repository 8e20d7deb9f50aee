import type { Attack } from './attack.ts'
import { authorityAttacks } from './attacks/authority.ts'
import { cookieAttacks } from './attacks/cookies.ts'
import { credentialAttacks } from './attacks/credentials.ts'
import { factorAttacks } from './attacks/factors.ts'
import { federationAttacks } from './attacks/federation.ts'
import { inputAttacks } from './attacks/input.ts'
import { lockoutAttacks } from './attacks/lockout.ts'
import { oracleAttacks } from './attacks/oracles.ts'
import { otherAttacks } from './attacks/others.ts'
import { passkeyAttacks } from './attacks/passkeys.ts'
import { passwordAttacks } from './attacks/passwords.ts'
import { pathAttacks } from './attacks/paths.ts'
import { sessionAttacks } from './attacks/sessions.ts'
import { tokenAttacks } from './attacks/tokens.ts'
import { verificationAttacks } from './attacks/verification.ts'
import { webAttacks } from './attacks/web.ts'

/** Every case there is. */
export const SUITE: readonly Attack[] = [
  ...tokenAttacks,
  ...sessionAttacks,
  ...cookieAttacks,
  ...pathAttacks,
  ...oracleAttacks,
  ...lockoutAttacks,
  ...passwordAttacks,
  ...verificationAttacks,
  ...credentialAttacks,
  ...federationAttacks,
  ...factorAttacks,
  ...passkeyAttacks,
  ...authorityAttacks,
  ...otherAttacks,
  ...inputAttacks,
  ...webAttacks,
]
