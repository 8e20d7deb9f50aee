import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { now } from '../clock.ts'
import { type SealingKey, seal, unseal } from '../crypto/seal.ts'
import type { Db, Tx } from '../db/database.ts'
import { newId } from '../id.ts'
import { type WrappingKey, wrappedBy } from './envelope.ts'

/** Whatever reads: the database, or a transaction through its own connection. */
export type Reader = Pick<Db, 'raw'> & Partial<Pick<Tx, 'afterCommit'>>

/** The middle layer of keys: one that seals for each scope, and older ones that still open. */
export interface VaultKeys {
  /** The scope's key, made when there is none; it is not destroyed before the transaction ends. */
  sealing(tx: Tx, scope: string): Promise<WrappingKey>
  /** The key that a sealed value names; null for one that is no envelope. Throws when it is destroyed. */
  wrapping(reader: Reader, sealed: Buffer): Promise<WrappingKey | null>
  rotate(tx: Tx, scope: string): Promise<void>
  rotateOlderThan(tx: Tx, date: Date): Promise<number>
  destroy(tx: Tx, scope: string): Promise<void>
  rewrap(tx: Tx, most?: number): Promise<number>
}

type KeyRow = { readonly id: string; readonly scope: string; readonly wrapped: Buffer | null }

const KEY_BYTES = 32
const CACHED_MAX = 10_000
const CACHED_MS = 60_000
const REWRAPPED_MAX = 1000

/** Held until the transaction ends, so that what it seals is not sealed under a key that is being destroyed. */
const SEALING = 'SELECT id, scope, wrapped FROM kernel.vault_key WHERE scope = $1 AND seals FOR SHARE'
const MAKE = `
  INSERT INTO kernel.vault_key (id, scope, root_kid, wrapped, created_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (scope) WHERE seals DO NOTHING`
const BY_ID = 'SELECT id, scope, wrapped FROM kernel.vault_key WHERE id = $1'
const RETIRE = 'UPDATE kernel.vault_key SET seals = false WHERE scope = $1 AND seals'
const DESTROY = `
  UPDATE kernel.vault_key SET wrapped = NULL, destroyed_at = $2, seals = false WHERE scope = $1 AND wrapped IS NOT NULL
  RETURNING id`
const UNDER_OTHERS = `
  SELECT id, scope, wrapped FROM kernel.vault_key WHERE root_kid <> $1 AND wrapped IS NOT NULL
   ORDER BY id LIMIT $2 FOR UPDATE`
const OLD = 'SELECT scope FROM kernel.vault_key WHERE seals AND created_at < $1 ORDER BY scope'

/** Keys in `kernel.vault_key`, opened ones in memory for a minute. */
export function createVaultKeys(rootKeys: readonly SealingKey[]): VaultKeys {
  const opened = new LRUCache<string, WrappingKey>({ max: CACHED_MAX, ttl: CACHED_MS })

  /** Kept once it is sure to stay: what a transaction has just made may yet be rolled back. */
  function openKey(row: KeyRow, reader: Reader): WrappingKey {
    const { id, wrapped } = row
    if (wrapped === null) throw new Error(`the key ${id} of a sealed value is destroyed`)
    const known = opened.get(id)
    if (known !== undefined) return known
    const bytes = Buffer.from(unseal(rootKeys, ownerOf(row), wrapped), 'base64')
    const key: WrappingKey = { id, key: createSecretKey(bytes) }
    if (reader.afterCommit === undefined) opened.set(id, key)
    else reader.afterCommit(() => void opened.set(id, key))
    return key
  }

  async function sealing(tx: Tx, scope: string): Promise<WrappingKey> {
    for (;;) {
      const [row] = await tx.raw<KeyRow>(SEALING, [scope])
      if (row !== undefined) return openKey(row, tx)
      const id = newId()
      const wrapped = wrap(rootKeys, { id, scope }, createSecretKey(randomBytes(KEY_BYTES)))
      await tx.raw(MAKE, [id, scope, activeOf(rootKeys).kid, wrapped, now()])
    }
  }

  async function wrapping(reader: Reader, sealed: Buffer): Promise<WrappingKey | null> {
    const id = wrappedBy(sealed)
    if (id === null) return null
    const known = opened.get(id)
    if (known !== undefined) return known
    const [row] = await reader.raw<KeyRow>(BY_ID, [id])
    if (row === undefined) throw new Error(`the key ${id} of a sealed value is not in this database`)
    return openKey(row, reader)
  }

  async function rotate(tx: Tx, scope: string): Promise<void> {
    await tx.raw(RETIRE, [scope])
    await sealing(tx, scope)
  }

  return {
    ...{ sealing, wrapping, rotate },
    async rotateOlderThan(tx, date) {
      const old = await tx.raw<{ scope: string }>(OLD, [date])
      for (const { scope } of old) await rotate(tx, scope)
      return old.length
    },
    async destroy(tx, scope) {
      const gone = await tx.raw<{ id: string }>(DESTROY, [scope, now()])
      tx.afterCommit(() => {
        for (const { id } of gone) opened.delete(id)
      })
    },
    async rewrap(tx, most = REWRAPPED_MAX) {
      const { kid } = activeOf(rootKeys)
      const rows = await tx.raw<KeyRow>(UNDER_OTHERS, [kid, most])
      for (const row of rows) {
        const wrapped = wrap(rootKeys, row, openKey(row, tx).key)
        await tx.raw('UPDATE kernel.vault_key SET root_kid = $2, wrapped = $3 WHERE id = $1', [row.id, kid, wrapped])
      }
      return rows.length
    },
  }
}

function activeOf([active]: readonly SealingKey[]): SealingKey {
  if (active === undefined) throw new TypeError('a vault needs an encryption key')
  return active
}

/** A key wrapped for one scope does not open as that of another. */
function ownerOf({ id, scope }: Pick<KeyRow, 'id' | 'scope'>): string {
  return `vault key ${id} of ${scope}`
}

function wrap(rootKeys: readonly SealingKey[], row: Pick<KeyRow, 'id' | 'scope'>, key: KeyObject): Buffer {
  return seal(rootKeys, ownerOf(row), key.export().toString('base64'))
}
