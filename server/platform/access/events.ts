import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object } from '../../kernel/http/schema.ts'

const grant = object({ userId: idOf('user'), role: Type.String() })

export const roleGranted = eventType('access.role.granted', 'A person holds a role now.', grant)
export const roleRevoked = eventType(
  'access.role.revoked',
  'A person no longer holds a role: it was taken back or came to its end.',
  grant,
)
