import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import type { TradingDeps } from '../../deps.ts'
import type { MentorRow } from '../tables.ts'
import { acceptMentoring, leaveMentoring, listMentoring, mentorId } from './mentoring.ts'

type Deps = Pick<TradingDeps, 'db' | 'people'>

const PATH = '/api/trading/mentoring'
const can = 'trading:use'
const byId = object({ id: idOf('trading-mentor') })
const problems = ['trading/mentoring-not-found', 'trading/consent-needed']
const mentoringShape = object({
  id: idOf('trading-mentor'),
  trader: Type.String({ description: 'Their name' }),
  state: oneOf(['invited', 'accepted']),
  invitedAt: instant,
  acceptedAt: nullable(instant),
})

/** Whom the caller mentors. */
export function mentoringRoutes({ db, people }: Deps): Route[] {
  const viewAll = async (rows: readonly MentorRow[]) => {
    const traders = await people(rows.map((row) => row.owner_id))
    return rows.map((row) => view(row, traders.get(row.owner_id)?.name ?? ''))
  }
  const list = route(
    {
      id: 'trading.listMentoring',
      method: 'GET',
      path: PATH,
      summary: 'Traders whose mentor the caller is, and who ask for it, newest first.',
      policy: { can, rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(mentoringShape) } },
      problems: ['trading/consent-needed'],
    },
    async (call) => {
      const { items, nextCursor } = await listMentoring(db, mentorId(call), call.query)
      return { items: await viewAll(items), nextCursor }
    },
  )
  const accept = route(
    {
      id: 'trading.acceptMentoring',
      method: 'POST',
      path: `${PATH}/{id}/accept`,
      summary: 'Becomes the mentor of a trader who asks for it.',
      policy: { can, rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { mentorId: mentorId(call), id: call.params.id }
      await call.transaction((tx) => acceptMentoring(tx, own))
    },
  )
  const leave = route(
    {
      id: 'trading.leaveMentoring',
      method: 'DELETE',
      path: `${PATH}/{id}`,
      summary: 'Declines an invitation, or is a mentor no more.',
      policy: { can, rate: 'write' },
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { mentorId: mentorId(call), id: call.params.id }
      await call.transaction((tx) => leaveMentoring(tx, own))
    },
  )
  return [list, accept, leave]
}

function view(row: MentorRow, trader: string): Static<typeof mentoringShape> {
  const state = row.state === 'accepted' ? 'accepted' : 'invited'
  return { id: row.id, trader, state, invitedAt: row.invited_at, acceptedAt: row.accepted_at }
}
