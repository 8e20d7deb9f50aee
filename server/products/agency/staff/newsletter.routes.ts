import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { isTrapped, trapFields } from '../form-trap.ts'
import type { StaffDeps } from './deps.ts'
import { askToConfirm, confirmSubscription, listSubscribers } from './subscribers.ts'
import { subscriberStates } from './tables.ts'

export const MANAGE_NEWSLETTER = 'agency:newsletter.manage'

/** Subscribing; unsubscribing is by the link that every campaign carries, `POST /api/mail/unsubscribe`. */
export function newsletterRoutes(deps: StaffDeps): Route[] {
  return [subscribeRoute(deps), confirmRoute(deps), listRoute(deps)]
}

function subscribeRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.subscribe',
      method: 'POST',
      path: '/api/newsletter/subscribe',
      summary: 'Asks an address by mail whether it wants the newsletter; the answer never tells whether it has it.',
      policy: { access: 'public', rate: 'mail', idempotency: 'optional' },
      schema: {
        body: object({ ...trapFields, email: Type.String({ maxLength: 254 }) }),
        response: { 202: object({ status: Type.Literal('received') }) },
      },
      problems: ['agency/form-stale', 'identity/bad-email'],
    },
    (call) => {
      const trapped = isTrapped(deps.formKey, call.body)
      return call.transaction(async (tx) => {
        if (!trapped) await askToConfirm(tx, deps, call.body.email)
        return { status: 'received' }
      })
    },
  )
}

function confirmRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.confirmSubscription',
      method: 'POST',
      path: '/api/newsletter/confirm',
      summary: 'Subscribes by the link of the mail, once. A POST, since scanners follow links.',
      policy: { access: 'public', rate: 'auth' },
      schema: {
        body: object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
        response: { 200: object({ status: Type.Literal('confirmed') }) },
      },
      problems: ['agency/subscription-link-gone'],
    },
    (call) =>
      call.transaction(async (tx) => {
        await confirmSubscription(tx, deps, call.body.token)
        return { status: 'confirmed' }
      }),
  )
}

function listRoute(deps: StaffDeps): Route {
  const subscriber = object({
    id: idOf('subscriber'),
    email: Type.String(),
    state: oneOf(subscriberStates),
    confirmedAt: nullable(instant),
    createdAt: instant,
  })
  return route(
    {
      id: 'agency.listSubscribers',
      method: 'GET',
      path: '/api/staff/newsletter/subscribers',
      summary: 'Subscribers, newest first.',
      policy: { can: MANAGE_NEWSLETTER, rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(subscriber) } },
    },
    (call) => listSubscribers(deps.db, deps, call.query),
  )
}
