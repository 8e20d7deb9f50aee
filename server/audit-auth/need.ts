import type { Target } from './target.ts'

/** What a case needs beyond HTTP and a mailbox. */
export type Need =
  /** The database, to read or to age its rows. */
  | 'database'
  /** Everything that the server has printed. */
  | 'output'
  /** The private keys of access tokens. */
  | 'signing-keys'
  /** An instance that believes our X-Forwarded-For, so that requests come from different networks. */
  | 'networks'
  /** An administrator's credentials. */
  | 'administrator'
  /** An OpenID provider in our hands that the instance is set up with. */
  | 'provider'

/** Why each need may be unmet, as the table says it. */
const UNMET: Readonly<Record<Need, string>> = {
  database: 'needs the database, to read or age its rows: --database',
  output: 'needs what the server printed: --log',
  'signing-keys': 'needs the private keys of access tokens: --jwt-keys',
  networks:
    'needs requests from several networks: --forwarded, at an instance whose TRUSTED_PROXIES names this machine',
  administrator: 'needs an administrator: --admin',
  provider: 'needs an evil OpenID provider that the instance is set up with: --provider',
}

/** Why a target does not meet a need; null when it does. */
export function unmet(need: Need, target: Target): string | null {
  const has: Readonly<Record<Need, boolean>> = {
    database: target.query !== null,
    output: target.output !== null,
    'signing-keys': target.signingKeys.length > 0,
    networks: target.forwarded,
    administrator: target.administrator !== null,
    provider: target.provider !== null,
  }
  return has[need] ? null : UNMET[need]
}
