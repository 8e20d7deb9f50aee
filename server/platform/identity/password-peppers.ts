import { hkdfSync } from 'node:crypto'
import type { DerivedKeys } from './derived-keys.ts'

/** A server-side secret mixed into every hash: a copy of the database alone cannot be searched. */
export interface Pepper {
  /** Stands beside each hash made with it. */
  readonly kid: string
  readonly key: Buffer
}

/** Of hashes from before peppers had names. */
const UNNAMED_KID = 'session'

/**
 * The peppers, the one for new hashes first: those given, then one of each encryption key (both keep older keys while they rotate),
 * then the one that followed from the master secret. Each is only ever a key of this purpose.
 */
export function passwordPeppers(
  given: readonly Pepper[],
  encryptionKeys: readonly Pepper[],
  keys: Pick<DerivedKeys, 'pepper'>,
): Pepper[] {
  const derived = encryptionKeys.map(({ kid, key }) => ({
    kid: `encryption:${kid}`,
    key: Buffer.from(hkdfSync('sha256', key, '', 'plinth identity pepper v2', 32)),
  }))
  return [...given, ...derived, { kid: UNNAMED_KID, key: keys.pepper }]
}
