import type { Attack } from './attack.ts'
import { applicationAttacks } from './attacks/applications.ts'
import { authorityAttacks } from './attacks/authority.ts'
import { bombingAttacks } from './attacks/bombing.ts'
import { cookieAttacks } from './attacks/cookies.ts'
import { credentialAttacks } from './attacks/credentials.ts'
import { dumpAttacks } from './attacks/dump.ts'
import { everyWayAttacks } from './attacks/every-way.ts'
import { factorAttacks } from './attacks/factors.ts'
import { federationAttacks } from './attacks/federation.ts'
import { inputAttacks } from './attacks/input.ts'
import { linkingAttacks } from './attacks/linking.ts'
import { loadAttacks } from './attacks/load.ts'
import { lockoutAttacks } from './attacks/lockout.ts'
import { mailedCodeAttacks } from './attacks/mailed-codes.ts'
import { oracleAttacks } from './attacks/oracles.ts'
import { otherAttacks } from './attacks/others.ts'
import { passkeyAttacks } from './attacks/passkeys.ts'
import { passwordAttacks } from './attacks/passwords.ts'
import { pathAttacks } from './attacks/paths.ts'
import { sessionAttacks } from './attacks/sessions.ts'
import { timingAttacks } from './attacks/timing.ts'
import { tokenAttacks } from './attacks/tokens.ts'
import { trailAttacks } from './attacks/trail.ts'
import { verificationAttacks } from './attacks/verification.ts'
import { weakPasswordAttacks } from './attacks/weak-passwords.ts'
import { webAttacks } from './attacks/web.ts'

/** Every case there is. */
export const SUITE: readonly Attack[] = [
  ...tokenAttacks,
  ...sessionAttacks,
  ...cookieAttacks,
  ...pathAttacks,
  ...oracleAttacks,
  ...timingAttacks,
  ...lockoutAttacks,
  ...loadAttacks,
  ...bombingAttacks,
  ...passwordAttacks,
  ...weakPasswordAttacks,
  ...verificationAttacks,
  ...credentialAttacks,
  ...federationAttacks,
  ...linkingAttacks,
  ...applicationAttacks,
  ...factorAttacks,
  ...mailedCodeAttacks,
  ...passkeyAttacks,
  ...everyWayAttacks,
  ...authorityAttacks,
  ...trailAttacks,
  ...otherAttacks,
  ...dumpAttacks,
  ...inputAttacks,
  ...webAttacks,
]
