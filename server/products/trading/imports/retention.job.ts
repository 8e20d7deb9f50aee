import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, job, type Schedule } from '../../../kernel/jobs/job.ts'
import type { Files } from '../../../platform/files/index.ts'
import { dropFile } from './batches.ts'
import type { BatchRow } from './tables.ts'

const DAY_SECONDS = 24 * 3600
/** Longer than a tax year and the time its papers are asked for; what was made of the rows stays. */
const RAW_DAYS = 400
/** An import that nobody went on with. */
const DRAFT_DAYS = 30
const BATCHES_AT_ONCE = 50
/** So that no statement takes longer than the database lets it. */
const ROWS_AT_ONCE = 50_000

/** Drops files and the text of their rows after their time, and imports that were never committed. */
export function retention(files: Pick<Files, 'remove'>): { job: AnyJob; schedule: Schedule } {
  const drop = job({
    name: 'trading.drop-import-files',
    description: 'Drops files and raw rows of imports after 400 days, and imports that were not committed after 30',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 600 },
    idempotentBy: 'what is dropped is gone',
    async handle({ db, once, signal }) {
      const before = (days: number) => inSeconds(-days * DAY_SECONDS)
      for (const batch of await db.raw<Due>(DRAFTS, [before(DRAFT_DAYS)])) {
        signal.throwIfAborted()
        await once((tx) => dropDraft(tx, files, batch), `draft ${batch.id}`)
      }
      for (const batch of await db.raw<Due>(OLD, [before(RAW_DAYS)])) {
        signal.throwIfAborted()
        await once((tx) => dropRaw(tx, files, batch), `raw ${batch.id}`)
      }
    },
  })
  return { job: drop, schedule: { name: drop.name, job: drop, cron: '41 3 * * *', zone: 'UTC', data: {} } }
}

type Due = Pick<BatchRow, 'id' | 'file_id'> & Record<string, unknown>

const DRAFT_STATES = `state IN ('uploaded', 'detected', 'mapped', 'previewed', 'failed')`
const DRAFTS = `
  SELECT id, file_id FROM trading.import_batch
   WHERE raw_dropped_at IS NULL AND updated_at < $1 AND ${DRAFT_STATES} ORDER BY updated_at LIMIT ${BATCHES_AT_ONCE}`
const OLD = `
  SELECT id, file_id FROM trading.import_batch
   WHERE raw_dropped_at IS NULL AND updated_at < $1 AND finished_at < $1 ORDER BY updated_at LIMIT ${BATCHES_AT_ONCE}`

async function dropDraft(tx: Tx, files: Pick<Files, 'remove'>, batch: Due): Promise<void> {
  const gone = await tx.raw(`DELETE FROM trading.import_batch WHERE id = $1 AND ${DRAFT_STATES} RETURNING id`, [
    batch.id,
  ])
  if (gone.length > 0) await dropFile(tx, files, batch)
}

async function dropRaw(tx: Tx, files: Pick<Files, 'remove'>, batch: Due): Promise<void> {
  for (;;) {
    const dropped = await tx.raw(
      `UPDATE trading.import_row SET raw = NULL WHERE batch_id = $1 AND number IN (
         SELECT number FROM trading.import_row WHERE batch_id = $1 AND raw IS NOT NULL LIMIT ${ROWS_AT_ONCE})
       RETURNING number`,
      [batch.id],
    )
    if (dropped.length < ROWS_AT_ONCE) break
  }
  await tx.raw(
    `UPDATE trading.import_batch SET file_id = NULL, preview = NULL, raw_dropped_at = $2, version = version + 1 WHERE id = $1`,
    [batch.id, now()],
  )
  await dropFile(tx, files, batch)
}
