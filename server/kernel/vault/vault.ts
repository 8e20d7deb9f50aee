import { type SealingKey, unseal } from '../crypto/seal.ts'
import type { Tx } from '../db/database.ts'
import { openEnvelope, type Place, rewrapEnvelope, sealEnvelope } from './envelope.ts'
import { createVaultKeys, type Reader } from './vault-keys.ts'

/** A column that holds sealed values; its table has an `id`. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  readonly place: Omit<Place, 'id'>
  /** In SQL, where scope or `binds` differ from row to row: the joined tables, of which this one is called `sealed`, and what to take of them. */
  readonly perRow?: { readonly from: string; readonly scope: string; readonly binds: readonly string[] }
}

/**
 * Seals fields. Keys in three layers: ENCRYPTION_KEYS wrap one key for each scope, that one wraps a key for each value. A new
 * encryption key so costs one row for each scope, and a scope whose keys are destroyed is unreadable for good, in backups too.
 */
export interface Vault {
  seal(tx: Tx, place: Place, text: string): Promise<Buffer>
  /** Throws when the value was changed or moved, or its keys are destroyed. */
  open(reader: Reader, place: Place, sealed: Buffer): Promise<string>
  /** From now on a new key of the scope seals; `renew` brings older values under it. */
  rotate(tx: Tx, scope: string): Promise<void>
  /** Brings up to `most` values of a column under the key that seals now; returns how many it found. */
  renew(tx: Tx, column: SealedColumn, most: number): Promise<number>
  /** Destroys the scope's keys. Other processes forget them within a minute. */
  destroy(tx: Tx, scope: string): Promise<void>
  /** Wraps the scopes' keys by the active encryption key; returns how many were not. */
  rewrap(tx: Tx): Promise<number>
  /** Gives a new key to every scope whose key has sealed since before `date`; returns how many. */
  rotateOlderThan(tx: Tx, date: Date): Promise<number>
}

/** `rootKeys`: ENCRYPTION_KEYS, the active one first. */
export function createVault(rootKeys: readonly SealingKey[]): Vault {
  const { sealing, wrapping, rotate, destroy, rewrap, rotateOlderThan } = createVaultKeys(rootKeys)
  return {
    seal: async (tx, place, text) => sealEnvelope(await sealing(tx, place.scope), place, text),
    async open(reader, place, sealed) {
      const key = await wrapping(reader, sealed)
      // Sealed before there were envelopes, under an encryption key itself.
      return key === null ? unseal(rootKeys, place.id, sealed) : openEnvelope(key, place, sealed)
    },
    async renew(tx, column, most) {
      if (column.perRow === undefined) await sealing(tx, column.place.scope)
      const rows = await tx.raw<SealedRow>(behindSql(column), [most])
      for (const { id, sealed, scope, binds } of rows) {
        const [to, from] = [await sealing(tx, scope), await wrapping(tx, sealed)]
        const place: Place = { scope, column: column.place.column, id, binds }
        const renewed =
          from === null
            ? sealEnvelope(to, place, unseal(rootKeys, id, sealed))
            : rewrapEnvelope({ from, to }, place, sealed)
        await tx.raw(`UPDATE ${column.table} SET ${column.column} = $2 WHERE id = $1`, [id, renewed])
      }
      return rows.length
    },
    ...{ rotate, destroy, rewrap, rotateOlderThan },
  }
}

type SealedRow = { id: string; sealed: Buffer; scope: string; binds: string[] }

/** Values that are not under their scope's present key, but for those whose key is destroyed: nothing opens them. */
function behindSql({ table, column, place, perRow }: SealedColumn): string {
  const { from, scope, binds } = perRow ?? { from: `${table} AS sealed`, scope: `'${place.scope}'`, binds: [] }
  const wrappedBy = `substring(sealed.${column} FROM 3 FOR 16)`
  return `
    SELECT sealed.id, sealed.${column} AS sealed, ${scope} AS scope, ARRAY[${binds.join(', ')}]::text[] AS binds
      FROM ${from} JOIN kernel.vault_key AS present ON present.scope = ${scope} AND present.seals
     WHERE (get_byte(sealed.${column}, 0) < 2 OR ${wrappedBy} <> uuid_send(present.id))
       AND NOT EXISTS (SELECT FROM kernel.vault_key AS gone
                        WHERE gone.scope = ${scope} AND gone.wrapped IS NULL AND uuid_send(gone.id) = ${wrappedBy})
     ORDER BY sealed.id LIMIT $1 FOR UPDATE OF sealed`
}
