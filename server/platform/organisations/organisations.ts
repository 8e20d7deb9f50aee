import { randomBytes } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { memberJoined, organisationCreated, organisationDeleted } from './events.ts'
import { assertMayActOn, lockMembership } from './membership.ts'
import type { Parts } from './parts.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationRole, OrganisationsTables } from './tables.ts'

/** An organisation as one of its members sees it. */
export interface OrganisationView {
  readonly id: Id<'organisation'>
  readonly name: string
  readonly slug: string
  readonly createdAt: Date
  /** The reader's own role. */
  readonly role: OrganisationRole
}

type Reader = Pick<Db, 'query'> | Pick<Tx, 'query'>

function visibleTo(reader: Reader, userId: Id<'user'>) {
  return reader
    .query<OrganisationsTables>()
    .selectFrom('organisations.member as member')
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'member.organisation_id')
    .select([
      'organisation.id',
      'organisation.name',
      'organisation.slug',
      'organisation.created_at as createdAt',
      'member.role',
    ])
    .where('member.user_id', '=', userId)
}

/** The organisations a person belongs to, newest first, from behind `after` on. */
export function listOrganisations(
  reader: Reader,
  userId: Id<'user'>,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<OrganisationView[]> {
  return visibleTo(reader, userId)
    .$if(after !== undefined, (query) =>
      query.where('member.organisation_id', '<', (after ?? '') as Id<'organisation'>),
    )
    .orderBy('member.organisation_id', 'desc')
    .limit(limit)
    .execute()
}

/** Throws organisations/not-found, for a stranger too. */
export async function getOrganisation(
  reader: Reader,
  userId: Id<'user'>,
  id: Id<'organisation'>,
): Promise<OrganisationView> {
  const view = await visibleTo(reader, userId).where('member.organisation_id', '=', id).executeTakeFirst()
  if (view === undefined) throw organisationsProblem('not-found')
  return view
}

const SLUG_MAX = 40

/** The name in small Latin letters and hyphens, with an ending nobody else has. */
function slugFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Diacritic}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replace(/^-+|-+$/g, '')
  const ending = randomBytes(3).toString('hex')
  return plain === '' ? ending : `${plain}-${ending}`
}

/** Makes an organisation with its maker as owner. Throws organisations/slug-taken. */
export async function createOrganisation(
  tx: Tx,
  userId: Id<'user'>,
  input: { readonly name: string; readonly slug?: string | undefined },
): Promise<OrganisationView> {
  const id = newId<'organisation'>()
  const at = now()
  const query = tx.query<OrganisationsTables>()
  const row = { id, name: input.name, slug: input.slug ?? slugFrom(input.name), created_by: userId, created_at: at }
  await query.insertInto('organisations.organisation').values(row).execute().catch(refuseSlug)
  await query
    .insertInto('organisations.member')
    .values({ organisation_id: id, user_id: userId, role: 'owner', joined_at: at })
    .execute()
  await tx.audit({ action: 'organisations.created', subject: { kind: 'organisation', id } })
  await tx.publish(organisationCreated, { organisationId: id })
  await tx.publish(memberJoined, { organisationId: id, userId, role: 'owner' })
  return { id, name: row.name, slug: row.slug, createdAt: at, role: 'owner' }
}

/** Throws organisations/not-found, organisations/denied, organisations/slug-taken. */
export async function changeOrganisation(
  tx: Tx,
  userId: Id<'user'>,
  id: Id<'organisation'>,
  change: { readonly name?: string; readonly slug?: string },
): Promise<OrganisationView> {
  const { role } = await lockMembership(tx, userId, id)
  assertMayActOn(role)
  const before = await getOrganisation(tx, userId, id)
  const { name = before.name, slug = before.slug } = change
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.organisation')
    .set({ name, slug })
    .where('id', '=', id)
    .execute()
    .catch(refuseSlug)
  await tx.audit({ action: 'organisations.changed', subject: { kind: 'organisation', id }, details: { slug } })
  return { ...before, name, slug }
}

function refuseSlug(error: unknown): never {
  throw violatedConstraint(error) === 'organisation_slug_key' ? organisationsProblem('slug-taken') : error
}

/**
 * Deletes an organisation with its memberships, invitations, and what other units hold for it; with other members only when
 * `confirm` repeats the short name. Throws organisations/not-found, organisations/denied, organisations/has-members.
 */
export async function deleteOrganisation(
  parts: Parts,
  tx: Tx,
  userId: Id<'user'>,
  { id, confirm }: { readonly id: Id<'organisation'>; readonly confirm: string | undefined },
): Promise<void> {
  const { role } = await lockMembership(tx, userId, id)
  if (role !== 'owner') throw organisationsProblem('denied')
  const { slug } = await getOrganisation(tx, userId, id)
  const other = await tx
    .query<OrganisationsTables>()
    .selectFrom('organisations.member')
    .select('user_id')
    .where('organisation_id', '=', id)
    .where('user_id', '<>', userId)
    .limit(1)
    .executeTakeFirst()
  if (other !== undefined && confirm !== slug) throw organisationsProblem('has-members')
  await removeOrganisation(parts, tx, id)
}

/** Removes an organisation without asking, under its lock. */
export async function removeOrganisation(parts: Parts, tx: Tx, id: Id<'organisation'>): Promise<void> {
  for (const end of parts.onDelete) await end(tx, id)
  await tx.query<OrganisationsTables>().deleteFrom('organisations.organisation').where('id', '=', id).execute()
  await tx.audit({ action: 'organisations.deleted', subject: { kind: 'organisation', id } })
  await tx.publish(organisationDeleted, { organisationId: id })
}
