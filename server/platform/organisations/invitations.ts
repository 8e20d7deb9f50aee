import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { parseEmail } from '../identity/index.ts'
import { assertMayMail, mailInvitation, newLink } from './invitation-link.ts'
import { assertMayActOn, assertMember, lockMembership } from './membership.ts'
import type { Parts } from './parts.ts'
import { organisationsProblem } from './problems.ts'
import type { InvitationRow, OrganisationRole, OrganisationsTables } from './tables.ts'

/** Whose invitations: the staff's, or those of one organisation, on which the acting person is a member. */
export type Scope = 'staff' | { readonly organisationId: Id<'organisation'>; readonly actingId: Id<'user'> }

export interface InvitationInput {
  readonly email: string
  /** Platform roles; only by staff. */
  readonly roles: readonly string[]
  readonly organisation: { readonly id: Id<'organisation'>; readonly role: OrganisationRole } | null
  readonly byStaff: boolean
  readonly inviterId: Id<'user'>
}

export interface InvitationView {
  readonly id: Id<'invitation'>
  readonly email: string
  readonly roles: readonly string[]
  readonly organisationId: Id<'organisation'> | null
  readonly organisationRole: OrganisationRole | null
  readonly invitedBy: Id<'user'>
  readonly createdAt: Date
  readonly sentAt: Date
  readonly expiresAt: Date
  readonly state: 'open' | 'accepted' | 'revoked' | 'expired'
}

function viewOf(row: Omit<InvitationRow, 'secret_hash' | 'times_sent'>): InvitationView {
  const over = row.accepted_at !== null ? 'accepted' : row.revoked_at !== null ? 'revoked' : null
  return {
    id: row.id,
    email: row.email,
    roles: row.roles,
    organisationId: row.organisation_id,
    organisationRole: row.organisation_role,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    state: over ?? (row.expires_at <= now() ? 'expired' : 'open'),
  }
}

/**
 * Invites an address: nobody beyond what he may grant himself. An open invitation of the address to the same place is replaced, its link
 * dies. The answer is the same whether the address has an account. Throws identity/bad-email, access/unknown-role, access/beyond-own,
 * organisations/not-found, organisations/denied, organisations/too-many-mails.
 */
export async function invite(parts: Parts, tx: Tx, input: InvitationInput): Promise<InvitationView> {
  const { inviterId, organisation } = input
  const email = parseEmail(input.email)
  for (const role of input.roles) await parts.access.assertMayGrant(tx, role)
  if (organisation !== null) {
    const { role } = await lockMembership(tx, inviterId, organisation.id)
    assertMayActOn(role, organisation.role)
  }
  await assertMayMail(tx, email.canonical)
  await replaceOpen(tx, email.canonical, input)
  const { secret, row: link } = newLink()
  const row = {
    id: newId<'invitation'>(),
    organisation_id: organisation?.id ?? null,
    organisation_role: organisation?.role ?? null,
    by_staff: input.byStaff,
    roles: [...input.roles],
    email: email.written,
    email_canonical: email.canonical,
    invited_by: inviterId,
    created_at: now(),
    accepted_at: null,
    accepted_by: null,
    revoked_at: null,
    ...link,
  }
  await tx.query<OrganisationsTables>().insertInto('organisations.invitation').values(row).execute()
  await tx.audit({
    action: 'organisations.invitation.sent',
    subject: { kind: 'invitation', id: row.id },
    details: { roles: row.roles, organisationId: row.organisation_id, organisationRole: row.organisation_role },
  })
  await mailInvitation(parts, tx, { email: row.email, inviterId, organisationId: row.organisation_id, secret })
  return viewOf(row)
}

async function replaceOpen(tx: Tx, canonical: string, { organisation, byStaff }: InvitationInput): Promise<void> {
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.invitation')
    .set({ revoked_at: now() })
    .where('email_canonical', '=', canonical)
    .where('organisation_id', 'is not distinct from', organisation?.id ?? null)
    .where('by_staff', '=', byStaff)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

/** Newest first, from behind `after` on. Throws organisations/not-found, organisations/denied. */
export async function listInvitations(
  db: Db,
  scope: Scope,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<InvitationView[]> {
  let query = db.query<OrganisationsTables>().selectFrom('organisations.invitation').selectAll()
  if (scope === 'staff') query = query.where('by_staff', '=', true)
  else {
    const { role } = await assertMember(db, scope.actingId, scope.organisationId)
    assertMayActOn(role)
    query = query.where('organisation_id', '=', scope.organisationId)
  }
  if (after !== undefined) query = query.where('id', '<', after as Id<'invitation'>)
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(viewOf)
}

/** One invitation of the scope, locked. Throws organisations/invitation-not-found, or organisations/not-found and organisations/denied. */
async function lockInvitation(tx: Tx, scope: Scope, id: Id<'invitation'>): Promise<InvitationRow> {
  const isStaff = scope === 'staff'
  const acting = isStaff ? null : await lockMembership(tx, scope.actingId, scope.organisationId)
  if (acting !== null) assertMayActOn(acting.role)
  let query = tx.query<OrganisationsTables>().selectFrom('organisations.invitation').selectAll().where('id', '=', id)
  query = isStaff ? query.where('by_staff', '=', true) : query.where('organisation_id', '=', scope.organisationId)
  const row = await query.forUpdate().executeTakeFirst()
  if (row === undefined) throw organisationsProblem('invitation-not-found')
  if (acting !== null && row.organisation_role !== null) assertMayActOn(acting.role, row.organisation_role)
  return row
}

/** Takes an invitation back; nothing happens when it was already. Throws organisations/invitation-over for an accepted one. */
export async function revokeInvitation(tx: Tx, scope: Scope, id: Id<'invitation'>): Promise<void> {
  const row = await lockInvitation(tx, scope, id)
  if (row.accepted_at !== null) throw organisationsProblem('invitation-over')
  if (row.revoked_at !== null) return
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.invitation')
    .set({ revoked_at: now() })
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'organisations.invitation.revoked', subject: { kind: 'invitation', id } })
}

/** Mails a new link, for seven more days; the older one dies. The inviter stays who it was. Throws organisations/invitation-over. */
export async function resendInvitation(
  parts: Parts,
  tx: Tx,
  scope: Scope,
  id: Id<'invitation'>,
): Promise<InvitationView> {
  const row = await lockInvitation(tx, scope, id)
  if (row.accepted_at !== null || row.revoked_at !== null) throw organisationsProblem('invitation-over')
  for (const role of row.roles) await parts.access.assertMayGrant(tx, role)
  await assertMayMail(tx, row.email_canonical)
  const { secret, row: link } = newLink()
  await tx
    .query<OrganisationsTables>()
    .updateTable('organisations.invitation')
    .set((set) => ({ ...link, times_sent: set('times_sent', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'organisations.invitation.sent-again', subject: { kind: 'invitation', id } })
  const { email, invited_by: inviterId, organisation_id: organisationId } = row
  await mailInvitation(parts, tx, { email, inviterId, organisationId, secret })
  return viewOf({ ...row, ...link })
}
