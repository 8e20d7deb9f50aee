import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { job } from '../../../kernel/jobs/job.ts'
import { rebuildAccount } from './rebuild.ts'
import { keepRework, totalsOf } from './reworks.ts'
import type { AccountRow, LedgerTables } from './tables.ts'

/** Makes a change that all figures of an account follow, and the figures with it; keeps the totals of both. */
export const reworkJob = job({
  name: 'trading.rework-account',
  description: 'Changes how an account matches lots or counts days, and makes its figures anew',
  data: object({ accountId: idOf('trading-account') }),
  attempts: 5,
  backoffSeconds: 10,
  deadlineSeconds: 300,
  idempotentBy: 'what waits in the account: it is gone when it is done',
  handle: async ({ once }, { accountId }) => {
    await once((tx) => rework(tx, accountId))
  },
})

async function rework(tx: Tx, id: Id<'trading-account'>): Promise<void> {
  const row = await tx
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined || row.pending === null) return
  const before = await totalsOf(tx, row)
  const account = await tx
    .query<LedgerTables>()
    .updateTable('trading.account')
    .set({ ...row.pending, pending: null, version: row.version + 1, updated_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await rebuildAccount(tx, account)
  const changed = Object.entries(row.pending).map(([column, to]) => [
    column,
    { from: row[column as keyof AccountRow], to },
  ])
  await keepRework(tx, account, { changed: Object.fromEntries(changed), before })
  await tx.audit({
    action: 'trading.account.reworked',
    subject: { kind: 'trading-account', id },
    details: { changed: Object.keys(row.pending) },
  })
}
