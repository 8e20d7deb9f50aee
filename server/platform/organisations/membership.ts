import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationRole, OrganisationsTables } from './tables.ts'

type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

/** A person's place in an organisation. */
export interface Membership {
  readonly organisationId: Id<'organisation'>
  readonly userId: Id<'user'>
  readonly role: OrganisationRole
}

/** The role a person has in an organisation; null for a stranger, and for an organisation that does not exist. */
export async function membershipOf(
  reader: Reader,
  userId: Id<'user'>,
  organisationId: Id<'organisation'>,
): Promise<OrganisationRole | null> {
  const row = await reader
    .query<OrganisationsTables>()
    .selectFrom('organisations.member')
    .select('role')
    .where('organisation_id', '=', organisationId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.role ?? null
}

/** Throws organisations/not-found for a stranger: nobody learns which organisations exist. */
export async function assertMember(
  reader: Reader,
  userId: Id<'user'>,
  organisationId: Id<'organisation'>,
): Promise<Membership> {
  const role = await membershipOf(reader, userId, organisationId)
  if (role === null) throw organisationsProblem('not-found')
  return { organisationId, userId, role }
}

/**
 * The acting member's place, under a lock that every change of members takes: two at once cannot leave an organisation without an
 * owner. Throws organisations/not-found for a stranger.
 */
export async function lockMembership(
  tx: Tx,
  userId: Id<'user'>,
  organisationId: Id<'organisation'>,
): Promise<Membership> {
  await lockOrganisation(tx, organisationId)
  return assertMember(tx, userId, organisationId)
}

/** Waits for other changes of the organisation's members; throws organisations/not-found. */
export async function lockOrganisation(tx: Tx, organisationId: Id<'organisation'>): Promise<void> {
  const row = await tx
    .query<OrganisationsTables>()
    .selectFrom('organisations.organisation')
    .select('id')
    .where('id', '=', organisationId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw organisationsProblem('not-found')
}

/** Owners act on everybody, admins on everybody but owners. Throws organisations/denied. */
export function assertMayActOn(acting: OrganisationRole, ...touched: readonly OrganisationRole[]): void {
  if (acting === 'owner' || (acting === 'admin' && !touched.includes('owner'))) return
  throw organisationsProblem('denied')
}

/** Throws organisations/last-owner when nobody else is owner. Under the organisation's lock. */
export async function assertAnotherOwner(tx: Tx, { organisationId, userId }: Omit<Membership, 'role'>): Promise<void> {
  const other = await tx
    .query<OrganisationsTables>()
    .selectFrom('organisations.member')
    .select('user_id')
    .where('organisation_id', '=', organisationId)
    .where('role', '=', 'owner')
    .where('user_id', '<>', userId)
    .limit(1)
    .executeTakeFirst()
  if (other === undefined) throw organisationsProblem('last-owner')
}
