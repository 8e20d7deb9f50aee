export type OrganisationRole = 'owner' | 'admin' | 'member'

const TITLES: Readonly<Record<OrganisationRole, string>> = { owner: 'Owner', admin: 'Admin', member: 'Member' }

export function roleTitle(role: OrganisationRole): string {
  return TITLES[role]
}

/** Roles for a select, least first. */
export const ROLE_CHOICES = (['member', 'admin', 'owner'] as const).map((value) => ({ value, label: TITLES[value] }))
