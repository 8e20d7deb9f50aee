import type { Db } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { job, type Schedule } from '../../../kernel/jobs/job.ts'
import { rebuild } from './rebuild.ts'
import type { LedgerTables } from './tables.ts'

/** Accounts at a time: the rest wait for the next hour. */
const ACCOUNTS_MAX = 1000

/** Makes the figures of accounts anew whose fills an upgrade matches in another order. */
export const dueFiguresJob = job({
  name: 'trading.due-figures',
  description: 'Makes the figures of accounts anew that an upgrade reckons differently',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 900,
  idempotentBy: 'the mark of the account, which the transaction that makes its figures takes away',
  handle: async ({ db, once, signal }) => {
    for (const { id } of await due(db)) {
      if (signal.aborted) return
      await once(async (tx) => {
        const account = await tx
          .query<LedgerTables>()
          .selectFrom('trading.account')
          .selectAll()
          .where('id', '=', id)
          .where('figures_due', '=', true)
          .forNoKeyUpdate()
          .executeTakeFirst()
        if (account !== undefined) await rebuild(tx, account, [])
      }, id)
    }
  },
})

export const dueFiguresSchedule: Schedule = {
  ...{ name: 'trading.due-figures', job: dueFiguresJob, cron: '35 * * * *', zone: 'UTC', data: {} },
}

async function due(db: Db): Promise<{ id: Id<'trading-account'> }[]> {
  return await db.raw<{ id: Id<'trading-account'> }>(
    `SELECT id FROM trading.account WHERE figures_due ORDER BY id LIMIT ${ACCOUNTS_MAX}`,
  )
}
