import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { BatchRow } from './tables.ts'

/** Work on one import, behind the request that asked for it. */
export const importQueues = {
  preview: 'trading.preview-import',
  commit: 'trading.commit-import',
  undo: 'trading.undo-import',
} as const

export const batchJobData = object({ batchId: idOf('import-batch') })

/** Has a worker go on with an import; those of one account one after the other. */
export function handOn(
  tx: Tx,
  queue: (typeof importQueues)[keyof typeof importQueues],
  batch: BatchRow,
): Promise<void> {
  return tx.enqueue({ queue, data: { batchId: batch.id }, options: { tenant: batch.account_id } })
}
