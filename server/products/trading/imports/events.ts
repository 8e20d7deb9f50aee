import { Type } from 'typebox'
import { eventType } from '../../../kernel/db/events.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'

const batch = { batchId: idOf('import-batch'), accountId: idOf('trading-account'), ownerId: idOf('user') }

export const importCompleted = eventType(
  'trading.import.completed',
  'A file was imported into an account; the counts are of its rows.',
  object({
    ...batch,
    created: Type.Integer(),
    duplicate: Type.Integer(),
    skipped: Type.Integer(),
    error: Type.Integer(),
    needsMapping: Type.Integer(),
    needsRate: Type.Integer(),
  }),
)
export const importUndone = eventType(
  'trading.import.undone',
  'What an import had brought into an account was taken out again.',
  object(batch),
)
