import type { CaptchaSettings } from '../../kernel/config/captcha.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { PasswordCost } from './password-cost.ts'
import type { Pepper } from './password-peppers.ts'

export interface IdentityConfig {
  /** Where users reach the server: every link in a mail starts with it, and it is the issuer of access tokens. */
  readonly publicUrl: URL
  readonly productName: string
  /** Further origins whose pages may call with cookies. */
  readonly allowedOrigins: readonly string[]
  /** True over https: cookies get their prefixes and Secure. */
  readonly cookieSecure: boolean
  /** Keys for access tokens, EC P-256 or RSA; the active one signs, all verify. */
  readonly keys: readonly { readonly kid: string; readonly privateKeyPem: Secret; readonly active: boolean }[]
  /** Keys for refresh tokens, CSRF tokens, counters, devices and captchas are derived from it. */
  readonly masterSecret: Secret
  readonly accessTokenSeconds: number
  readonly sessionAbsoluteSeconds: number
  readonly sessionIdleSeconds: number
  readonly setupLinkSeconds: number
  /** Cost of argon2id; null: measured. OWASP's floor is 19456 KiB and 2 passes. */
  readonly passwordCost: PasswordCost | null
  /** Newest first; those of the encryption keys follow. */
  readonly passwordPeppers: readonly Pepper[]
  /** Newest first. */
  readonly encryptionKeys: readonly Pepper[]
  readonly captcha: {
    readonly settings: CaptchaSettings
    /** False where limits by address are off: then only failures on an account ask for one. */
    readonly countsNetworks: boolean
  }
}
