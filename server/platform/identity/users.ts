import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { holdingPattern } from '../../kernel/db/like.ts'
import type { Id } from '../../kernel/id.ts'
import { userDisabled, userEnabled } from './events.ts'
import { revokeOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson, type Person, people } from './people.ts'
import { identityProblem } from './problems.ts'
import { endAllSessions } from './sessions.ts'
import type { IdentityTables } from './tables.ts'

export interface UserView {
  readonly id: Id<'user'>
  readonly email: string
  readonly name: string
  readonly locale: string | null
  readonly emailVerifiedAt: Date | null
  readonly createdAt: Date
  readonly disabledAt: Date | null
  readonly roles: readonly string[]
}

/** People with their roles, in the order given. */
async function withRoles(parts: Parts, rows: readonly Person[]): Promise<UserView[]> {
  const roles = await parts.access.rolesOfMany(rows.map((row) => row.id))
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    locale: row.locale,
    emailVerifiedAt: row.email_verified_at,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    roles: roles.get(row.id) ?? [],
  }))
}

/** Throws identity/user-not-found. */
export async function getUser(parts: Parts, id: Id<'user'>): Promise<UserView> {
  const person = await findPerson(parts.db, id)
  const [view] = person === undefined ? [] : await withRoles(parts, [person])
  if (view === undefined) throw identityProblem('user-not-found')
  return view
}

export interface UserFilter {
  readonly search: string | undefined
  readonly role: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

/** Newest people first; who holds a role is access's condition, in the same statement. */
export async function listUsers(parts: Parts, filter: UserFilter): Promise<UserView[]> {
  let query = people(parts.db).where('erased_at', 'is', null)
  if (filter.search !== undefined) {
    const pattern = holdingPattern(filter.search)
    query = query.where((where) =>
      where.or([where('name', 'ilike', pattern), where('email_canonical', 'ilike', pattern)]),
    )
  }
  if (filter.role !== undefined) query = query.where(parts.access.holds('identity.user.id', filter.role))
  if (filter.after !== undefined) query = query.where('id', '<', filter.after as Id<'user'>)
  return withRoles(parts, await query.orderBy('id', 'desc').limit(filter.limit).execute())
}

/**
 * Closes or opens an account. Closing ends sessions, secrets and roles' effect. Throws identity/user-not-found,
 * access/last-administrator, and access/beyond-own when the person may do what the caller may not.
 */
export async function setDisabled(parts: Parts, tx: Tx, userId: Id<'user'>, disabled: boolean): Promise<void> {
  await parts.access.assertCovers(tx, userId)
  const changed = await tx
    .query<IdentityTables>()
    .updateTable('identity.user')
    .set({ disabled_at: disabled ? now() : null })
    .where('id', '=', userId)
    .where('disabled_at', disabled ? 'is' : 'is not', null)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) {
    if ((await findPerson(tx, userId)) === undefined) throw identityProblem('user-not-found')
    return
  }
  await parts.access.setSuspended(tx, userId, disabled)
  if (disabled) {
    await endAllSessions(tx, parts.live, userId, 'disabled')
    await revokeOneTime(tx, userId)
  } else await parts.live.userChanged(tx, userId)
  await tx.audit({
    action: disabled ? 'identity.user.disabled' : 'identity.user.enabled',
    subject: { kind: 'user', id: userId },
  })
  await tx.publish(disabled ? userDisabled : userEnabled, { userId })
}

/** Throws identity/user-not-found, or identity/account-disabled for one who may hold nothing new. */
export async function assertOpenAccount(tx: Tx, userId: Id<'user'>): Promise<void> {
  const person = await people(tx).where('id', '=', userId).forShare().executeTakeFirst()
  if (person === undefined) throw identityProblem('user-not-found')
  if (person.disabled_at !== null) throw identityProblem('account-disabled')
}

export interface UserSummary {
  readonly id: Id<'user'>
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

/** Names, addresses and languages of people, in one statement; unknown ids are absent. */
export async function userSummaries(
  db: Pick<Db | Tx, 'query'>,
  ids: readonly Id<'user'>[],
): Promise<Map<Id<'user'>, UserSummary>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .query<IdentityTables>()
    .selectFrom('identity.user')
    .select(['id', 'name', 'email', 'locale'])
    .where((where) => where('id', '=', where.fn.any(where.val([...ids]))))
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
