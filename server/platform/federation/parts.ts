import type { KeyObject } from 'node:crypto'
import type { Secret } from '../../kernel/config/secret.ts'
import type { SignInProvider } from '../../kernel/config/sign-in-providers.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import type { Factors } from '../factors/index.ts'
import type { Identity } from '../identity/index.ts'
import { type BrowserCookie, createBrowserCookie } from './browser-cookie.ts'
import { flowKey } from './flow.ts'
import { createGithubProvider } from './github-provider.ts'
import { createOpenIdProvider } from './openid-provider.ts'
import { federationProblem } from './problems.ts'
import type { Provider } from './provider.ts'

export interface FederationConfig {
  /** The way back from a provider begins with it. */
  readonly publicUrl: URL
  readonly productName: string
  readonly cookieSecure: boolean
  readonly masterSecret: Secret
  readonly providers: readonly SignInProvider[]
}

export interface FederationDeps {
  readonly db: Db
  readonly identity: Identity
  /** Whether somebody without an account gets one. */
  readonly isRegistrationOpen: () => boolean
  readonly factors: Factors
  readonly mailer: Mailer
  readonly log: Logger
  readonly metrics: Pick<Metrics, 'authLogins'>
  readonly config: FederationConfig
}

/** What the unit's use cases are given. */
export interface Parts extends FederationDeps {
  readonly providers: readonly Provider[]
  readonly key: KeyObject
  readonly browser: BrowserCookie
}

export function createParts(deps: FederationDeps): Parts {
  const { providers, masterSecret, cookieSecure } = deps.config
  return {
    ...deps,
    providers: providers.map((one) => (one.kind === 'github' ? createGithubProvider(one) : createOpenIdProvider(one))),
    key: flowKey(masterSecret),
    browser: createBrowserCookie(cookieSecure),
  }
}

/** Throws federation/unknown-provider. */
export function providerOf({ providers }: Pick<Parts, 'providers'>, id: string): Provider {
  const provider = providers.find((one) => one.id === id)
  if (provider === undefined) throw federationProblem('unknown-provider')
  return provider
}

/** Title of a provider, of one that is no longer configured its id. */
export function titleOf({ providers }: Pick<Parts, 'providers'>, id: string): string {
  return providers.find((one) => one.id === id)?.title ?? id
}

/** Where the provider sends the browser back to. */
export function redirectUri({ config }: Pick<Parts, 'config'>, id: string): URL {
  return new URL(`/api/auth/oauth/${id}/callback`, config.publicUrl)
}
