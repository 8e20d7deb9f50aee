import type { KeyObject } from 'node:crypto'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { DerivedKeys } from './derived-keys.ts'

/** A server-side secret mixed into every hash: a copy of the database alone cannot be searched. */
export interface Pepper {
  /** Stands beside each hash made with it. */
  readonly kid: string
  readonly key: KeyObject
}

/** Of hashes from before peppers had names. */
const UNNAMED_KID = 'session'
/** Before the name of the encryption key that one follows from. */
const FOLLOWS = 'encryption:'

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
    kid: `${FOLLOWS}${kid}`,
    key: deriveKey(key, 'plinth identity pepper v2'),
  }))
  return [...given, ...derived, { kid: UNNAMED_KID, key: keys.pepper }]
}

/** How many passwords can be checked only as long as each encryption key is held: a pepper follows from it. */
export async function passwordsByEncryptionKey(db: Db): Promise<Map<string, number>> {
  const rows = await db.raw<{ kid: string; count: bigint }>(
    'SELECT substr(pepper, $2) AS kid, count(*) FROM identity.password WHERE starts_with(pepper, $1) GROUP BY 1',
    [FOLLOWS, FOLLOWS.length + 1],
  )
  return new Map(rows.map(({ kid, count }) => [kid, Number(count)]))
}
