import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { acceptanceRoutes } from './acceptance.routes.ts'
import { memberChanged, memberJoined, memberLeft, organisationCreated, organisationDeleted } from './events.ts'
import { purgeInvitationsJob, purgeInvitationsSchedule } from './housekeeping.jobs.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { type InvitationView, invite } from './invitations.ts'
import { invitationMail } from './mails.ts'
import { memberRoutes } from './members.routes.ts'
import { membershipOf } from './membership.ts'
import { organisationRoutes } from './organisations.routes.ts'
import { listOrganisations, type OrganisationView } from './organisations.ts'
import type { AcceptedListener, OrganisationsDeps } from './parts.ts'
import { erasePerson, exportPerson } from './person.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationRole } from './tables.ts'

export type { InvitationView, OrganisationRole, OrganisationView }
/** Events for other units to subscribe to. */
export { memberChanged, memberJoined, memberLeft, organisationCreated, organisationDeleted }

export interface Organisations extends Unit {
  /** The role a person has in an organisation; null for a stranger, and for an organisation that does not exist. */
  membershipOf(
    reader: Db | Tx,
    userId: Id<'user'>,
    organisationId: Id<'organisation'>,
  ): Promise<OrganisationRole | null>
  /** Up to a thousand organisations the person belongs to, newest first, with the role in each. */
  organisationsOf(reader: Db | Tx, userId: Id<'user'>): Promise<OrganisationView[]>
  /** Called in the transaction that deletes an organisation: end what belongs to it. */
  onDelete(listener: (tx: Tx, organisationId: Id<'organisation'>) => Promise<void>): void
  /**
   * Invites an address to roles, in the name of somebody who holds `identity:invite`: nobody beyond what he may grant himself. Throws
   * identity/bad-email, access/unknown-role, access/beyond-own, organisations/too-many-mails.
   */
  inviteStaff(
    tx: Tx,
    input: { readonly email: string; readonly roles: readonly string[]; readonly inviterId: Id<'user'> },
  ): Promise<InvitationView>
  /** Called in the transaction that accepts an invitation: add what a unit attached to it. */
  onInvitationAccepted(listener: AcceptedListener): void
}

const ORGANISATIONS_MAX = 1000

/** Organisations, who belongs to them as what, and invitations to them and to roles. */
export function createOrganisations(deps: OrganisationsDeps): Organisations {
  const onDelete: ((tx: Tx, organisationId: Id<'organisation'>) => Promise<void>)[] = []
  const onAccepted: AcceptedListener[] = []
  const parts = { ...deps, onDelete, onAccepted }
  return {
    name: 'organisations',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...organisationRoutes(parts),
      ...memberRoutes(parts),
      ...invitationRoutes(parts),
      ...acceptanceRoutes(parts),
    ],
    problems: [organisationsProblem],
    permissions: {},
    events: [organisationCreated, organisationDeleted, memberJoined, memberChanged, memberLeft],
    jobs: [purgeInvitationsJob],
    schedules: [purgeInvitationsSchedule],
    mails: [invitationMail],
    membershipOf,
    organisationsOf: (reader, userId) =>
      listOrganisations(reader, userId, { after: undefined, limit: ORGANISATIONS_MAX }),
    onDelete: (listener) => void onDelete.push(listener),
    inviteStaff: (tx, input) => invite(parts, tx, { ...input, organisation: null, byStaff: true }),
    onInvitationAccepted: (listener) => void onAccepted.push(listener),
    exportPerson: (userId) => exportPerson(parts, userId),
    erasePerson: (tx, userId) => erasePerson(parts, tx, userId),
  }
}
