import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { lockHolders, type OwnAccount, ownAccount } from './accounts.ts'
import { accountDeleted } from './events.ts'
import { ledgerProblem } from './problems.ts'

/** Removes an account and all that happened in it, for good. Throws trading/account-not-found, trading/confirmation-wrong. */
export async function deleteAccount(tx: Tx, own: OwnAccount, name: string): Promise<void> {
  await lockHolders(tx, own.ownerId, [own.id])
  const account = await ownAccount(tx, own.ownerId, own.id)
  if (account.name !== name) throw ledgerProblem('confirmation-wrong')
  await removeAccounts(tx, own.ownerId, [own.id])
}

/** Removes these accounts of the trader with everything that is of them. */
export async function removeAccounts(
  tx: Tx,
  ownerId: Id<'user'>,
  ids: readonly Id<'trading-account'>[],
): Promise<void> {
  for (const accountId of ids) {
    for (const table of ['lot', 'lot_closure', 'trade'])
      await tx.raw(`DELETE FROM trading.${table} WHERE account_id = $1`, [accountId])
    await tx.raw('DELETE FROM trading.account WHERE id = $1 AND owner_id = $2', [accountId, ownerId])
    await tx.audit({ action: 'trading.account.deleted', subject: { kind: 'trading-account', id: accountId } })
    await tx.publish(accountDeleted, { accountId, ownerId })
  }
}
