import type { Db, Tx } from '../db/database.ts'

/** A lease as it was taken: its name, and the number that tells this holder from all before. */
export interface Lease {
  readonly name: string
  readonly fence: bigint
}

const LOCK_TIMEOUT = '55P03'

/** Looks first, so that those who wait lock no row; RETURNING is empty when somebody else was quicker. */
const TAKE = `
  INSERT INTO kernel.lease AS held (name, fence, held_until)
  SELECT $1, 1, clock_timestamp() + $2 * interval '1 millisecond'
  WHERE NOT EXISTS (SELECT FROM kernel.lease WHERE name = $1 AND held_until > clock_timestamp())
  ON CONFLICT (name) DO UPDATE SET fence = held.fence + 1, held_until = excluded.held_until
  WHERE held.held_until <= clock_timestamp()
  RETURNING fence`

/** Takes the lease if it is free or has run out, with a fence above all before; null when somebody holds it. By the database's clock. */
export async function takeLease(db: Db, name: string, ttlMs: number): Promise<Lease | null> {
  try {
    const [row] = await db.raw<{ fence: bigint }>(TAKE, [name, ttlMs])
    return row === undefined ? null : { name, fence: row.fence }
  } catch (error) {
    // The holder's time is over, but a transaction that checked its fence is still open.
    if ((error as { code?: unknown }).code === LOCK_TIMEOUT) return null
    throw error
  }
}

/** False when somebody has taken the lease over. One that ran out and nobody took goes on. */
export async function extendLease(db: Db, { name, fence }: Lease, ttlMs: number): Promise<boolean> {
  const rows = await db.raw(
    `UPDATE kernel.lease SET held_until = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE name = $1 AND fence = $2 RETURNING 1 AS extended`,
    [name, fence, ttlMs],
  )
  return rows.length > 0
}

/** Lets the next one have it at once; nothing when somebody has taken it over. */
export async function giveBackLease(db: Db, { name, fence }: Lease): Promise<void> {
  await db.raw(`UPDATE kernel.lease SET held_until = '-infinity' WHERE name = $1 AND fence = $2`, [name, fence])
}

/** False when the lease has a newer holder; else nobody takes it over before the transaction has ended. */
export async function isNewest(tx: Tx, { name, fence }: Lease): Promise<boolean> {
  const rows = await tx.raw('SELECT 1 AS newest FROM kernel.lease WHERE name = $1 AND fence = $2 FOR KEY SHARE', [
    name,
    fence,
  ])
  return rows.length > 0
}
