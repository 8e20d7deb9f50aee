import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { type Outbound, OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import { invalidValue } from '../ledger/problems.ts'
import { findQuietHours, quietSeconds } from './quiet-hours.ts'
import type { OversightTables, PushAddressRow } from './tables.ts'

/** The queue of alerts that are pushed. */
export const pushQueue = 'trading.push-alert'

export async function findPushAddress(source: Db | Tx, ownerId: Id<'user'>): Promise<PushAddressRow | undefined> {
  return await source
    .query<OversightTables>()
    .selectFrom('trading.push_address')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
}

/** Null ends pushes. Throws trading/value-invalid for an address that nothing will ever be sent to. */
export async function savePushAddress(
  tx: Tx,
  outbound: Pick<Outbound, 'objection'>,
  { ownerId, url }: { readonly ownerId: Id<'user'>; readonly url: string | null },
): Promise<void> {
  if (url === null) await tx.raw('DELETE FROM trading.push_address WHERE owner_id = $1', [ownerId])
  else {
    const objection = URL.canParse(url) ? outbound.objection(new URL(url)) : 'is no address'
    if (objection !== null) throw invalidValue('/url', 'address', objection)
    const row = { url, failure: null, failed_at: null, created_at: now() }
    await tx
      .query<OversightTables>()
      .insertInto('trading.push_address')
      .values({ owner_id: ownerId, ...row })
      .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(row))
      .execute()
  }
  await tx.audit({ action: 'trading.push-address.changed', subject: { kind: 'user', id: ownerId } })
}

/** Pushes an alert, at once or when the trader's quiet hours end; without an address nothing is queued. */
export async function queuePush(tx: Tx, ownerId: Id<'user'>, eventId: Id<'alert-event'>): Promise<void> {
  if ((await findPushAddress(tx, ownerId)) === undefined) return
  const quiet = await findQuietHours(tx, ownerId)
  const delaySeconds = quiet === undefined ? 0 : quietSeconds(quiet)
  await tx.enqueue({ queue: pushQueue, data: { eventId }, options: delaySeconds === 0 ? {} : { delaySeconds } })
}

interface Pushed {
  readonly title: string
  readonly text: string
}

/** Posts a text as UnifiedPush and ntfy take it. Throws OutboundFailure when it was not taken. */
export async function push(
  outbound: Pick<Outbound, 'post'>,
  url: string,
  { title, text, signal }: Pushed & { readonly signal: AbortSignal },
): Promise<void> {
  // Titles go into a header, which holds no more than Latin letters: what is beyond stays in the text.
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    title: title.replace(/[^\x20-\x7e]/g, '?'),
    ttl: '86400',
  }
  const { status } = await outbound.post(new URL(url), { headers, body: text, signal })
  if (status < 200 || status > 299) throw new OutboundFailure(`the push service answered ${status}`)
}

/** What the last push met; null: it arrived. */
export async function rememberPush(tx: Tx, { owner_id: ownerId, url }: PushAddressRow, failure: string | null) {
  await tx
    .query<OversightTables>()
    .updateTable('trading.push_address')
    .set({ failure, failed_at: failure === null ? null : now() })
    .where('owner_id', '=', ownerId)
    .where('url', '=', url)
    .execute()
}
