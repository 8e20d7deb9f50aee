import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'

export const accountRebuilt = eventType(
  'trading.account.rebuilt',
  'What happened in a trading account changed, and its figures are made anew. The generation names what is derived of it.',
  object({ accountId: idOf('trading-account'), ownerId: idOf('user'), generation: Type.String() }),
)

export const accountDeleted = eventType(
  'trading.account.deleted',
  'A trading account was removed with all that happened in it.',
  object({ accountId: idOf('trading-account'), ownerId: idOf('user') }),
)
