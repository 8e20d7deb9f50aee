import { Type } from 'typebox'
import { cursorPage } from '../../kernel/db/cursor.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { isUuid } from '../../kernel/id.ts'
import { enqueueDeliveries } from './deliver.jobs.ts'
import { describeDelivery, listDeliveries, reopenDelivery, writeDeliveries } from './deliveries.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
  rotateSecret,
} from './endpoints.ts'
import type { WebhooksDeps } from './parts.ts'
import { webhooksProblem } from './problems.ts'
import {
  deliveryDetail,
  deliveryShape,
  endpointShape,
  eventShape,
  toDelivery,
  toDeliveryDetail,
  toEndpoint,
  wantedEndpoint,
} from './shapes.ts'

/** What an endpoint gets when it is tried out. */
const TEST_EVENT = 'webhooks.test'

const CSRF = 'identity/csrf'
const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const
const READ = { can: 'webhooks:read', rate: 'read' } as const
const WRITE = { can: 'webhooks:manage', rate: 'write' } as const
/** Where what the product tells of goes to is changed by somebody who has just proven who they are. */
const REDIRECT = { ...WRITE, assurance: FRESH } as const

const byEndpoint = object({ id: idOf('webhook-endpoint') })
const byDelivery = object({ id: idOf('webhook-delivery') })
const withSecret = object({ ...endpointShape.properties, secret: Type.String() })

export function webhookRoutes(deps: WebhooksDeps): Route[] {
  return [...readRoutes(deps), ...makeRoutes(deps), ...changeRoutes(deps), ...deliveryRoutes(deps)]
}

function readRoutes({ db, events }: WebhooksDeps): Route[] {
  return [
    route(
      {
        id: 'webhooks.events',
        method: 'GET',
        path: '/api/webhooks/events',
        summary: 'What endpoints can be told of.',
        policy: READ,
        schema: { response: { 200: object({ items: Type.Array(eventShape) }) } },
      },
      async () => ({ items: events.map(({ name, description }) => ({ name, description })) }),
    ),
    route(
      {
        id: 'webhooks.endpoints',
        method: 'GET',
        path: '/api/webhooks/endpoints',
        summary: 'All webhook endpoints, newest first.',
        policy: READ,
        schema: { response: { 200: object({ items: Type.Array(endpointShape) }) } },
      },
      async () => ({ items: (await listEndpoints(db)).map(toEndpoint) }),
    ),
    route(
      {
        id: 'webhooks.endpoint',
        method: 'GET',
        path: '/api/webhooks/endpoints/{id}',
        summary: 'One webhook endpoint.',
        policy: READ,
        schema: { params: byEndpoint, response: { 200: endpointShape } },
        problems: ['webhooks/endpoint-not-found'],
      },
      async (call) => toEndpoint(await findEndpoint(db, call.params.id)),
    ),
  ]
}

function makeRoutes(deps: WebhooksDeps): Route[] {
  return [
    route(
      {
        id: 'webhooks.createEndpoint',
        method: 'POST',
        path: '/api/webhooks/endpoints',
        summary: 'Makes a webhook endpoint; the answer is the only place where its signing secret is shown.',
        policy: REDIRECT,
        schema: { body: object(wantedEndpoint), response: { 201: withSecret } },
        problems: ['webhooks/bad-address', 'webhooks/unknown-event', 'webhooks/too-many', CSRF],
      },
      async (call) => {
        const { url, description = '', events = [] } = call.body
        const made = await call.transaction((tx) =>
          createEndpoint(deps, tx, callerOf(call), { url, description, events }),
        )
        call.reply.header('cache-control', 'no-store')
        return { ...toEndpoint(made.endpoint), secret: made.secret }
      },
    ),
    route(
      {
        id: 'webhooks.rotateSecret',
        method: 'POST',
        path: '/api/webhooks/endpoints/{id}/rotate-secret',
        summary: 'Gives an endpoint a new signing secret; for a day everything is signed with the older one as well.',
        policy: REDIRECT,
        schema: { params: byEndpoint, response: { 200: object({ secret: Type.String() }) } },
        problems: ['webhooks/endpoint-not-found', CSRF],
      },
      async (call) => {
        const secret = await call.transaction((tx) => rotateSecret(deps, tx, call.params.id))
        call.reply.header('cache-control', 'no-store')
        return { secret }
      },
    ),
  ]
}

