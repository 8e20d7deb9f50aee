import { type Subscription, subscribe, type Unit } from '../../kernel/unit.ts'
import { deliverJob, enqueueDeliveries, housekeeping } from './deliver.jobs.ts'
import { endpointsFor, writeDeliveries } from './deliveries.ts'
import { SEALED } from './endpoints.ts'
import { endpointOffMail } from './mails.ts'
import type { WebhooksDeps } from './parts.ts'
import { webhooksProblem } from './problems.ts'
import { webhookRoutes } from './webhooks.routes.ts'

/** Tells other programs of what happens here: signed messages to the endpoints that operators name. */
export function createWebhooks(deps: WebhooksDeps): Unit {
  return {
    name: 'webhooks',
    migrations: new URL('./migrations/', import.meta.url),
    routes: webhookRoutes(deps),
    problems: [webhooksProblem],
    permissions: {
      'webhooks:read': 'See webhook endpoints, and what was sent to them',
      'webhooks:manage': 'Say where the product sends word of what happens in it',
    },
    events: [],
    subscriptions: deps.events.map((event) => fanOut(deps, event)),
    jobs: [deliverJob(deps), housekeeping.job],
    schedules: [housekeeping.schedule],
    mails: [endpointOffMail],
    sealed: SEALED,
  }
}

/** Runs once for an event; what it writes and enqueues exists exactly when it has run. */
function fanOut(deps: WebhooksDeps, event: WebhooksDeps['events'][number]): Subscription {
  return subscribe(event, `webhooks.${event.name}`, async (tx, data) => {
    const endpointIds = await endpointsFor(tx, event.name)
    if (endpointIds.length === 0) return
    await enqueueDeliveries(deps, tx, await writeDeliveries(tx, { event: event.name, data, endpointIds }))
  })
}
