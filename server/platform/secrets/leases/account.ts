import type { Secret } from '../../../kernel/config/secret.ts'
import type { LeaseRules } from '../tables.ts'

/** An account to make. */
export interface Account {
  readonly name: string
  readonly password: Secret
  readonly rules: LeaseRules
  readonly expiresAt: Date
}

/** Where accounts are made. Each step may come again and then changes nothing. */
export interface Target {
  make(account: Account): Promise<void>
  extend(name: string, expiresAt: Date): Promise<void>
  /** Closes its connections and removes it, also where it was never made. */
  remove(name: string): Promise<void>
}
