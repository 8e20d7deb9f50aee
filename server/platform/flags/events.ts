import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, nullable, object, oneOf } from '../../kernel/http/schema.ts'

const changed = object({
  key: Type.String(),
  environment: nullable(Type.String()),
  action: Type.String({
    description: 'In the past: made, changed, killed, revived, archived, restored, rolled-back, imported',
  }),
  version: Type.Integer(),
  revisionId: idOf('flag-revision'),
})

export const flagChanged = eventType(
  'flags.flag.changed',
  'A flag, or what it serves in an environment, was made or changed',
  changed,
)

export const segmentChanged = eventType('flags.segment.changed', 'A segment was made, changed or removed', changed)

export const changeProposed = eventType(
  'flags.change.proposed',
  'Somebody proposed a change of a flag or a segment, which waits for approval or its hour',
  object({ changeId: idOf('flag-change'), proposedBy: idOf('user') }),
)

export const changeDecided = eventType(
  'flags.change.decided',
  'A proposed change was applied, failed when it was to be applied, or was rejected or cancelled',
  object({ changeId: idOf('flag-change'), state: oneOf(['applied', 'failed', 'rejected', 'cancelled']) }),
)
