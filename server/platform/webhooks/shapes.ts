import { Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { describeDelivery, listDeliveries } from './deliveries.ts'
import type { Endpoint } from './endpoints.ts'

const EVENTS_MAX = 200

/** What an endpoint is made of; `events` empty or absent: it is told of every event. */
export const wantedEndpoint = {
  url: Type.String({ minLength: 8, maxLength: 2000 }),
  description: Type.Optional(line(200, 0)),
  events: Type.Optional(Type.Array(Type.String({ maxLength: 100 }), { maxItems: EVENTS_MAX, uniqueItems: true })),
}

export const eventShape = object({ name: Type.String(), description: Type.String() })

export const endpointShape = namedObject('WebhookEndpoint', {
  id: idOf('webhook-endpoint'),
  url: Type.String(),
  description: Type.String(),
  events: Type.Array(Type.String()),
  createdAt: instant,
  disabledAt: nullable(instant),
  disabledReason: nullable(oneOf(['by-hand', 'gone', 'failing'])),
  failures: Type.Integer({ description: 'Failed tries in a row' }),
  failingSince: nullable(instant),
  restingUntil: nullable(instant),
  /** Until when what is sent is signed with the older secret as well. */
  previousSecretUntil: nullable(instant),
})

const delivery = {
  id: idOf('webhook-delivery'),
  messageId: idOf('webhook-message'),
  endpointId: idOf('webhook-endpoint'),
  event: Type.String(),
  state: oneOf(['waiting', 'delivered', 'failed']),
  attempts: Type.Integer(),
  createdAt: instant,
  finishedAt: nullable(instant),
}
export const deliveryShape = object(delivery)
export const deliveryDetail = object({
  ...delivery,
  body: Type.String(),
  tries: Type.Array(
    object({
      number: Type.Integer(),
      at: instant,
      durationMs: Type.Integer(),
      status: nullable(Type.Integer()),
      error: nullable(Type.String()),
    }),
  ),
})

export function toEndpoint(row: Endpoint) {
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    disabledReason: row.disabled_reason,
    failures: row.failures,
    failingSince: row.failing_since,
    restingUntil: row.resting_until,
    previousSecretUntil: row.previous_until,
  }
}

type DeliveryRow = Awaited<ReturnType<typeof listDeliveries>>[number]

export function toDelivery(row: DeliveryRow) {
  return {
    id: row.id,
    messageId: row.message_id,
    endpointId: row.endpoint_id,
    event: row.event,
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}

export function toDeliveryDetail({ tries, body, ...row }: Awaited<ReturnType<typeof describeDelivery>>) {
  return {
    ...toDelivery(row),
    body,
    tries: tries.map(({ number, at, duration_ms: durationMs, status, error }) => ({
      ...{ number, at, durationMs },
      ...{ status, error },
    })),
  }
}
