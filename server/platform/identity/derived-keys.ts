import type { KeyObject } from 'node:crypto'
import type { Secret } from '../../kernel/config/secret.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'

/** Keys of one purpose each, from the one secret that operators keep. */
export interface DerivedKeys {
  readonly csrf: KeyObject
  readonly refresh: KeyObject
  readonly counters: KeyObject
  /** Of passwords from before peppers had names. */
  readonly pepper: KeyObject
  readonly devices: KeyObject
  readonly captcha: KeyObject
}

export function deriveKeys(master: Secret): DerivedKeys {
  const derive = (purpose: string): KeyObject => deriveKey(master, `plinth identity ${purpose} v1`)
  return {
    csrf: derive('csrf'),
    refresh: derive('refresh'),
    counters: derive('counters'),
    pepper: derive('pepper'),
    devices: derive('devices'),
    captcha: derive('captcha'),
  }
}
