import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { beginChange, type Changer, type Confirmed, factorConfirmed } from './changes.ts'
import type { Presented } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import { challengeFlow, dropCodes, enrolmentFlow, type SentMethod, useCode } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

const TABLES = { sms: 'factors.phone', email: 'factors.email' } as const

/**
 * Makes where a code was sent to a factor by that code; it replaces the former one. Null for a wrong code. Throws factors/not-found,
 * http/assurance-too-low.
 */
export async function confirmSent(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  { method, id, code }: { readonly method: SentMethod; readonly id: Id<'factor'>; readonly code: string },
): Promise<Confirmed | null> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const table = TABLES[method]
  const query = tx.query<FactorsTables>()
  const waiting = await query
    .selectFrom(table)
    .select('id')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  if (waiting === undefined) throw factorsProblem('not-found')
  if (!(await useCode(parts, tx, { method, userId, flow: enrolmentFlow(id) }, code))) return null
  await query.deleteFrom(table).where('user_id', '=', userId).where('id', '<>', id).execute()
  await dropCodes(tx, method, userId)
  await query.updateTable(table).set({ confirmed_at: now() }).where('id', '=', id).execute()
  return factorConfirmed(parts, tx, changer, { method, factorId: id })
}

/** True for the code that was sent for this very challenge. */
export async function verifySent(
  parts: FactorsParts,
  tx: Tx,
  method: SentMethod,
  { userId, challengeId, code = '' }: Presented,
): Promise<boolean> {
  if (!(await useCode(parts, tx, { method, userId, flow: challengeFlow(challengeId) }, code))) return false
  const rows = await tx.raw(
    `UPDATE ${TABLES[method]} SET last_used_at = $2 WHERE user_id = $1 AND confirmed_at IS NOT NULL RETURNING id`,
    [userId, now()],
  )
  return rows.length === 1
}
