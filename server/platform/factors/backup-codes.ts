import { createHmac, randomBytes } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Presented, Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import type { FactorsTables } from './tables.ts'

const CODES = 10
/** 20 characters of 5 bits: at 100 bits a fast hash under a key will do, there is nothing to guess (ASVS 6.5.2 wants 112 without one). */
const CODE_CHARACTERS = 20
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** How many are left. */
export async function countBackupCodes(reader: Reader, userId: Id<'user'>): Promise<number> {
  const rows = await reader.raw<{ left: number }>(
    'SELECT count(*)::int AS left FROM factors.backup_code WHERE user_id = $1 AND used_at IS NULL',
    [userId],
  )
  return rows[0]?.left ?? 0
}

/** Makes ten codes, to be shown once; the former ones die. Only HMACs are kept. */
export async function issueBackupCodes(parts: FactorsParts, tx: Tx, userId: Id<'user'>): Promise<string[]> {
  await dropBackupCodes(tx, userId)
  const codes = Array.from({ length: CODES }, newCode)
  const at = now()
  const rows = codes.map((code) => ({
    user_id: userId,
    hash: hashOf(parts, userId, code),
    created_at: at,
    used_at: null,
  }))
  await tx.query<FactorsTables>().insertInto('factors.backup_code').values(rows).execute()
  await tx.audit({ action: 'factors.backup-codes.issued', subject: { kind: 'user', id: userId } })
  return codes
}

/** Drops all codes of the person. */
export async function dropBackupCodes(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.backup_code').where('user_id', '=', userId).execute()
}

/** Drops codes that were made at `since` or later, all of one time: when that was, null when there are none. */
export async function dropBackupCodesSince(tx: Tx, userId: Id<'user'>, since: Date): Promise<Date | null> {
  const rows = await tx.raw<{ created_at: Date }>(
    'DELETE FROM factors.backup_code WHERE user_id = $1 AND created_at >= $2 RETURNING created_at',
    [userId, since],
  )
  return rows[0]?.created_at ?? null
}

// The alphabet has 32 letters, so the low five bits of a random byte choose evenly.
function newCode(): string {
  return Array.from(randomBytes(CODE_CHARACTERS), (byte) => ALPHABET.charAt(byte & 31)).join('')
}

function hashOf(parts: FactorsParts, userId: Id<'user'>, code: string): Buffer {
  const written = code.replace(/[\s-]/g, '').toUpperCase()
  return createHmac('sha256', parts.keys.backup).update(`${userId}\n${written}`).digest()
}

/** Uses a code up: of any number at once with the same one, one is told true. */
export async function spendBackupCode(parts: FactorsParts, tx: Tx, { userId, code }: Presented): Promise<boolean> {
  if (code === undefined) return false
  const rows = await tx.raw(
    'UPDATE factors.backup_code SET used_at = $3 WHERE user_id = $1 AND hash = $2 AND used_at IS NULL RETURNING user_id',
    [userId, hashOf(parts, userId, code), now()],
  )
  if (rows.length === 0) return false
  await tx.audit({ action: 'factors.backup-code.used', subject: { kind: 'user', id: userId } })
  return true
}
