import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { AskFlag } from '../../../../platform/flags/index.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { sharingProblem } from '../problems.ts'
import type { MentorRow } from '../tables.ts'
import { inviteMentor, listMentors, revokeMentor } from './mentors.ts'

type Deps = Pick<TradingDeps, 'db' | 'people' | 'flags'>

const PATH = '/api/trading/mentors'
const can = 'trading:use'
const mentorShape = object({
  id: idOf('trading-mentor'),
  email: Type.String({ description: 'As the trader wrote it' }),
  name: { ...nullable(Type.String()), description: 'Of one who accepted' },
  state: oneOf(['invited', 'accepted']),
  invitedAt: instant,
  acceptedAt: nullable(instant),
})

/** Mentors, as the trader who names them sees them. */
export function mentorRoutes(deps: Deps): Route[] {
  const mayInvite = deps.flags.declare({
    key: 'trading-mentors',
    title: 'Traders may invite mentors',
    description: 'Off: nobody new is invited; mentors there are keep reading.',
    type: 'boolean',
    fallback: true,
    isPublic: true,
  })
  return [listRoute(deps), inviteRoute(mayInvite), revokeRoute()]
}

function listRoute({ db, people }: Deps): Route {
  return route(
    {
      id: 'trading.listMentors',
      method: 'GET',
      path: PATH,
      summary: 'Mentors of the caller and whom they invited, newest first; there are few, and all on one page.',
      policy: { can, rate: 'read' },
      schema: { response: { 200: page(mentorShape) } },
      problems: ['trading/consent-needed'],
    },
    async (call) => {
      const rows = await listMentors(db, traderId(call))
      const persons = await people(rows.flatMap(acceptedId))
      return {
        items: rows.map((row) => view(row, acceptedId(row).map((id) => persons.get(id)?.name ?? null)[0] ?? null)),
        nextCursor: null,
      }
    },
  )
}

function acceptedId({ state, mentor_id: id }: MentorRow): Id<'user'>[] {
  return state === 'accepted' && id !== null ? [id] : []
}

function inviteRoute(mayInvite: AskFlag<boolean>): Route {
  return route(
    {
      id: 'trading.inviteMentor',
      method: 'POST',
      path: PATH,
      summary:
        'Invites the person with this address to read trades and entries; the answer is the same if there is none.',
      policy: { can, rate: 'mail' },
      schema: {
        body: object({ email: Type.String({ minLength: 3, maxLength: 320 }) }),
        response: { 201: mentorShape },
      },
      problems: [
        ...[
          'trading/mentors-closed',
          'identity/bad-email',
          'trading/mentor-already-invited',
          'trading/too-many-mentors',
        ],
        'trading/consent-needed',
      ],
    },
    (call) => {
      const ownerId = traderId(call)
      if (!mayInvite({ targetingKey: ownerId })) throw sharingProblem('mentors-closed')
      return call.transaction(async (tx) => view(await inviteMentor(tx, ownerId, call.body.email), null))
    },
  )
}

function revokeRoute(): Route {
  return route(
    {
      id: 'trading.revokeMentor',
      method: 'DELETE',
      path: `${PATH}/{id}`,
      summary: 'The mentor, or whoever is invited, reads nothing from now on; comments stay.',
      policy: { can, rate: 'write' },
      schema: { params: object({ id: idOf('trading-mentor') }), response: { 204: null } },
      problems: ['trading/mentor-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      const ownerId = traderId(call)
      await call.transaction((tx) => revokeMentor(tx, ownerId, call.params.id))
    },
  )
}

function view(row: MentorRow, name: string | null): Static<typeof mentorShape> {
  const state = row.state === 'accepted' ? 'accepted' : 'invited'
  return {
    ...{ id: row.id, email: row.email, name, state },
    ...{ invitedAt: row.invited_at, acceptedAt: row.accepted_at },
  }
}
