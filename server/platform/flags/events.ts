import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { nullable, object } from '../../kernel/http/schema.ts'

export const flagChanged = eventType(
  'flags.flag.changed',
  'A flag, or what it serves in an environment, was made or changed',
  object({
    key: Type.String(),
    environment: nullable(Type.String()),
    action: Type.String(),
    version: Type.Integer(),
    revisionId: Type.String(),
  }),
)
