import { nowMs } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, ComeBackLater, type JobContext, job } from '../../../kernel/jobs/job.ts'
import { Problem } from '../../../kernel/problem.ts'
import type { Person, TradingParts } from '../deps.ts'
import { lockAccount, ownAccount } from '../ledger/accounts.ts'
import { rebuild } from '../ledger/rebuild.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { applyRatesTo } from '../rates/write-rates.ts'
import { countsOf } from './batch-view.ts'
import { step } from './batches.ts'
import { importCompleted } from './events.ts'
import { type OpenRows, openRows } from './file-rows.ts'
import type { IntakeTerms } from './intake-types.ts'
import { tellFinished } from './letters.ts'
import { linkLegs } from './linked-legs.ts'
import type { SymbolMapping } from './mapping.ts'
import { placeAfter } from './placing.ts'
import { batchJobData, importQueues } from './queues.ts'
import type { Profile } from './reading/profile.ts'
import { FileRefusal } from './reading/refusal.ts'
import { keepReported } from './reported-excursions.ts'
import type { BatchRow, ImportTables } from './tables.ts'
import { writeFile } from './write-file.ts'
import { writeSplits } from './written-splits.ts'

type Deps = Pick<TradingParts, 'files' | 'mailer' | 'publicUrl' | 'people' | 'plans'>

const LOCKED_SECONDS = 2

/** Writes what a file says into its account: all of it in one transaction, or nothing. */
export function commitJob(deps: Deps): AnyJob {
  return job({
    name: importQueues.commit,
    description: 'Writes what a file says into its trading account, and matches anew',
    data: batchJobData,
    ...{ attempts: 5, backoffSeconds: 2, deadlineSeconds: 900, tenantConcurrency: 1 },
    idempotentBy: 'the state of the import: the transaction that writes its rows also ends it',
    async handle(context, { batchId }) {
      const batch = await findBatch(context.db, batchId)
      if (batch?.state !== 'importing') return
      try {
        await importFile(deps, context, batch)
      } catch (error) {
        const failure = failureOf(error) ?? (context.isFinal(error) ? 'could-not-be-done' : null)
        if (failure !== null) await fail(context, batchId, failure)
        if (failureOf(error) === null) throw laterIfLocked(error)
      }
    },
  })
}

/** Somebody else is changing the account: no fault of this job. */
export function laterIfLocked(error: unknown): unknown {
  const isLocked = error instanceof Problem && (error.code === 'database/locked' || error.code === 'database/busy')
  return isLocked ? new ComeBackLater('the account is being changed', LOCKED_SECONDS) : error
}

/** Of what no other try would mend. */
export function failureOf(error: unknown): string | null {
  if (error instanceof FileRefusal) return error.code
  const lost = ['trading/account-archived', 'trading/account-not-found', 'blob/missing']
  return error instanceof Problem && lost.includes(error.code) ? (error.code.split('/')[1] ?? null) : null
}

export async function findBatch(source: Db | Tx, id: Id<'import-batch'>): Promise<BatchRow | undefined> {
  return await source
    .query<ImportTables>()
    .selectFrom('trading.import_batch')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
}

async function fail(context: JobContext, id: Id<'import-batch'>, failure: string): Promise<void> {
  await context.db.transaction(systemOrigin(importQueues.commit, context.jobId), async (tx) => {
    const batch = await findBatch(tx, id)
    if (batch?.state === 'importing') await step(tx, batch, 'failed', { failure })
  })
}

async function importFile(deps: Deps, context: JobContext, batch: BatchRow): Promise<void> {
  const person = (await deps.people([batch.owner_id])).get(batch.owner_id)
  const { file_id: fileId, time_zone: timeZone } = batch
  if (fileId === null) throw new FileRefusal('empty')
  const account = await ownAccount(context.db, batch.owner_id, batch.account_id)
  const rows = await openRows(deps.files, { fileId, profile: batch.profile as Profile, timeZone, account })
  try {
    await context.once((tx) => importRows(tx, { deps, context, batch, rows, person }))
  } finally {
    await rows.release()
  }
}

interface Importing {
  readonly deps: Deps
  readonly context: Pick<JobContext, 'db' | 'progress' | 'signal'>
  readonly batch: BatchRow
  readonly rows: OpenRows
  readonly person: Person | undefined
}

