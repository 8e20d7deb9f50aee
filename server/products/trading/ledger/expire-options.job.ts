import { nowMs } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { job, type Schedule } from '../../../kernel/jobs/job.ts'
import { expiryMs } from './expiries.ts'
import { rebuild } from './rebuild.ts'
import type { AccountRow, LedgerTables } from './tables.ts'

/** Ends options that expired while they were held. What a broker says of them later takes the place of this. */
export const expireOptionsJob = job({
  name: 'trading.expire-options',
  description: 'Closes what is still held of options after their last trading day',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 300,
  idempotentBy: 'the open lots: an option that was closed has none',
  handle: async ({ db, once, signal }) => {
    for (const { id } of await holders(db)) {
      if (signal.aborted) return
      await once((tx) => expireIn(tx, id), id)
    }
  },
})

export const expireOptionsSchedule: Schedule = {
  ...{ name: 'trading.expire-options', job: expireOptionsJob, cron: '20 * * * *', zone: 'UTC', data: {} },
}

const HELD = `SELECT DISTINCT l.account_id, l.instrument_id, l.position_ref, i.expires_on
   FROM trading.lot l JOIN trading.instrument i ON i.id = l.instrument_id
  WHERE i.asset_class = 'option' AND i.expires_on <= $1::date`

/** No zone is a day and a half ahead: who is not found by this date has nothing that is due. */
function today(): string {
  return new Date(nowMs()).toISOString().slice(0, 10)
}

async function holders(db: Db): Promise<{ id: Id<'trading-account'> }[]> {
  return await db.raw<{ id: Id<'trading-account'> }>(
    `SELECT DISTINCT account_id AS id FROM (${HELD}) AS held ORDER BY account_id`,
    [today()],
  )
}

async function expireIn(tx: Tx, id: Id<'trading-account'>): Promise<void> {
  const account: AccountRow | undefined = await tx
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (account === undefined) return
  const held = await tx.raw<{ instrument_id: Id<'instrument'>; position_ref: string; expires_on: string }>(
    `SELECT * FROM (${HELD}) AS held WHERE account_id = $2`,
    [today(), id],
  )
  const due = held.filter((row) => expiryMs(account, row.expires_on) < nowMs())
  if (due.length === 0) return
  await rebuild(
    tx,
    account,
    due.map((row) => ({ instrumentId: row.instrument_id, positionRef: row.position_ref, from: null })),
  )
  await tx.audit({
    action: 'trading.options.expired',
    subject: { kind: 'trading-account', id },
    details: { count: due.length },
  })
}
