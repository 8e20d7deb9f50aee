import { Type } from 'typebox'
import type { Call } from '../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { organisationRoles } from './tables.ts'

/** One line without a link: it will stand in mail to strangers. */
export const organisationName = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: '^(?!.*(?:://|[wW]{3}\\.))\\S(?:[^\\r\\n]*\\S)?$',
})
export const slug = Type.String({ minLength: 1, maxLength: 48, pattern: '^[a-z0-9](-?[a-z0-9])*$' })
export const organisationRole = oneOf(organisationRoles)
export const emailText = Type.String({ minLength: 3, maxLength: 320 })
export const byOrganisation = object({ id: idOf('organisation') })
export const CSRF = 'identity/csrf'

export const organisationShape = namedObject('Organisation', {
  id: idOf('organisation'),
  name: Type.String(),
  slug: Type.String(),
  createdAt: instant,
  role: organisationRole,
})

export const memberShape = object({
  userId: idOf('user'),
  name: Type.String(),
  email: Type.String(),
  role: organisationRole,
  joinedAt: instant,
})

export const invitationShape = namedObject('Invitation', {
  id: idOf('invitation'),
  email: Type.String(),
  roles: Type.Array(Type.String()),
  organisationId: nullable(idOf('organisation')),
  organisationRole: nullable(organisationRole),
  invitedBy: idOf('user'),
  createdAt: instant,
  sentAt: instant,
  expiresAt: instant,
  state: oneOf(['open', 'accepted', 'revoked', 'expired']),
})

/** Who calls a route that demands a session. */
export function callerOf({ principal }: Pick<Call, 'principal'>): Id<'user'> {
  if (principal === undefined) throw new TypeError('the policy of this route demands a session')
  return principal.actor.userId
}
