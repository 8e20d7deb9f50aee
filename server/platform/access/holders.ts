import { type RawBuilder, sql } from 'kysely'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { ADMINISTRATOR } from './catalogue.ts'

/** Role names per person, sorted; people without any are absent. */
export async function rolesOfMany(
  from: Pick<Tx, 'raw'>,
  userIds: readonly Id<'user'>[],
): Promise<Map<Id<'user'>, string[]>> {
  const roles = new Map<Id<'user'>, string[]>()
  if (userIds.length === 0) return roles
  const rows = await from.raw<{ user_id: Id<'user'>; roles: string[] }>(
    `SELECT user_id, array_agg(role ORDER BY role) AS roles FROM access.user_role
      WHERE user_id = ANY($1) AND (expires_at IS NULL OR expires_at > $2) GROUP BY user_id`,
    [userIds, now()],
  )
  for (const row of rows) roles.set(row.user_id, row.roles)
  return roles
}

/** The condition that the person in column `userId` holds `role`: an index of (role, person) answers it. */
export function holds(userId: string, role: string): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT FROM access.user_role held
    WHERE held.role = ${role} AND held.user_id = ${sql.ref(userId)} AND (held.expires_at IS NULL OR held.expires_at > ${now()}))`
}

export async function hasAdministrator(db: Db): Promise<boolean> {
  const rows = await db.raw<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM access.user_role
      WHERE role = $1 AND NOT suspended AND (expires_at IS NULL OR expires_at > $2)) AS found`,
    [ADMINISTRATOR, now()],
  )
  return rows[0]?.found === true
}

export interface AccessView {
  readonly grants: readonly {
    readonly role: string
    readonly reason: string
    readonly grantedBy: Id<'user'> | null
    readonly grantedAt: Date
    readonly expiresAt: Date | null
  }[]
  readonly denials: readonly {
    readonly permission: string
    readonly reason: string
    readonly deniedBy: Id<'user'> | null
    readonly deniedAt: Date
    readonly expiresAt: Date | null
  }[]
}

/** The grants and denials of a person that have not come to their end, by name. */
export async function accessOf(from: Pick<Db | Tx, 'raw'>, userId: Id<'user'>): Promise<AccessView> {
  const [grants, denials] = await Promise.all([
    from.raw<AccessView['grants'][number]>(
      `SELECT role, reason, granted_by AS "grantedBy", granted_at AS "grantedAt", expires_at AS "expiresAt" FROM access.user_role
        WHERE user_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY role`,
      [userId, now()],
    ),
    from.raw<AccessView['denials'][number]>(
      `SELECT permission, reason, denied_by AS "deniedBy", denied_at AS "deniedAt", expires_at AS "expiresAt" FROM access.user_denial
        WHERE user_id = $1 AND (expires_at IS NULL OR expires_at > $2) ORDER BY permission`,
      [userId, now()],
    ),
  ])
  return { grants, denials }
}
