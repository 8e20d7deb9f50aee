import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { lockAccount } from '../ledger/accounts.ts'
import { rebuild } from '../ledger/rebuild.ts'
import type { ExecutionRow } from '../ledger/tables.ts'
import { step } from './batches.ts'
import { findBatch, laterIfLocked } from './commit.job.ts'
import { importUndone } from './events.ts'
import { forgetStatements } from './file-statements.ts'
import { handOver } from './hand-over.ts'
import { unlinkLegs } from './linked-legs.ts'
import { type Touched, touch } from './outcomes.ts'
import { batchJobData, importQueues } from './queues.ts'
import { forgetReported } from './reported-excursions.ts'
import { isDone } from './steps.ts'
import { withdrawSplits } from './written-splits.ts'

/** Takes what an import made out of its account, unless another import holds it too: fills with their corrections, and cash movements. */
export function undoJob(): AnyJob {
  return job({
    name: importQueues.undo,
    description: 'Takes what an import made out of its trading account, and matches anew',
    data: batchJobData,
    ...{ attempts: 5, backoffSeconds: 5, deadlineSeconds: 900, tenantConcurrency: 1 },
    idempotentBy: 'the state of the import: the transaction that deletes also ends it',
    async handle({ once }, { batchId }) {
      try {
        await once((tx) => undo(tx, batchId))
      } catch (error) {
        throw laterIfLocked(error)
      }
    },
  })
}

/** One statement may not take longer than the database lets it. */
const DELETED_AT_ONCE = 20_000

const DELETE_FILLS = `
  DELETE FROM trading.execution WHERE id IN (
    WITH made AS (SELECT id FROM trading.execution WHERE account_id = $1 AND batch_id = $2 ORDER BY id LIMIT ${DELETED_AT_ONCE})
    SELECT id FROM made
    UNION ALL
    SELECT id FROM trading.execution WHERE account_id = $1 AND lineage_id <> id AND lineage_id IN (SELECT id FROM made))
  RETURNING instrument_id, position_ref, executed_at`

type GoneFill = Pick<ExecutionRow, 'instrument_id' | 'position_ref' | 'executed_at'>

async function undo(tx: Tx, batchId: Id<'import-batch'>): Promise<void> {
  const found = await findBatch(tx, batchId)
  if (found === undefined) return
  const account = await lockAccount(tx, found.owner_id, found.account_id)
  const batch = await findBatch(tx, batchId)
  if (batch === undefined || !isDone(batch.state)) return
  await handOver(tx, account.id, batch.id)
  await forgetReported(tx, batch.id)
  await forgetStatements(tx, batch.id)
  const touched = await deleteFills(tx, account.id, batch.id)
  await unlinkLegs(tx, account.id)
  await withdrawSplits(tx, batch)
  await tx.raw('DELETE FROM trading.cash_movement WHERE batch_id = $1', [batch.id])
  for (const table of ['import_waiting', 'import_rate_waiting'])
    await tx.raw(`DELETE FROM trading.${table} WHERE batch_id = $1`, [batch.id])
  await rebuild(tx, account, [...touched.values()])
  await step(tx, batch, 'undone', { undone_at: now() })
  await tx.publish(importUndone, { batchId, accountId: batch.account_id, ownerId: batch.owner_id })
}

/** Also corrections of them, which are other fills of the same lineage. */
async function deleteFills(tx: Tx, accountId: Id<'trading-account'>, batchId: Id<'import-batch'>): Promise<Touched> {
  const touched: Touched = new Map()
  for (;;) {
    const gone = await tx.raw<GoneFill & Record<string, unknown>>(DELETE_FILLS, [accountId, batchId])
    if (gone.length === 0) return touched
    touch(touched, gone)
  }
}
