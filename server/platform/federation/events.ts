import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object } from '../../kernel/http/schema.ts'

const link = object({ userId: idOf('user'), provider: Type.String() })

export const identityLinked = eventType(
  'federation.identity.linked',
  "A provider's account became a way into a person's account.",
  link,
)
export const identityUnlinked = eventType(
  'federation.identity.unlinked',
  "A provider's account is no longer a way into a person's account.",
  link,
)
