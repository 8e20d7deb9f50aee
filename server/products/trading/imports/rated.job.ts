import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, job } from '../../../kernel/jobs/job.ts'
import { lockAccount } from '../ledger/accounts.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { touchAccounts } from '../ledger/trades/own-trade.ts'
import { applyRatesQueue } from '../rates/queue.ts'
import { failureOf, laterIfLocked } from './commit.job.ts'
import { liveSources } from './intake-sources.ts'
import { type RateWanted, rateKey } from './intake-types.ts'
import { recreate, type WaitedRow } from './recreate.ts'
import type { RateWaitingRow } from './tables.ts'

/** Makes the fills and cash of rows whose rate is known by now, and has figures that follow rates made anew. */
export function applyRatesJob(): AnyJob {
  return job({
    name: applyRatesQueue,
    description: 'Creates the rows of imports that waited for a rate of their day, and makes marked figures anew',
    data: object({ accountId: idOf('trading-account'), ownerId: idOf('user') }),
    ...{ attempts: 5, backoffSeconds: 5, deadlineSeconds: 900, tenantConcurrency: 1 },
    idempotentBy: 'the rows that wait: the transaction that creates them takes them from the queue',
    async handle({ once }, { accountId, ownerId }) {
      try {
        await once(async (tx) => {
          await createRated(tx, await lockAccount(tx, ownerId, accountId))
          await touchAccounts(tx, [accountId])
        })
      } catch (error) {
        // An account that is gone or archived has nothing that waits.
        if (failureOf(error) === null) throw laterIfLocked(error)
      }
    },
  })
}

const ROWS_AT_ONCE = 5000

const TAKE = `
  DELETE FROM trading.import_rate_waiting WHERE (batch_id, number) IN (
    SELECT batch_id, number FROM trading.import_rate_waiting
     WHERE batch_id = $1 AND (currency, day) IN (SELECT * FROM unnest($2::text[], $3::date[]))
     ORDER BY number LIMIT ${ROWS_AT_ONCE})
  RETURNING number, records`

async function createRated(tx: Tx, account: AccountRow): Promise<void> {
  const waiting = await tx.raw<Pick<RateWaitingRow, 'batch_id'> & RateWanted>(
    `SELECT DISTINCT batch_id, currency, day::text FROM trading.import_rate_waiting WHERE account_id = $1 ORDER BY batch_id`,
    [account.id],
  )
  if (waiting.length === 0) return
  const sources = liveSources(tx, account)
  const found = await sources.rates(waiting)
  const known = waiting.filter((one) => found.has(rateKey(one)))
  const pairs = [known.map(({ currency }) => currency), known.map(({ day }) => day)]
  const batchIds: readonly Id<'import-batch'>[] = [...new Set(known.map((one) => one.batch_id))]
  const take = (batchId: Id<'import-batch'>) => tx.raw<WaitedRow>(TAKE, [batchId, ...pairs])
  await recreate(tx, { account, batchIds, sources, take })
}
