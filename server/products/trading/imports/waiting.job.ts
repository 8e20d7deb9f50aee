import type { Static } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { lockAccount } from '../ledger/accounts.ts'
import { instrumentKey, ownInstrument } from '../ledger/instruments.ts'
import { rebuild } from '../ledger/rebuild.ts'
import type { AccountRow, InstrumentRow } from '../ledger/tables.ts'
import type { ReadRow } from './canonical.ts'
import { countRows, findBatch, laterIfLocked, termsOf } from './commit.job.ts'
import { createIntake } from './intake.ts'
import { liveSources } from './intake-sources.ts'
import type { IntakeSources, NamedWithMultiplier, ReportedExcursion } from './intake-types.ts'
import { madeBy, rewriteOutcomes, type Touched, touch } from './outcomes.ts'
import { keepReported, reportedBy } from './reported-excursions.ts'
import { readRecords } from './stored-records.ts'
import type { ImportTables, WaitingRow } from './tables.ts'
import { createWaitingQueue, waitingJobData } from './waiting.ts'

type Wanted = Static<typeof waitingJobData>

/** Makes the fills of rows that waited for an instrument. */
export function createWaitingJob(): AnyJob {
  return job({
    name: createWaitingQueue,
    description: 'Creates the rows of imports that waited for the multiplier of a symbol',
    data: waitingJobData,
    ...{ attempts: 5, backoffSeconds: 5, deadlineSeconds: 900, tenantConcurrency: 1 },
    idempotentBy: 'the rows that wait: the transaction that creates them takes them from the queue',
    async handle({ once }, wanted) {
      try {
        await once((tx) => createRows(tx, wanted))
      } catch (error) {
        throw laterIfLocked(error)
      }
    },
  })
}

const ROWS_AT_ONCE = 5000

const TAKE = `
  DELETE FROM trading.import_waiting WHERE (batch_id, number) IN (
    SELECT batch_id, number FROM trading.import_waiting
     WHERE account_id = $1 AND symbol = $2 AND asset_class = $3 AND currency = $4 AND batch_id = $5
     ORDER BY number LIMIT ${ROWS_AT_ONCE})
  RETURNING number, records`

async function createRows(tx: Tx, wanted: Wanted): Promise<void> {
  const account = await lockAccount(tx, wanted.ownerId, wanted.accountId)
  const instrument = await ownInstrument(tx, wanted.ownerId, wanted.instrumentId)
  const batches = await tx.raw<Pick<WaitingRow, 'batch_id'> & Record<string, unknown>>(
    `SELECT DISTINCT batch_id FROM trading.import_waiting
      WHERE account_id = $1 AND symbol = $2 AND asset_class = $3 AND currency = $4 ORDER BY batch_id`,
    [wanted.accountId, wanted.symbol, wanted.assetClass, wanted.currency],
  )
  const touched: Touched = new Map()
  const reported: ReportedExcursion[] = []
  for (const { batch_id: batchId } of batches)
    await createOf(tx, { wanted, account, instrument, batchId, touched, reported })
  await rebuild(tx, account, [...touched.values()])
  await keepReported(tx, account, reported)
}

interface Creating {
  readonly wanted: Wanted
  readonly account: AccountRow
  readonly instrument: InstrumentRow
  readonly batchId: Id<'import-batch'>
  readonly touched: Touched
  readonly reported: ReportedExcursion[]
}

/** The rows of one import in the order of its file: so that each is named as it would have been then. */
async function createOf(tx: Tx, { wanted, account, instrument, batchId, touched, reported }: Creating): Promise<void> {
  const batch = await findBatch(tx, batchId)
  if (batch === undefined) return
  const intake = createIntake(termsOf(account, batch), namedBy(tx, account, { wanted, instrument }))
  for (;;) {
    const keys = [wanted.accountId, wanted.symbol, wanted.assetClass, wanted.currency, batchId]
    const taken = await tx.raw<Pick<WaitingRow, 'number' | 'records'> & Record<string, unknown>>(TAKE, keys)
    if (taken.length === 0) break
    const rows = taken.sort((one, other) => one.number - other.number).map(readAgain)
    const ended = await intake.take(rows)
    await rewriteOutcomes(tx, batch, account, ended)
    touch(touched, madeBy(ended))
    for (const one of reportedBy(ended)) reported.push(one)
  }
  const counts = await countRows(tx, batchId)
  const changed = { ...counts, version: batch.version + 1, updated_at: now() }
  await tx.query<ImportTables>().updateTable('trading.import_batch').set(changed).where('id', '=', batchId).execute()
}

/** The instrument stands for the symbol, whatever kind the file takes it for. */
function namedBy(
  tx: Tx,
  account: AccountRow,
  { wanted, instrument }: Pick<Creating, 'wanted' | 'instrument'>,
): IntakeSources {
  const live = liveSources(tx, account)
  const { symbol, assetClass, currency } = wanted
  return {
    ...live,
    async instruments(asked) {
      const isMeant = ({ named }: NamedWithMultiplier): boolean =>
        named.symbol === symbol && named.assetClass === assetClass && (named.currency ?? account.currency) === currency
      const meant = asked.filter(isMeant)
      const found = new Map(await live.instruments(asked.filter((one) => !isMeant(one))))
      for (const { named } of meant) found.set(instrumentKey(named, account.currency), instrument)
      return found
    },
  }
}

function readAgain({ number, records }: Pick<WaitingRow, 'number' | 'records'>): ReadRow {
  return { row: number, raw: '', outcome: 'read', records: readRecords(records) }
}
