import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { EnrolledMethod, FactorMethod, Reader } from './kind.ts'

/** Where the factors of a method are kept, in the order to offer them, and the column that says since when one counts: null until then. */
const KEPT: Readonly<Record<EnrolledMethod, { readonly table: string; readonly since: string }>> = {
  passkey: { table: 'factors.passkey', since: 'created_at' },
  totp: { table: 'factors.totp', since: 'confirmed_at' },
  sms: { table: 'factors.phone', since: 'confirmed_at' },
  email: { table: 'factors.email', since: 'confirmed_at' },
}
const METHODS = Object.keys(KEPT) as EnrolledMethod[]

const held = (method: EnrolledMethod): string =>
  `EXISTS (SELECT FROM ${KEPT[method].table} WHERE user_id = $1 AND ${KEPT[method].since} IS NOT NULL) AS ${method}`
const HELD = `SELECT ${METHODS.map(held).join(', ')},
  EXISTS (SELECT FROM factors.backup_code WHERE user_id = $1 AND used_at IS NULL) AS backup`

/** Methods the person has confirmed, in the order to offer them; `backup` only beside another one. Asked at every sign-in: one statement. */
export async function methodsOf(reader: Reader, userId: Id<'user'>): Promise<FactorMethod[]> {
  const [found] = await reader.raw<Record<FactorMethod, boolean>>(HELD, [userId])
  const methods = METHODS.filter((method) => found?.[method])
  return methods.length > 0 && found?.backup ? [...methods, 'backup'] : methods
}

/** How many factors of a method the person has confirmed. */
export async function countFactors(reader: Reader, method: EnrolledMethod, userId: Id<'user'>): Promise<number> {
  const { table, since } = KEPT[method]
  const rows = await reader.raw<{ held: number }>(
    `SELECT count(*)::int AS held FROM ${table} WHERE user_id = $1 AND ${since} IS NOT NULL`,
    [userId],
  )
  return rows[0]?.held ?? 0
}

/**
 * Whether a passkey of the person is a way in: one that makes sure of its person is, any other only beside a further method, which is
 * asked for then.
 */
export async function signsInByPasskey(reader: Reader, userId: Id<'user'>): Promise<boolean> {
  const methods = await methodsOf(reader, userId)
  if (!methods.includes('passkey')) return false
  if (methods.some((method) => method !== 'passkey' && method !== 'backup')) return true
  const rows = await reader.raw('SELECT FROM factors.passkey WHERE user_id = $1 AND verifies_user LIMIT 1', [userId])
  return rows.length > 0
}

/** Deletes a factor of the person: whether it had been confirmed; null when there is none with that id. */
export async function deleteFactor(
  tx: Tx,
  { method, factorId, userId }: { method: EnrolledMethod; factorId: Id<'factor'>; userId: Id<'user'> },
): Promise<{ confirmed: boolean } | null> {
  const { table, since } = KEPT[method]
  const rows = await tx.raw<{ confirmed: boolean }>(
    `DELETE FROM ${table} WHERE id = $1 AND user_id = $2 RETURNING ${since} IS NOT NULL AS confirmed`,
    [factorId, userId],
  )
  return rows[0] ?? null
}

export interface DeletedFactor {
  readonly id: Id<'factor'>
  readonly method: EnrolledMethod
  readonly addedAt: Date
}

/** Deletes the person's factors that count since `since` or later, and those that wait; returns those that counted. */
export async function deleteFactorsSince(tx: Tx, userId: Id<'user'>, since: Date): Promise<DeletedFactor[]> {
  const deleted: DeletedFactor[] = []
  for (const method of METHODS) {
    const { table, since: column } = KEPT[method]
    const rows = await tx.raw<{ id: Id<'factor'>; added_at: Date | null }>(
      `DELETE FROM ${table} WHERE user_id = $1 AND (${column} IS NULL OR ${column} >= $2) RETURNING id, ${column} AS added_at`,
      [userId, since],
    )
    for (const { id, added_at: addedAt } of rows) if (addedAt !== null) deleted.push({ id, method, addedAt })
  }
  return deleted
}
