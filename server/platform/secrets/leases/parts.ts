import type { Secret } from '../../../kernel/config/secret.ts'
import type { SecretParts } from '../parts.ts'

/** What leases are given: the store, and what a reference stands for. */
export interface LeaseParts extends SecretParts {
  resolve(reference: string): Promise<Secret>
}
