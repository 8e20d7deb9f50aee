import type { Secret } from '../../kernel/config/secret.ts'
import type { SealingKey } from '../../kernel/crypto/seal.ts'

export interface FactorsConfig {
  readonly publicUrl: URL
  readonly productName: string
  /** Further origins whose pages may use the passkeys of `publicUrl`'s host. */
  readonly allowedOrigins: readonly string[]
  /** ENCRYPTION_KEYS: the first seals, all open. */
  readonly encryptionKeys: readonly SealingKey[]
  /** Keys for backup codes and device tokens are derived from it. */
  readonly masterSecret: Secret
}
