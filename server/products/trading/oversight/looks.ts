import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'

/** The queue of looks at one account. */
export const lookQueue = 'trading.look-at-account'

/** Has the profiles and alerts of an account judged after this transaction; several changes wait for one look. */
export async function enqueueLook(tx: Tx, accountId: Id<'trading-account'>): Promise<void> {
  await tx.enqueue({ queue: lookQueue, data: { accountId }, options: { key: `look ${accountId}` } })
}

/** Likewise, unless nobody watches the account. */
export async function enqueueIfWatched(tx: Tx, accountId: Id<'trading-account'>): Promise<void> {
  const watched = await tx.raw(
    `SELECT FROM trading.account WHERE id = $1 AND archived_at IS NULL
        AND (EXISTS (SELECT FROM trading.risk_profile WHERE account_id = $1)
          OR EXISTS (SELECT FROM trading.alert_rule WHERE account_id = $1))`,
    [accountId],
  )
  if (watched.length > 0) await enqueueLook(tx, accountId)
}
