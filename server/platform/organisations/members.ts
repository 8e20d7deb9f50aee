import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { memberChanged, memberJoined, memberLeft } from './events.ts'
import {
  assertAnotherOwner,
  assertMayActOn,
  assertMember,
  lockMembership,
  type Membership,
  membershipOf,
} from './membership.ts'
import type { Parts } from './parts.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationRole, OrganisationsTables } from './tables.ts'

export interface MemberView {
  readonly userId: Id<'user'>
  readonly name: string
  readonly email: string
  readonly role: OrganisationRole
  readonly joinedAt: Date
}

/** Members in the order of their ids, from behind `after` on, for a member. Throws organisations/not-found. */
export async function listMembers(
  parts: Parts,
  readerId: Id<'user'>,
  page: { readonly organisationId: Id<'organisation'>; readonly after: string | undefined; readonly limit: number },
): Promise<MemberView[]> {
  await assertMember(parts.db, readerId, page.organisationId)
  const rows = await parts.db
    .query<OrganisationsTables>()
    .selectFrom('organisations.member')
    .selectAll()
    .where('organisation_id', '=', page.organisationId)
    .$if(page.after !== undefined, (query) => query.where('user_id', '>', (page.after ?? '') as Id<'user'>))
    .orderBy('user_id')
    .limit(page.limit)
    .execute()
  const people = await parts.identity.userSummaries(rows.map((row) => row.user_id))
  return rows.map((row) => ({
    userId: row.user_id,
    name: people.get(row.user_id)?.name ?? '',
    email: people.get(row.user_id)?.email ?? '',
    role: row.role,
    joinedAt: row.joined_at,
  }))
}

/** The one acted on. Throws organisations/member-not-found. */
async function memberOf(tx: Tx, userId: Id<'user'>, organisationId: Id<'organisation'>): Promise<Membership> {
  const role = await membershipOf(tx, userId, organisationId)
  if (role === null) throw organisationsProblem('member-not-found')
  return { organisationId, userId, role }
}

/** Adds a person who is not a member yet; one who is keeps the role. Under the organisation's lock. */
export async function addMember(tx: Tx, { organisationId, userId, role }: Membership): Promise<void> {
  const added = await tx
    .query<OrganisationsTables>()
    .insertInto('organisations.member')
    .values({ organisation_id: organisationId, user_id: userId, role, joined_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (added.numInsertedOrUpdatedRows !== 1n) return
  await tx.audit({
    action: 'organisations.member.joined',
    subject: { kind: 'organisation', id: organisationId },
    details: { userId, role },
  })
  await tx.publish(memberJoined, { organisationId, userId, role })
}

/** Throws organisations/not-found, organisations/member-not-found, organisations/denied, organisations/last-owner. */
export async function changeRole(tx: Tx, actingId: Id<'user'>, wanted: Membership): Promise<void> {
  const acting = await lockMembership(tx, actingId, wanted.organisationId)
  const member = await memberOf(tx, wanted.userId, wanted.organisationId)
  assertMayActOn(acting.role, member.role, wanted.role)
  if (member.role === wanted.role) return
  if (member.role === 'owner') await assertAnotherOwner(tx, member)
  await writeRole(tx, wanted)
}

export async function writeRole(tx: Tx, { organisationId, userId, role }: Membership): Promise<void> {
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.member')
    .set({ role })
    .where('organisation_id', '=', organisationId)
    .where('user_id', '=', userId)
    .execute()
  await tx.audit({
    action: 'organisations.member.changed',
    subject: { kind: 'organisation', id: organisationId },
    details: { userId, role },
  })
  await tx.publish(memberChanged, { organisationId, userId, role })
}

/** The owner hands over to another member and stays as an admin. Throws organisations/not-found, organisations/denied, organisations/member-not-found. */
export async function transfer(
  tx: Tx,
  ownerId: Id<'user'>,
  { organisationId, userId }: Omit<Membership, 'role'>,
): Promise<void> {
  const owner = await lockMembership(tx, ownerId, organisationId)
  if (owner.role !== 'owner') throw organisationsProblem('denied')
  const heir = await memberOf(tx, userId, organisationId)
  if (heir.userId === ownerId) return
  if (heir.role !== 'owner') await writeRole(tx, { ...heir, role: 'owner' })
  await writeRole(tx, { ...owner, role: 'admin' })
}

/** Takes a member out, or lets one leave. Throws organisations/not-found, organisations/member-not-found, organisations/denied, organisations/last-owner. */
export async function removeMember(
  tx: Tx,
  actingId: Id<'user'>,
  { organisationId, userId }: Omit<Membership, 'role'>,
): Promise<void> {
  const acting = await lockMembership(tx, actingId, organisationId)
  const member = await memberOf(tx, userId, organisationId)
  if (userId !== actingId) assertMayActOn(acting.role, member.role)
  if (member.role === 'owner') await assertAnotherOwner(tx, member)
  await deleteMember(tx, member)
}

export async function deleteMember(tx: Tx, { organisationId, userId }: Omit<Membership, 'role'>): Promise<void> {
  await tx
    .query<OrganisationsTables>()
    .deleteFrom('organisations.member')
    .where('organisation_id', '=', organisationId)
    .where('user_id', '=', userId)
    .execute()
  await tx.audit({
    action: 'organisations.member.left',
    subject: { kind: 'organisation', id: organisationId },
    details: { userId },
  })
  await tx.publish(memberLeft, { organisationId, userId })
}
