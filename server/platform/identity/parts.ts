import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import type { Access } from '../access/index.ts'
import { type AccessTokens, createAccessTokens } from './access-token.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import type { IdentityConfig } from './config.ts'
import { type Cookies, createCookies } from './cookies.ts'
import { type Csrf, createCsrf } from './csrf.ts'
import { type DerivedKeys, deriveKeys } from './derived-keys.ts'
import { createLiveSessions, type LiveSessions } from './live-sessions.ts'
import { createPasswordHasher, type PasswordHasher } from './password-hash.ts'

export interface IdentityDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Access
  readonly mailer: Mailer
  readonly config: IdentityConfig
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'authLogins' | 'authRefreshReuse' | 'authLockouts'>
}

/** What the unit's use cases are given. */
export interface Parts extends IdentityDeps {
  readonly keys: DerivedKeys
  readonly attempts: Attempts
  readonly hasher: PasswordHasher
  readonly tokens: AccessTokens
  readonly cookies: Cookies
  readonly csrf: Csrf
  readonly live: LiveSessions
}

export function createParts(deps: IdentityDeps): Parts {
  const { config } = deps
  const keys = deriveKeys(config.masterSecret)
  const cookies = createCookies(config.cookieSecure)
  return {
    ...deps,
    keys,
    cookies,
    attempts: createAttempts(deps.db, keys.counters),
    hasher: createPasswordHasher({ memoryKib: config.passwordMemoryKib, passes: config.passwordPasses }, keys.pepper),
    tokens: createAccessTokens(config),
    csrf: createCsrf(config, cookies, keys.csrf),
    live: createLiveSessions(deps),
  }
}
