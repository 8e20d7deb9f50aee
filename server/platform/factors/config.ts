import type { Secret } from '../../kernel/config/secret.ts'

export interface FactorsConfig {
  readonly publicUrl: URL
  readonly productName: string
  /** Further origins whose pages may use the passkeys of `publicUrl`'s host. */
  readonly allowedOrigins: readonly string[]
  /** Keys for backup codes and device tokens are derived from it. */
  readonly masterSecret: Secret
}
