import { eventType } from '../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import { organisationRoles } from './tables.ts'

const organisation = object({ organisationId: idOf('organisation') })
const member = object({ organisationId: idOf('organisation'), userId: idOf('user') })
const memberWithRole = object({ ...member.properties, role: oneOf(organisationRoles) })

export const organisationCreated = eventType('organisations.created', 'An organisation exists.', organisation)
export const organisationDeleted = eventType(
  'organisations.deleted',
  'An organisation is gone, with all memberships.',
  organisation,
)
export const memberJoined = eventType(
  'organisations.member.joined',
  'A person belongs to an organisation.',
  memberWithRole,
)
export const memberChanged = eventType('organisations.member.changed', 'A member has another role.', memberWithRole)
export const memberLeft = eventType(
  'organisations.member.left',
  'A person no longer belongs to an organisation.',
  member,
)