/** Writes the rows of an import that is under way into its account, and ends it. */
export async function importRows(tx: Tx, importing: Importing): Promise<void> {
  const { deps, context, person } = importing
  const account = await lockAccount(tx, importing.batch.owner_id, importing.batch.account_id)
  const found = await findBatch(tx, importing.batch.id)
  if (found?.state !== 'importing') return
  const batch = { ...found, place: await nextPlace(tx, account.id) }
  const { total, touched, reported, splits, legs } = await writeFile(
    tx,
    { account, batch },
    { context, chunks: importing.rows.chunks, terms: termsOf(account, batch) },
  )
  await linkLegs(tx, account.id, legs)
  context.progress(90, 'matching')
  await rebuild(tx, account, [...touched.values()])
  await writeSplits(tx, batch, splits)
  await keepReported(tx, account, reported)
  context.signal.throwIfAborted()
  const beyond = await deps.plans.tradesBeyond(tx, batch)
  const done = await finish(tx, batch, { rows_total: total, trades_beyond: beyond, place: batch.place })
  await tellFinished(deps, tx, done, { person, account: account.name })
}

/** After all imports of the account, and after what came to it in another way, if it had none: no two have the same, since it is locked. */
async function nextPlace(tx: Tx, accountId: Id<'trading-account'>): Promise<number> {
  const [batch] = await tx.raw<{ place: number | null }>(
    'SELECT max(place) AS place FROM trading.import_batch WHERE account_id = $1',
    [accountId],
  )
  if (batch !== undefined && batch.place !== null) return batch.place + 1
  const [last] = await tx.raw<{ sequence: bigint | null }>(
    'SELECT max(sequence) AS sequence FROM trading.execution WHERE account_id = $1',
    [accountId],
  )
  return placeAfter(last?.sequence ?? 0n) + 1
}

/** By what rows of an import are judged. */
export function termsOf(account: AccountRow, batch: BatchRow): IntakeTerms {
  return {
    ...{
      account,
      batchId: batch.id,
      place: batch.place,
      symbols: batch.symbols as SymbolMapping[],
      fxRates: batch.fx_rates,
    },
  }
}

const COUNT = `
  SELECT count(*) FILTER (WHERE outcome = 'created')::integer AS rows_created,
         count(*) FILTER (WHERE outcome = 'duplicate')::integer AS rows_duplicate,
         count(*) FILTER (WHERE outcome = 'skipped')::integer AS rows_skipped,
         count(*) FILTER (WHERE outcome = 'error')::integer AS rows_error,
         count(*) FILTER (WHERE outcome = 'needs_mapping')::integer AS rows_needs_mapping,
         count(*) FILTER (WHERE outcome = 'needs_rate')::integer AS rows_needs_rate
    FROM trading.import_row WHERE batch_id = $1`

type StoredCounts = Pick<
  BatchRow,
  'rows_created' | 'rows_duplicate' | 'rows_skipped' | 'rows_error' | 'rows_needs_mapping' | 'rows_needs_rate'
>

/** What is stored of the rows, counted. */
export async function countRows(tx: Tx, batchId: Id<'import-batch'>): Promise<StoredCounts> {
  const [counts] = await tx.raw<StoredCounts & Record<string, unknown>>(COUNT, [batchId])
  if (counts === undefined) throw new TypeError('counting answers one row')
  return counts
}

/** Ends the import by what is stored of its rows; the database refuses counts that do not add up to the rows that were read. */
async function finish(
  tx: Tx,
  batch: BatchRow,
  found: Readonly<Record<'rows_total' | 'trades_beyond' | 'place', number>>,
): Promise<BatchRow> {
  const counts = await countRows(tx, batch.id)
  const state = counts.rows_error === 0 ? 'completed' : 'completed_with_errors'
  const finished = { ...counts, ...found, rows_read: found.rows_total, finished_at: new Date(nowMs()), failure: null }
  const done = await step(tx, batch, state, finished)
  // A rate that was told meanwhile found no row that waited for it.
  if ((counts.rows_needs_rate ?? 0) > 0) await applyRatesTo(tx, { id: done.account_id, owner_id: done.owner_id })
  const told = countsOf(done)
  if (told === null) throw new TypeError('an import that is done has counts')
  await tx.publish(importCompleted, {
    ...{ batchId: done.id, accountId: done.account_id, ownerId: done.owner_id },
    ...told,
  })
  return done
}
