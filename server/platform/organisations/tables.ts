import type { Generated, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export const organisationRoles = ['owner', 'admin', 'member'] as const
export type OrganisationRole = (typeof organisationRoles)[number]

/** The rows of schema `organisations`. */
export interface OrganisationsTables {
  'organisations.organisation': {
    id: Id<'organisation'>
    name: string
    slug: string
    created_by: Id<'user'>
    created_at: Date
  }
  'organisations.member': {
    organisation_id: Id<'organisation'>
    user_id: Id<'user'>
    role: OrganisationRole
    joined_at: Date
  }
  'organisations.invitation': {
    id: Id<'invitation'>
    organisation_id: Id<'organisation'> | null
    organisation_role: OrganisationRole | null
    by_staff: boolean
    roles: string[]
    email: string
    email_canonical: string
    invited_by: Id<'user'>
    secret_hash: Buffer
    created_at: Date
    sent_at: Date
    times_sent: Generated<number>
    expires_at: Date
    accepted_at: Date | null
    accepted_by: Id<'user'> | null
    revoked_at: Date | null
  }
}

export type InvitationRow = Selectable<OrganisationsTables['organisations.invitation']>
