import { type EncryptionKey, parseNamedKeys } from './keys.ts'
import type { RawValues } from './read.ts'
import { VARIABLES } from './variables.ts'

export interface PasswordSettings {
  /** Null: measured at the first use. */
  readonly passwordCost: { readonly memoryKib: number; readonly passes: number } | null
  /** Newest first; empty: derived from the encryption keys. */
  readonly passwordPeppers: readonly EncryptionKey[]
}

/** Reads what password hashing needs; in tests the cost is the floor, so that they take the same time everywhere. */
export function readPasswords(raw: RawValues, mode: string): PasswordSettings {
  const peppers = raw.get('PASSWORD_PEPPERS')
  const [memory, passes] = [raw.get('PASSWORD_MEMORY_KIB'), raw.get('PASSWORD_PASSES')]
  const isMeasured = memory === undefined && passes === undefined && mode !== 'test'
  return {
    passwordCost: isMeasured
      ? null
      : {
          memoryKib: Number(memory ?? VARIABLES.PASSWORD_MEMORY_KIB.min),
          passes: Number(passes ?? VARIABLES.PASSWORD_PASSES.min),
        },
    passwordPeppers: peppers === undefined ? [] : parseNamedKeys('PASSWORD_PEPPERS', peppers, raw),
  }
}
