import { createHmac, type KeyObject } from 'node:crypto'
import { type Secret, secret } from '../../../kernel/config/secret.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Place } from '../../../kernel/vault/envelope.ts'
import type { SealedColumn, Vault } from '../../../kernel/vault/vault.ts'
import type { Reader } from '../../../kernel/vault/vault-keys.ts'
import { secretsProblem } from '../problems.ts'

const COLUMN = 'secrets.version.value'

/** Values of secrets: each is bound to its version, and that to the secret's environment and path. */
export const VALUES: SealedColumn = {
  ...{ table: 'secrets.version', column: 'value' },
  place: { scope: 'installation', column: COLUMN },
  perRow: {
    from: 'secrets.version AS sealed JOIN secrets.secret AS secret ON secret.id = sealed.secret_id',
    scope: 'secret.scope',
    binds: ['secret.environment', 'secret.path', 'sealed.number::text'],
  },
}

/** Where a value stands. */
export interface ValuePlace {
  readonly versionId: Id<'secret-version'>
  readonly scope: string
  readonly environment: string
  readonly path: string
  readonly number: number
}

function placeOf({ versionId, scope, environment, path, number }: ValuePlace): Place {
  return { scope, column: COLUMN, id: versionId, binds: [environment, path, String(number)] }
}

export function sealValue(vault: Vault, tx: Tx, place: ValuePlace, value: Secret): Promise<Buffer> {
  return vault.seal(tx, placeOf(place), value.reveal())
}

/** Throws secrets/unreadable for what was changed or moved, or whose key is missing; the log says which and why. */
export async function openValue(
  { vault, log }: { readonly vault: Vault; readonly log: Logger },
  reader: Reader,
  place: ValuePlace,
  sealed: Buffer,
): Promise<Secret> {
  try {
    return secret(await vault.open(reader, placeOf(place), sealed))
  } catch (error) {
    const { versionId, scope } = place
    log.error({ error, versionId, scope }, 'the value of a secret cannot be opened')
    throw secretsProblem('unreadable', { cause: error, params: { versionId } })
  }
}

/** The same for the same value in the same scope; of no use without the key. */
export function fingerprintOf(key: KeyObject, scope: string, value: Secret): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(scope))
  return createHmac('sha256', key).update(length).update(scope).update(value.reveal()).digest()
}
