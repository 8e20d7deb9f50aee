import type { Secret } from '../../kernel/config/secret.ts'

export interface IdentityConfig {
  /** Where users reach the server: every link in a mail starts with it, and it is the issuer of access tokens. */
  readonly publicUrl: URL
  readonly productName: string
  /** Further origins whose pages may call with cookies. */
  readonly allowedOrigins: readonly string[]
  /** True over https: cookies get their prefixes and Secure. */
  readonly cookieSecure: boolean
  /** Keys for access tokens, EC P-256; the active one signs, all verify. */
  readonly keys: readonly { readonly kid: string; readonly privateKeyPem: Secret; readonly active: boolean }[]
  /** Keys for refresh tokens, CSRF tokens, counters and the password pepper are derived from it. */
  readonly masterSecret: Secret
  readonly accessTokenSeconds: number
  readonly sessionAbsoluteSeconds: number
  readonly sessionIdleSeconds: number
  readonly setupLinkSeconds: number
  /** Cost of argon2id; OWASP's floor is 19456 KiB and 2 passes. */
  readonly passwordMemoryKib: number
  readonly passwordPasses: number
}
