import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { ADMINISTRATOR } from './catalogue.ts'
import { accessProblem } from './problems.ts'

/**
 * Up to two people who are administrators for good: awake, without an end, with nothing denied. Every change to who is one holds
 * this lock, so that two at once cannot leave nobody.
 */
export async function lockAdministrators(tx: Tx): Promise<Id<'user'>[]> {
  await tx.raw('SELECT FROM access.role WHERE name = $1 FOR UPDATE', [ADMINISTRATOR])
  const rows = await tx.raw<{ user_id: Id<'user'> }>(
    `SELECT held.user_id FROM access.user_role held
      WHERE held.role = $1 AND NOT held.suspended AND held.expires_at IS NULL
        AND NOT EXISTS (SELECT FROM access.user_denial denial
                         WHERE denial.user_id = held.user_id AND (denial.expires_at IS NULL OR denial.expires_at > $2))
      ORDER BY held.user_id LIMIT 2`,
    [ADMINISTRATOR, now()],
  )
  return rows.map((row) => row.user_id)
}

/** Throws access/last-administrator when nobody would be administrator for good without `userId`. */
export async function assertAnotherAdministrator(tx: Tx, userId: Id<'user'>): Promise<void> {
  const administrators = await lockAdministrators(tx)
  if (administrators.length === 1 && administrators[0] === userId) throw accessProblem('last-administrator')
}
