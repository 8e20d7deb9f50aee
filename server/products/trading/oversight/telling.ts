import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { TradingDeps } from '../deps.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { alertMail, breachMail } from './mails.ts'
import { findQuietHours, quietSeconds } from './quiet-hours.ts'
import type { OversightTables } from './tables.ts'

export type TellDeps = Pick<TradingDeps, 'mailer' | 'people' | 'publicUrl'>

interface ToldBreach {
  readonly account: Pick<AccountRow, 'owner_id' | 'name'>
  readonly title: string
  /** In the account's zone. */
  readonly at: string
}

/** The queue of letters that wait for the end of quiet hours. */
export const letterQueue = 'trading.send-alert'

/** Writes of a breach at once: nobody sleeps through it by a setting for alerts. */
export async function tellBreach(tx: Tx, deps: TellDeps, { account, title, at }: ToldBreach): Promise<void> {
  const person = (await deps.people([account.owner_id], tx)).get(account.owner_id)
  if (person === undefined) return
  const url = new URL('/trading/risk', deps.publicUrl).href
  const letter = { name: person.name, url, account: account.name, title, at }
  await deps.mailer.send(tx, recipient(person), breachMail, letter)
}

/** Writes of an alert, at once or when the trader's quiet hours end. */
export async function tellAlert(
  tx: Tx,
  deps: TellDeps,
  ownerId: Id<'user'>,
  eventId: Id<'alert-event'>,
): Promise<void> {
  const quiet = await findQuietHours(tx, ownerId)
  const delaySeconds = quiet === undefined ? 0 : quietSeconds(quiet)
  if (delaySeconds === 0) await sendAlert(tx, deps, eventId)
  else await tx.enqueue({ queue: letterQueue, data: { eventId }, options: { delaySeconds } })
}

/** Queues the letter of what was told; nothing when it was removed. */
export async function sendAlert(tx: Tx, deps: TellDeps, eventId: Id<'alert-event'>): Promise<void> {
  const event = await tx
    .query<OversightTables>()
    .selectFrom('trading.alert_event as event')
    .innerJoin('trading.account as account', 'account.id', 'event.account_id')
    .select(['event.owner_id', 'event.title', 'account.name as account'])
    .where('event.id', '=', eventId)
    .executeTakeFirst()
  const person = event === undefined ? undefined : (await deps.people([event.owner_id], tx)).get(event.owner_id)
  if (event === undefined || person === undefined) return
  const { title, account } = event
  const url = new URL('/trading/alerts', deps.publicUrl).href
  await deps.mailer.send(tx, recipient(person), alertMail, { name: person.name, url, account, title })
}
