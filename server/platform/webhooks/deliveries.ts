import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { webhooksProblem } from './problems.ts'
import type { DeliveryState, WebhookTables } from './tables.ts'

/** What a message is about and who gets it. */
export interface Announcement {
  readonly event: string
  readonly data: unknown
  readonly endpointIds: readonly Id<'webhook-endpoint'>[]
}

/** Writes the message and a delivery for each endpoint, in the transaction of what it tells of; returns the deliveries, to be enqueued. */
export async function writeDeliveries(
  tx: Tx,
  { event, data, endpointIds }: Announcement,
): Promise<Id<'webhook-delivery'>[]> {
  const at = now()
  const messageId = newId<'webhook-message'>()
  const body = JSON.stringify({ type: event, timestamp: at.toISOString(), data })
  const message = { id: messageId, event, body, created_at: at }
  await tx.query<WebhookTables>().insertInto('webhooks.message').values(message).execute()
  const rows = endpointIds.map((endpointId) => ({
    id: newId<'webhook-delivery'>(),
    endpoint_id: endpointId,
    message_id: messageId,
    created_at: at,
  }))
  await tx.query<WebhookTables>().insertInto('webhooks.delivery').values(rows).execute()
  return rows.map(({ id }) => id)
}

/** Endpoints that are switched on and want `event`. */
export async function endpointsFor(tx: Tx, event: string): Promise<Id<'webhook-endpoint'>[]> {
  const rows = await tx.raw<{ id: Id<'webhook-endpoint'> }>(
    `SELECT id FROM webhooks.endpoint WHERE disabled_at IS NULL AND (events = '{}' OR $1 = ANY(events)) ORDER BY id`,
    [event],
  )
  return rows.map(({ id }) => id)
}

/** Deliveries to an endpoint, newest first; `after` is the last id of the page before. */
export function listDeliveries(
  db: Db,
  endpointId: Id<'webhook-endpoint'>,
  page: { readonly limit: number; readonly after: string | undefined; readonly state: DeliveryState | undefined },
) {
  return deliveries(db)
    .where('delivery.endpoint_id', '=', endpointId)
    .$if(page.state !== undefined, (query) => query.where('delivery.state', '=', page.state ?? 'waiting'))
    .$if(page.after !== undefined, (query) =>
      query.where('delivery.id', '<', (page.after ?? '') as Id<'webhook-delivery'>),
    )
    .orderBy('delivery.id', 'desc')
    .limit(page.limit)
    .execute()
}

/** One delivery with its body and every try. Throws webhooks/delivery-not-found. */
export async function describeDelivery(db: Db, id: Id<'webhook-delivery'>) {
  const delivery = await deliveries(db).select('message.body').where('delivery.id', '=', id).executeTakeFirst()
  if (delivery === undefined) throw webhooksProblem('delivery-not-found')
  const attempts = await db
    .query<WebhookTables>()
    .selectFrom('webhooks.attempt')
    .select(['number', 'at', 'duration_ms', 'status', 'error'])
    .where('delivery_id', '=', id)
    .orderBy('number')
    .execute()
  return { ...delivery, tries: attempts }
}

/** Lets a delivery begin anew, with the same message id: whoever received it before can tell. Throws webhooks/delivery-not-found, webhooks/disabled. */
export async function reopenDelivery(tx: Tx, id: Id<'webhook-delivery'>): Promise<void> {
  const found = await tx
    .query<WebhookTables>()
    .selectFrom('webhooks.delivery as delivery')
    .innerJoin('webhooks.endpoint as endpoint', 'endpoint.id', 'delivery.endpoint_id')
    .select(['endpoint.disabled_at', 'delivery.state'])
    .where('delivery.id', '=', id)
    .forUpdate('delivery')
    .executeTakeFirst()
  if (found === undefined) throw webhooksProblem('delivery-not-found')
  if (found.disabled_at !== null) throw webhooksProblem('disabled')
  await tx
    .query<WebhookTables>()
    .updateTable('webhooks.delivery')
    .set({ state: 'waiting', finished_at: null })
    .where('id', '=', id)
    .execute()
  await tx.audit({ action: 'webhooks.delivery.repeated', subject: { kind: 'webhook-delivery', id } })
}

function deliveries(db: Db) {
  return db
    .query<WebhookTables>()
    .selectFrom('webhooks.delivery as delivery')
    .innerJoin('webhooks.message as message', 'message.id', 'delivery.message_id')
    .select([
      'delivery.id',
      'delivery.endpoint_id',
      'delivery.message_id',
      'delivery.state',
      'delivery.attempts',
      'delivery.created_at',
      'delivery.finished_at',
      'message.event',
    ])
}
