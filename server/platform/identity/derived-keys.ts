import { hkdfSync } from 'node:crypto'
import type { Secret } from '../../kernel/config/secret.ts'

/** Keys of one purpose each, from the one secret that operators keep. */
export interface DerivedKeys {
  readonly csrf: Buffer
  readonly refresh: Buffer
  readonly counters: Buffer
  /** Of passwords from before peppers had names. */
  readonly pepper: Buffer
  readonly devices: Buffer
  readonly captcha: Buffer
}

export function deriveKeys(master: Secret): DerivedKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master.reveal(), '', `plinth identity ${purpose} v1`, 32))
  return {
    csrf: derive('csrf'),
    refresh: derive('refresh'),
    counters: derive('counters'),
    pepper: derive('pepper'),
    devices: derive('devices'),
    captcha: derive('captcha'),
  }
}
