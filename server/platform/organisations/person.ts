import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { deleteMember, writeRole } from './members.ts'
import { lockOrganisation } from './membership.ts'
import { removeOrganisation } from './organisations.ts'
import type { Parts } from './parts.ts'
import type { OrganisationRole, OrganisationsTables } from './tables.ts'

/** What the unit keeps of a person: memberships, and invitations from and to the person. */
export async function exportPerson({ db }: Parts, userId: Id<'user'>) {
  const [memberships, sent, accepted] = await Promise.all([
    db.raw(
      `SELECT organisation.id, organisation.name, organisation.slug, member.role, member.joined_at AS "joinedAt"
         FROM organisations.member member JOIN organisations.organisation organisation ON organisation.id = member.organisation_id
        WHERE member.user_id = $1 ORDER BY organisation.id`,
      [userId],
    ),
    db.raw(
      `SELECT id, organisation_id AS "organisationId", roles, created_at AS "createdAt" FROM organisations.invitation
        WHERE invited_by = $1 ORDER BY id`,
      [userId],
    ),
    db.raw(
      `SELECT id, organisation_id AS "organisationId", email, roles, accepted_at AS "acceptedAt" FROM organisations.invitation
        WHERE accepted_by = $1 ORDER BY id`,
      [userId],
    ),
  ])
  return { memberships, invitationsSent: sent, invitationsAccepted: accepted }
}

const NOBODY = 'erased@invalid'

/**
 * Ends memberships and open invitations, and forgets the address. An organisation whose last owner goes gets its first admin, else its
 * first member, as owner; one without other members is deleted.
 */
export async function erasePerson(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<void> {
  const query = tx.query<OrganisationsTables>()
  const memberships = await query
    .selectFrom('organisations.member')
    .select('organisation_id')
    .where('user_id', '=', userId)
    .orderBy('organisation_id')
    .execute()
  for (const { organisation_id: organisationId } of memberships) await leave(parts, tx, { organisationId, userId })
  const person = await parts.identity.personById(tx, userId)
  await query
    .updateTable('organisations.invitation')
    .set({ revoked_at: now() })
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where((where) =>
      where.or([where('invited_by', '=', userId), where('email_canonical', '=', person?.email_canonical ?? NOBODY)]),
    )
    .execute()
  await query
    .updateTable('organisations.invitation')
    .set({ email: NOBODY, email_canonical: NOBODY })
    .where((where) =>
      where.or([where('accepted_by', '=', userId), where('email_canonical', '=', person?.email_canonical ?? NOBODY)]),
    )
    .execute()
}

async function leave(
  parts: Parts,
  tx: Tx,
  { organisationId, userId }: { organisationId: Id<'organisation'>; userId: Id<'user'> },
): Promise<void> {
  await lockOrganisation(tx, organisationId)
  const others = await tx.raw<{ user_id: Id<'user'>; role: OrganisationRole }>(
    `SELECT user_id, role FROM organisations.member WHERE organisation_id = $1 AND user_id <> $2
      ORDER BY array_position(ARRAY['owner', 'admin', 'member'], role), joined_at, user_id LIMIT 1`,
    [organisationId, userId],
  )
  const [heir] = others
  if (heir === undefined) return removeOrganisation(parts, tx, organisationId)
  if (heir.role !== 'owner') await writeRole(tx, { organisationId, userId: heir.user_id, role: 'owner' })
  await deleteMember(tx, { organisationId, userId })
}
