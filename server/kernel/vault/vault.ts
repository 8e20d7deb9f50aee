import { type SealingKey, unseal } from '../crypto/seal.ts'
import type { Tx } from '../db/database.ts'
import { openEnvelope, type Place, rewrapEnvelope, sealEnvelope } from './envelope.ts'
import { createVaultKeys, type Reader } from './vault-keys.ts'

/** A column that holds sealed values; its table has an `id`. */
export interface SealedColumn {
  readonly table: string
  readonly column: string
  readonly place: Omit<Place, 'id'>
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
    async renew(tx, { table, column, place }, most) {
      const to = await sealing(tx, place.scope)
      const rows = await tx.raw<{ id: string; sealed: Buffer }>(
        `SELECT id, ${column} AS sealed FROM ${table}
          WHERE get_byte(${column}, 0) < 2 OR substring(${column} FROM 3 FOR 16) <> uuid_send($1::uuid)
          ORDER BY id LIMIT $2 FOR UPDATE`,
        [to.id, most],
      )
      for (const { id, sealed } of rows) {
        const from = await wrapping(tx, sealed)
        const at = { ...place, id }
        const renewed =
          from === null ? sealEnvelope(to, at, unseal(rootKeys, id, sealed)) : rewrapEnvelope({ from, to }, at, sealed)
        await tx.raw(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, renewed])
      }
      return rows.length
    },
    ...{ rotate, destroy, rewrap, rotateOlderThan },
  }
}
