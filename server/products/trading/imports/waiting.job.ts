import type { Static } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { lockAccount } from '../ledger/accounts.ts'
import { instrumentKey, ownInstrument } from '../ledger/instruments.ts'
import type { AccountRow, InstrumentRow } from '../ledger/tables.ts'
import { laterIfLocked } from './commit.job.ts'
import { liveSources } from './intake-sources.ts'
import type { IntakeSources, NamedWithMultiplier } from './intake-types.ts'
import { recreate, type WaitedRow } from './recreate.ts'
import type { WaitingRow } from './tables.ts'
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
  const key = [wanted.accountId, wanted.symbol, wanted.assetClass, wanted.currency]
  const batches = await tx.raw<Pick<WaitingRow, 'batch_id'> & Record<string, unknown>>(
    `SELECT DISTINCT batch_id FROM trading.import_waiting
      WHERE account_id = $1 AND symbol = $2 AND asset_class = $3 AND currency = $4 ORDER BY batch_id`,
    key,
  )
  await recreate(tx, {
    ...{ account, batchIds: batches.map((row) => row.batch_id), sources: namedBy(tx, account, { wanted, instrument }) },
    take: (batchId) => tx.raw<WaitedRow>(TAKE, [...key, batchId]),
  })
}

interface Creating {
  readonly wanted: Wanted
  readonly instrument: InstrumentRow
}

/** The instrument stands for the symbol, whatever kind the file takes it for. */
function namedBy(tx: Tx, account: AccountRow, { wanted, instrument }: Creating): IntakeSources {
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
