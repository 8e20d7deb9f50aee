import type { BlobStore } from './kernel/blob/blob-store.ts'
import type { CaptchaSettings } from './kernel/config/captcha.ts'
import type { Config } from './kernel/config/config.ts'
import { LOOPBACK } from './kernel/config/payments.ts'
import type { ConsoleOrigins } from './kernel/http/console-files.ts'
import { parseMailbox } from './kernel/mail/address.ts'

const DAY_SECONDS = 24 * 3600

/** What kernel/mail needs of the configuration. Throws mail/bad-address when EMAIL_FROM is none. */
export function mailConfig(config: Config) {
  return {
    from: parseMailbox(config.mail.from),
    carrier: config.mail.carrier,
    mailboxDir: config.mail.mailboxDir,
    reportKeys: config.mail.reportKeys,
    returned: config.mail.returned,
    encryptionKeys: config.keys.encryption,
    productName: 'Plinth',
    publicUrl: config.server.publicUrl,
    development: config.mode !== 'production',
    smsInMailbox: config.sms.twilio === null,
  }
}

/** What kernel/sms needs of the configuration. */
export function smsConfig(config: Config) {
  return {
    ...config.sms,
    mailboxDir: config.mail.mailboxDir,
    development: config.mode !== 'production',
    encryptionKeys: config.keys.encryption,
    masterSecret: config.keys.sessionSecret,
  }
}

/** What platform/identity needs of the configuration. */
export function identityConfig(config: Config) {
  return {
    publicUrl: config.server.publicUrl,
    productName: 'Plinth',
    allowedOrigins: config.server.allowedOrigins,
    cookieSecure: config.server.publicUrl.protocol === 'https:',
    keys: config.keys.signing,
    masterSecret: config.keys.sessionSecret,
    accessTokenSeconds: 600,
    sessionAbsoluteSeconds: 30 * DAY_SECONDS,
    sessionIdleSeconds: 7 * DAY_SECONDS,
    setupLinkSeconds: DAY_SECONDS,
    ...config.identity.passwords,
    encryptionKeys: config.keys.encryption,
    captcha: {
      settings: config.identity.captcha,
      countsNetworks: config.server.rateLimits,
    },
  }
}

/** What platform/factors needs of the configuration. */
export function factorsConfig(config: Config) {
  return {
    publicUrl: config.server.publicUrl,
    productName: 'Plinth',
    allowedOrigins: config.server.allowedOrigins,
    masterSecret: config.keys.sessionSecret,
  }
}

/** What platform/settings needs of the configuration. */
export function settingsConfig({ config, version }: { readonly config: Config; readonly version: string }) {
  const { settings: layers, inspection, products } = config
  return { layers, inspection, products, version }
}

/** What platform/federation needs of the configuration. */
export function federationConfig(config: Config) {
  return {
    publicUrl: config.server.publicUrl,
    productName: 'Plinth',
    cookieSecure: config.server.publicUrl.protocol === 'https:',
    masterSecret: config.keys.sessionSecret,
    providers: config.signInProviders,
  }
}

const CAPTCHA_ORIGINS = {
  altcha: [],
  turnstile: ['https://challenges.cloudflare.com'],
  hcaptcha: ['https://hcaptcha.com', 'https://*.hcaptcha.com'],
} as const

/** What Stripe.js needs: https://docs.stripe.com/security/guide#content-security-policy */
const STRIPE_ORIGINS = {
  scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  connects: ['https://api.stripe.com'],
} as const

/** Where cards are entered: nowhere without Stripe, at a stand-in on this machine, or in Stripe's own frames. */
function cardOrigins({ stripe }: Config['payments']) {
  if (stripe === null) return { scripts: [], frames: [], connects: [] }
  const { hostname, origin } = stripe.apiBase
  return LOOPBACK.has(hostname) ? { scripts: [], frames: [], connects: [origin] } : STRIPE_ORIGINS
}

/** What the console's pages may use: the captcha service that was chosen, the store that takes uploads itself, the card form. */
export function consoleOrigins(
  config: Config,
  { direct }: Pick<BlobStore, 'direct'>,
  captcha: CaptchaSettings['provider'],
): ConsoleOrigins {
  const cards = cardOrigins(config.payments)
  return {
    embeds: CAPTCHA_ORIGINS[captcha],
    ...cards,
    connects: [...(direct === null ? [] : [direct.origin]), ...cards.connects],
  }
}
