import { Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import {
  idOf,
  instant,
  line,
  namedObject,
  nullable,
  object,
  oneOf,
  page,
  pageQuery,
  text,
} from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { hiddenByPlan } from '../ledger/trades/trade-view.ts'
import {
  findSession,
  listSessions,
  removeSession,
  type SessionText,
  saveSession,
  startSession,
  stopSession,
  tradesOf,
} from './sessions.ts'
import { gradeShape, momentShape, versionShape } from './shapes.ts'
import type { SessionRow } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'files' | 'plans'>

const byId = object({ id: idOf('trading-session') })
const checklist = Type.Array(object({ text: line(200), done: Type.Boolean() }), { maxItems: 50 })
const said = {
  plan: Type.Optional(text(5000)),
  summary: Type.Optional(text(5000)),
  moodBefore: Type.Optional(nullable(gradeShape)),
  moodAfter: Type.Optional(nullable(gradeShape)),
  checklist: Type.Optional(checklist),
}
const fields = {
  id: idOf('trading-session'),
  accountId: nullable(idOf('trading-account')),
  startedAt: instant,
  endedAt: nullable(instant),
  plan: Type.String(),
  summary: Type.String(),
  moodBefore: nullable(Type.Integer()),
  moodAfter: nullable(Type.Integer()),
  checklist,
  version: Type.Integer(),
}
const trade = object({
  id: idOf('trade'),
  accountId: idOf('trading-account'),
  symbol: Type.String(),
  side: oneOf(['long', 'short']),
  status: oneOf(['open', 'closed']),
  net: Type.String({ description: 'In the currency of the account' }),
  currency: Type.String(),
  openedAt: instant,
})
const sessionShape = namedObject('TradingSession', { ...fields, trades: Type.Array(trade), hiddenByPlan })
const policy = { can: 'trading:use', rate: 'write' } as const
const problems = ['trading/session-not-found']

/** Stretches of trading: started with a plan, stopped with what came of it. */
export function sessionRoutes(deps: Deps): Route[] {
  return [listRoute(deps), startRoute(deps), getRoute(deps), saveRoute(deps), stopRoute(deps), removeRoute(deps)]
}

function headOf(row: SessionRow) {
  return {
    ...{ id: row.id, accountId: row.account_id, startedAt: row.started_at, endedAt: row.ended_at, plan: row.plan },
    ...{ summary: row.summary, moodBefore: row.mood_before, moodAfter: row.mood_after, checklist: row.checklist },
    version: row.version,
  }
}

async function view({ plans }: Deps, source: Db | Tx, row: SessionRow) {
  const found = await tradesOf(source, await plans.trader(source, row.owner_id), row)
  const trades = found.trades.map(({ side, netBase: net, ...one }) => ({
    ...{ ...one, net, side: side === 1 ? ('long' as const) : ('short' as const) },
  }))
  return { ...headOf(row), trades, hiddenByPlan: found.hiddenByPlan }
}

function textOf(body: Partial<SessionText>): SessionText {
  const { plan = '', summary = '', moodBefore = null, moodAfter = null, checklist: items = [] } = body
  return { plan, summary, moodBefore, moodAfter, checklist: items }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listSessions',
      method: 'GET',
      path: '/api/trading/sessions',
      summary: 'Trading sessions, the newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(object(fields)) } },
    },
    (call) => listSessions(db, traderId(call), call.query, headOf),
  )
}

function startRoute(deps: Deps): Route {
  const about = {
    accountId: Type.Optional(nullable(idOf('trading-account'))),
    startedAt: Type.Optional(momentShape),
  }
  return route(
    {
      id: 'trading.startSession',
      method: 'POST',
      path: '/api/trading/sessions',
      summary: 'Starts a session, now or in the past; one runs at a time.',
      policy: { ...policy, idempotency: 'optional' },
      schema: { body: object({ ...about, ...said }), response: { 201: sessionShape } },
      problems: ['trading/session-running', 'trading/account-not-found', 'trading/value-invalid'],
    },
    (call) => {
      const ownerId = traderId(call)
      const { accountId = null, startedAt, ...body } = call.body
      const start = {
        ...textOf(body),
        accountId,
        ...(startedAt === undefined ? {} : { startedAt: new Date(startedAt) }),
      }
      return call.transaction(async (tx) => view(deps, tx, await startSession(tx, ownerId, start)))
    },
  )
}

function getRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getSession',
      method: 'GET',
      path: '/api/trading/sessions/{id}',
      summary: 'A session with the trades that were opened in it, at most 500.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byId, response: { 200: sessionShape } },
      problems,
    },
    async (call) => view(deps, deps.db, await findSession(deps.db, traderId(call), call.params.id)),
  )
}

function saveRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.saveSession',
      method: 'PUT',
      path: '/api/trading/sessions/{id}',
      summary: 'Writes plan, checklist, moods and summary over the version that was read.',
      policy,
      schema: {
        params: byId,
        body: object({ ...said, version: versionShape }),
        response: { 200: sessionShape },
      },
      problems: [...problems, 'trading/journal-stale'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { version, ...body } = call.body
      return call.transaction(async (tx) => view(deps, tx, await saveSession(tx, own, { ...textOf(body), version })))
    },
  )
}

function stopRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.stopSession',
      method: 'POST',
      path: '/api/trading/sessions/{id}/stop',
      summary: 'Ends a session, now or at an earlier time.',
      policy,
      schema: {
        params: byId,
        body: object({ endedAt: Type.Optional(momentShape) }),
        response: { 200: sessionShape },
      },
      problems: [...problems, 'trading/session-over', 'trading/value-invalid'],
    },
    (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      const { endedAt } = call.body
      const at = endedAt === undefined ? undefined : new Date(endedAt)
      return call.transaction(async (tx) => view(deps, tx, await stopSession(tx, own, at)))
    },
  )
}

function removeRoute({ files }: Deps): Route {
  return route(
    {
      id: 'trading.removeSession',
      method: 'DELETE',
      path: '/api/trading/sessions/{id}',
      summary: 'Removes a session with the entries about it; its trades are untouched.',
      policy,
      schema: { params: byId, response: { 204: null } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      await call.transaction((tx) => removeSession(tx, files, own))
    },
  )
}
