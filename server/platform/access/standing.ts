import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { ADMINISTRATOR, type Catalogue } from './catalogue.ts'

/** What a person may do at one moment. */
export interface Standing {
  readonly permissions: ReadonlySet<string>
  /** Names of the roles held, sorted; those of a disabled person too. */
  readonly roles: readonly string[]
  /** Whether one of the roles demands a second factor. */
  readonly mfaRequired: boolean
  /** When a grant or a denial comes to its end by itself: what stands here holds until then. Null: none does. */
  readonly changesAt: Date | null
}

/** A grant, or with `role` null a denial. */
type Row = {
  role: string | null
  permissions: string[]
  asleep: boolean
  mfa_required: boolean
  expires_at: Date | null
}

const READ = `
  SELECT held.role, held.suspended AS asleep, coalesce(role.mfa_required, role.name = ANY($3)) AS mfa_required, held.expires_at,
         array(SELECT permission FROM access.role_permission granted WHERE granted.role = held.role) AS permissions
    FROM access.user_role held JOIN access.role role ON role.name = held.role
   WHERE held.user_id = $1 AND (held.expires_at IS NULL OR held.expires_at > $2)
  UNION ALL
  SELECT NULL, false, false, expires_at, ARRAY[permission]
    FROM access.user_denial WHERE user_id = $1 AND (expires_at IS NULL OR expires_at > $2)`

/**
 * What a person may do, in one statement: the union over the roles held, as far as this program still declares it, less what is
 * denied. `mfaRoles` demand a second factor unless the role says otherwise.
 */
export async function standingOf(
  reader: Pick<Db | Tx, 'raw'>,
  { catalogue, mfaRoles }: { readonly catalogue: Catalogue; readonly mfaRoles: readonly string[] },
  userId: Id<'user'>,
): Promise<Standing> {
  const rows = await reader.raw<Row>(READ, [userId, now(), [...mfaRoles]])
  const grants = rows.filter((row) => row.role !== null)
  const awake = grants.filter((row) => !row.asleep)
  const denied = new Set(rows.filter((row) => row.role === null).flatMap((row) => row.permissions))
  const given = awake.some((row) => row.role === ADMINISTRATOR)
    ? [...catalogue.permissions.keys()]
    : awake.flatMap((row) => row.permissions)
  const ends = rows.flatMap((row) => (row.expires_at === null ? [] : [row.expires_at.getTime()]))
  return {
    permissions: new Set(given.filter((one) => catalogue.permissions.has(one) && !denied.has(one))),
    roles: grants.flatMap((row) => row.role ?? []).sort(),
    mfaRequired: awake.some((row) => row.mfa_required),
    changesAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
  }
}
