import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { acceptanceRoutes } from './acceptance.routes.ts'
import { memberChanged, memberJoined, memberLeft, organisationCreated, organisationDeleted } from './events.ts'
import { purgeInvitationsJob, purgeInvitationsSchedule } from './housekeeping.jobs.ts'
import { invitationRoutes } from './invitations.routes.ts'
import { invitationMail } from './mails.ts'
import { memberRoutes } from './members.routes.ts'
import { membershipOf } from './membership.ts'
import { organisationRoutes } from './organisations.routes.ts'
import { listOrganisations, type OrganisationView } from './organisations.ts'
import type { OrganisationsDeps } from './parts.ts'
import { erasePerson, exportPerson } from './person.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationRole } from './tables.ts'

export type { OrganisationRole, OrganisationView }
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
}

const ORGANISATIONS_MAX = 1000

/** Organisations, who belongs to them as what, and invitations to them and to roles. */
export function createOrganisations(deps: OrganisationsDeps): Organisations {
  const onDelete: ((tx: Tx, organisationId: Id<'organisation'>) => Promise<void>)[] = []
  const parts = { ...deps, onDelete }
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
    exportPerson: (userId) => exportPerson(parts, userId),
    erasePerson: (tx, userId) => erasePerson(parts, tx, userId),
  }
}
