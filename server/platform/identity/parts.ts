import type { CaptchaSettings } from '../../kernel/config/captcha.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import type { Access } from '../access/index.ts'
import type { Factors } from '../factors/index.ts'
import { type AccessTokens, createAccessTokens } from './access-token.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import { type Captcha, createCaptcha } from './captcha.ts'
import { type CompromisedKeys, createCompromisedKeys } from './compromised-keys.ts'
import type { IdentityConfig } from './config.ts'
import { type Cookies, createCookies } from './cookies.ts'
import { type Csrf, createCsrf } from './csrf.ts'
import { type DerivedKeys, deriveKeys } from './derived-keys.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { createLiveSessions, type LiveSessions } from './live-sessions.ts'
import { createPasswordHasher, type PasswordHasher } from './password-hash.ts'
import { passwordPeppers } from './password-peppers.ts'
import { createStrengthMeter, type StrengthMeter } from './password-strength.ts'
import type { UnitsAbove } from './units-above.ts'

export interface IdentityDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Access
  readonly factors: Factors
  readonly mailer: Mailer
  /** What the trail holds about a person, as that person may see it. */
  readonly securityEvents: (
    userId: Id<'user'>,
    query: { readonly limit?: number; readonly cursor?: string },
  ) => Promise<{ items: readonly object[]; nextCursor: string | null }>
  /** Whether strangers may make accounts. */
  readonly isRegistrationOpen: () => boolean
  /** Who is asked whether a person is there; what the configuration says when absent. */
  readonly captcha?: () => Promise<CaptchaSettings>
  readonly config: IdentityConfig
  readonly log: Logger
  readonly metrics: Pick<
    Metrics,
    'authLogins' | 'authRefreshReuse' | 'authLockouts' | 'authPasswordHashes' | 'authCaptchas'
  >
}

/** What the unit's use cases are given. */
export interface Parts extends Omit<IdentityDeps, 'captcha'> {
  readonly keys: DerivedKeys
  readonly attempts: Attempts
  readonly hasher: PasswordHasher
  readonly strength: StrengthMeter
  readonly captcha: Captcha
  readonly ring: KeyRing
  readonly compromised: CompromisedKeys
  readonly tokens: AccessTokens
  readonly cookies: Cookies
  readonly csrf: Csrf
  readonly live: LiveSessions
  readonly above: UnitsAbove
}

export function createParts(deps: IdentityDeps): Parts {
  const { config } = deps
  const keys = deriveKeys(config.masterSecret)
  const cookies = createCookies(config.cookieSecure)
  const ring = createKeyRing(config.keys)
  return {
    ...deps,
    keys,
    cookies,
    attempts: createAttempts(deps.db, keys.counters),
    hasher: createPasswordHasher({
      cost: config.passwordCost,
      peppers: passwordPeppers(config.passwordPeppers, config.encryptionKeys, keys),
      onHash: () => deps.metrics.authPasswordHashes.inc(),
    }),
    strength: createStrengthMeter(deps.log),
    captcha: createCaptcha({
      ...{ db: deps.db, log: deps.log, metrics: deps.metrics },
      key: keys.captcha,
      hostname: config.publicUrl.hostname,
      settings: deps.captcha ?? (async () => config.captcha.settings),
    }),
    ring,
    compromised: createCompromisedKeys(deps, ring),
    tokens: createAccessTokens(config, ring),
    csrf: createCsrf(config, cookies, keys.csrf),
    live: createLiveSessions(deps),
    above: { waysIn: [], takeBack: [] },
  }
}
