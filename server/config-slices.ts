import type { Config } from './kernel/config/config.ts'
import { parseMailbox } from './kernel/mail/address.ts'

const DAY_SECONDS = 24 * 3600

/** What kernel/mail needs of the configuration. Throws mail/bad-address when EMAIL_FROM is none. */
export function mailConfig(config: Config) {
  return {
    from: parseMailbox(config.mail.from),
    smtpUrl: config.mail.smtpUrl,
    mailboxDir: config.mail.mailboxDir,
    encryptionKeys: config.keys.encryption,
    productName: 'Plinth',
    publicUrl: config.server.publicUrl,
    development: config.mode !== 'production',
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
    passwordMemoryKib: config.identity.passwordMemoryKib,
    passwordPasses: config.identity.passwordPasses,
  }
}