function changeRoutes(deps: WebhooksDeps): Route[] {
  const { url, ...rest } = wantedEndpoint
  return [
    route(
      {
        id: 'webhooks.changeEndpoint',
        method: 'PATCH',
        path: '/api/webhooks/endpoints/{id}',
        summary: 'Changes where an endpoint is, what it is told of, or whether it is switched on.',
        policy: REDIRECT,
        schema: {
          params: byEndpoint,
          body: object({ url: Type.Optional(url), ...rest, enabled: Type.Optional(Type.Boolean()) }),
          response: { 200: endpointShape },
        },
        problems: ['webhooks/endpoint-not-found', 'webhooks/bad-address', 'webhooks/unknown-event', CSRF],
      },
      async (call) => toEndpoint(await call.transaction((tx) => changeEndpoint(deps, tx, call.params.id, call.body))),
    ),
    route(
      {
        id: 'webhooks.deleteEndpoint',
        method: 'DELETE',
        path: '/api/webhooks/endpoints/{id}',
        summary: 'Removes an endpoint with what was and was still to be sent to it.',
        policy: WRITE,
        schema: { params: byEndpoint, response: { 204: null } },
        problems: ['webhooks/endpoint-not-found', CSRF],
      },
      (call) => call.transaction((tx) => deleteEndpoint(tx, call.params.id)),
    ),
    route(
      {
        id: 'webhooks.testEndpoint',
        method: 'POST',
        path: '/api/webhooks/endpoints/{id}/test',
        summary: `Sends the endpoint a message of the event ${TEST_EVENT}.`,
        policy: WRITE,
        schema: { params: byEndpoint, response: { 202: object({ deliveryId: idOf('webhook-delivery') }) } },
        problems: ['webhooks/endpoint-not-found', 'webhooks/disabled', CSRF],
      },
      async (call) => {
        const deliveryId = await call.transaction(async (tx) => {
          const endpoint = await findEndpoint(tx, call.params.id)
          if (endpoint.disabled_at !== null) throw webhooksProblem('disabled')
          const ids = await writeDeliveries(tx, { event: TEST_EVENT, data: {}, endpointIds: [endpoint.id] })
          await enqueueDeliveries(deps, tx, ids)
          return ids[0]
        })
        if (deliveryId === undefined) throw webhooksProblem('endpoint-not-found')
        return { deliveryId }
      },
    ),
  ]
}

function deliveryRoutes(deps: WebhooksDeps): Route[] {
  return [
    route(
      {
        id: 'webhooks.deliveries',
        method: 'GET',
        path: '/api/webhooks/endpoints/{id}/deliveries',
        summary: 'What was and is to be sent to an endpoint, newest first.',
        policy: READ,
        schema: {
          params: byEndpoint,
          query: object({ ...pageQuery, state: Type.Optional(oneOf(['waiting', 'delivered', 'failed'])) }),
          response: { 200: page(deliveryShape) },
        },
        problems: ['webhooks/endpoint-not-found'],
      },
      async (call) => {
        const { id } = await findEndpoint(deps.db, call.params.id)
        const list = cursorPage(call.query, (values) =>
          values.length === 1 && isUuid(values[0] ?? '') ? values : null,
        )
        const from = { limit: list.limit + 1, after: list.after?.[0], state: call.query.state }
        return list.of(await listDeliveries(deps.db, id, from), (row) => [row.id], toDelivery)
      },
    ),
    route(
      {
        id: 'webhooks.delivery',
        method: 'GET',
        path: '/api/webhooks/deliveries/{id}',
        summary: 'One delivery: what was sent, and what came of each try.',
        policy: READ,
        schema: { params: byDelivery, response: { 200: deliveryDetail } },
        problems: ['webhooks/delivery-not-found'],
      },
      async (call) => toDeliveryDetail(await describeDelivery(deps.db, call.params.id)),
    ),
    route(
      {
        id: 'webhooks.redeliver',
        method: 'POST',
        path: '/api/webhooks/deliveries/{id}/redeliver',
        summary: 'Sends a message once more, under the same message id.',
        policy: WRITE,
        schema: { params: byDelivery, response: { 202: object({ status: Type.Literal('accepted') }) } },
        problems: ['webhooks/delivery-not-found', 'webhooks/disabled', CSRF],
      },
      async (call) => {
        await call.transaction(async (tx) => {
          await reopenDelivery(tx, call.params.id)
          await enqueueDeliveries(deps, tx, [call.params.id])
        })
        return { status: 'accepted' as const }
      },
    ),
  ]
}

function callerOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal.actor.userId
}
