import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, oneOf } from '../../../kernel/http/schema.ts'
import { moneyShape } from '../../../kernel/money.ts'
import { refundRules } from './booking-view.ts'
import type { BookingsDeps } from './deps.ts'
import { depositAsked } from './holds.ts'
import { findPolicy } from './policies.ts'
import { bookingProblem } from './problems.ts'

const offerShape = object({
  service: object({ slug: Type.String(), title: Type.String(), package: Type.String() }),
  durationMinutes: Type.Integer(),
  price: moneyShape,
  /** What is due at booking. */
  deposit: moneyShape,
  /** `manual`: the host answers before it stands. */
  confirm: oneOf(['auto', 'manual']),
  /** One of the hosts can be chosen, unless all take part. */
  hosts: Type.Array(object({ id: idOf('user'), name: Type.String() })),
  allHosts: Type.Boolean(),
  seats: Type.Integer(),
  terms: object({ cancelCutoffHours: Type.Integer(), refundRules }),
})

/** On which terms a package is booked: public, read before a time is chosen. */
export function offerRoute(deps: BookingsDeps): Route {
  const { db, offers } = deps
  return route(
    {
      id: 'agency.bookingOffer',
      method: 'GET',
      path: '/api/services/{slug}/offer',
      summary: 'Who can be met for a package of a service, for how long, at which price, deposit and terms.',
      policy: { access: 'public', rate: 'read' },
      schema: {
        params: object({ slug: line(120) }),
        query: object({ package: line(60) }),
        response: { 200: offerShape },
      },
      problems: ['agency/offer-not-found'],
    },
    async (call) => {
      const offer = await offers.current(db, call.params.slug, call.query.package)
      if (offer === null) throw bookingProblem('offer-not-found')
      const { row, hosts } = await findPolicy(db, offer.policyId)
      const known = await deps.people(hosts.map(({ hostId }) => hostId))
      const deposit = depositAsked(deps, offer)
      return {
        service: { slug: offer.serviceSlug, title: offer.serviceTitle, package: offer.packageKey },
        durationMinutes: offer.durationMinutes,
        price: { minor: offer.price.minor.toString(), currency: offer.price.currency },
        deposit: { minor: deposit.minor.toString(), currency: deposit.currency },
        confirm: row.confirm,
        hosts: hosts.flatMap(({ hostId }) => known.get(hostId) ?? []).map(({ id, name }) => ({ id, name })),
        ...{ allHosts: row.scheduling === 'collective', seats: row.seats },
        terms: { cancelCutoffHours: row.cancel_cutoff_hours, refundRules: row.refund_rules },
      }
    },
  )
}
