import type { Origin } from '../db/actor.ts'
import type { Db } from '../db/database.ts'
import type { SealedColumn, Vault } from './vault.ts'

/** What is being renewed: keys of scopes, or the values of a column. */
export interface RenewalStep {
  readonly of: 'keys' | string
  readonly renewed: number
}

export interface Renewed {
  readonly keys: number
  readonly values: number
  /** Values that nothing opens, as `table.column id`. */
  readonly unreadable: readonly string[]
}

const KEYS_AT_ONCE = 20
const VALUES_AT_ONCE = 200

/**
 * Brings the keys of scopes under the active encryption key and older values under the present keys of their scopes, in small
 * transactions: stopped anywhere, it goes on where it was, and several at once share the work. What is read meanwhile is read by either key.
 */
export async function renewAll(
  { db, vault, columns }: { readonly db: Db; readonly vault: Vault; readonly columns: readonly SealedColumn[] },
  origin: Origin,
  onStep: (step: RenewalStep) => void,
): Promise<Renewed> {
  const repeat = async (of: string, some: () => Promise<number>): Promise<number> => {
    let renewed = 0
    for (let found = await some(); found > 0; found = await some()) {
      renewed += found
      onStep({ of, renewed })
    }
    return renewed
  }
  const keys = await repeat('keys', () => db.transaction(origin, (tx) => vault.rewrap(tx, KEYS_AT_ONCE)))
  let values = 0
  const unreadable: string[] = []
  for (const column of columns) {
    const name = `${column.table}.${column.column}`
    const left = new Set<string>()
    values += await repeat(name, () => db.transaction(origin, (tx) => vault.renew(tx, column, VALUES_AT_ONCE, left)))
    values -= left.size
    unreadable.push(...[...left].map((id) => `${name} ${id}`))
  }
  return { keys, values, unreadable }
}
