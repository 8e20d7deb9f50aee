import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../../kernel/http/schema.ts'
import { milestoneKinds } from './tables.ts'

export const milestoneReached = eventType(
  'trading.milestone.reached',
  'A trader reached a goal of theirs, or a round number.',
  object({
    milestoneId: idOf('milestone'),
    traderId: idOf('user'),
    kind: oneOf(milestoneKinds),
    key: Type.String(),
  }),
)
