import { createHash } from 'node:crypto'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import type { BookingsDeps } from './deps.ts'
import { findPolicy } from './policies.ts'
import { bookingProblem } from './problems.ts'
import { type DaysAsked, daysOf, daysQuery, slotDays } from './slot-days.ts'
import { hostsFor } from './take-time.ts'

const query = object({ ...daysQuery, package: line(60) })
const policy = { access: 'public', rate: 'read' } as const
const problems = ['agency/offer-not-found', 'agency/host-not-found', 'agency/range-invalid']

/** When a service, or one host of it, can be booked: public, a page of days at a time. */
export function slotRoutes(deps: BookingsDeps): Route[] {
  return [
    route(
      {
        id: 'agency.serviceSlots',
        method: 'GET',
        path: '/api/services/{slug}/slots',
        summary: 'Times at which a package of a service can be booked, by days of the zone asked for.',
        policy,
        schema: { params: object({ slug: line(120) }), query, response: { 200: slotDays } },
        problems,
      },
      (call) => answer(deps, call, { ...call.query, service: call.params.slug, hostId: null }),
    ),
    route(
      {
        id: 'agency.hostSlots',
        method: 'GET',
        path: '/api/hosts/{id}/slots',
        summary: 'The same of one host.',
        policy,
        schema: {
          params: object({ id: idOf('user') }),
          query: object({ ...query.properties, service: line(120) }),
          response: { 200: slotDays },
        },
        problems,
      },
      (call) => answer(deps, call, { ...call.query, hostId: call.params.id }),
    ),
  ]
}

interface Asked extends DaysAsked {
  readonly service: string
  readonly package: string
  readonly hostId: Id<'user'> | null
}

/** One page of days; the tag is of what they are made of, so that a client who has them costs no calculation. */
async function answer(deps: BookingsDeps, call: Pick<Call, 'request' | 'reply'>, asked: Asked) {
  const { db, offers } = deps
  const offer = await offers.current(db, asked.service, asked.package)
  if (offer === null) throw bookingProblem('offer-not-found')
  const policy = await findPolicy(db, offer.policyId)
  const found = await daysOf(db, { offer, policy, hosts: hostsFor(policy, asked.hostId) }, asked)
  const tag = tagOf([asked, offer.priceVersionId, policy.row.id, policy.row.version, ...found.versions])
  call.reply.header('etag', tag).header('cache-control', 'public, no-cache')
  if (call.request.headers['if-none-match'] === tag) return void call.reply.code(304).send()
  return found.page()
}

function tagOf(parts: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27)}"`
}
