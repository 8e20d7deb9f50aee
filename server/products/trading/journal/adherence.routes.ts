import { type Static, Type } from 'typebox'
import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { outcomeOf, viewAdherence } from './adherence.ts'
import { type Judgement, judgeTrades, type TradeWindow } from './judged-trades.ts'
import { findPlaybook, versionsOf } from './playbooks.ts'
import { ruleShape } from './rules.ts'
import { dayShape } from './shapes.ts'

type Deps = Pick<TradingDeps, 'db'>

const byId = object({ id: idOf('playbook') })
const path = '/api/trading/playbooks/{id}/adherence'
const policy = { can: 'trading:use', rate: 'read' } as const
const window = {
  accountId: Type.Optional(idOf('trading-account')),
  from: Type.Optional(dayShape),
  to: Type.Optional(dayShape),
}
const counts = { passed: Type.Integer(), failed: Type.Integer(), unknown: Type.Integer() }
const score = nullable(Type.Number({ description: 'passed / (passed + failed)' }))
const split = object({
  trades: Type.Integer(),
  wins: Type.Integer(),
  losses: Type.Integer(),
  winRate: nullable(Type.Number()),
  net: Type.String(),
  average: nullable(Type.Number()),
})
const money = object({
  currency: Type.String(),
  followed: split,
  broken: split,
  unjudged: split,
  costOfMistakes: Type.String({ description: 'What trades that broke a rule came to' }),
  againstFollowed: nullable(Type.Number({ description: 'The same against what as many followed trades made' })),
})
const ofRule = object({
  ruleId: Type.String(),
  rule: ruleShape,
  ...counts,
  score,
  money: Type.Array(object({ currency: Type.String(), kept: Type.String(), broken: Type.String() })),
})
const adherenceShape = object({
  trades: Type.Integer({ description: 'Closed ones, which all else is of' }),
  open: Type.Integer(),
  ...counts,
  score,
  money: Type.Array(money),
  rules: Type.Array(ofRule),
})
const judgedShape = object({
  tradeId: idOf('trade'),
  accountId: idOf('trading-account'),
  symbol: Type.String(),
  side: oneOf(['long', 'short']),
  status: oneOf(['open', 'closed']),
  openedAt: instant,
  net: Type.String(),
  currency: Type.String(),
  version: Type.Integer({ description: 'Number of the playbook’s version that counts' }),
  outcome: oneOf(['followed', 'broken', 'unjudged']),
  results: Type.Array(object({ ruleId: Type.String(), result: oneOf(['pass', 'fail', 'unknown']) })),
})
const problems = ['trading/playbook-not-found', 'trading/account-not-found']

/** How far trades kept to their playbook. */
export function adherenceRoutes(deps: Deps): Route[] {
  return [summaryRoute(deps), tradesRoute(deps)]
}

async function judge(
  { db }: Deps,
  own: { readonly ownerId: Id<'user'>; readonly id: Id<'playbook'> },
  given: TradeWindow,
) {
  const { id } = await findPlaybook(db, own)
  return await judgeTrades(db, { ownerId: own.ownerId, playbookId: id }, await versionsOf(db, id), given)
}

function summaryRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.playbookAdherence',
      method: 'GET',
      path,
      summary:
        'Score and cost of mistakes of a playbook, each trade judged by the version that held when it was opened.',
      policy,
      schema: { params: byId, query: object(window), response: { 200: adherenceShape } },
      problems,
    },
    async (call) => {
      const own = { ownerId: traderId(call), id: call.params.id }
      return viewAdherence(await judge(deps, own, call.query as TradeWindow)) satisfies Static<typeof adherenceShape>
    },
  )
}

function tradesRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.playbookTrades',
      method: 'GET',
      path: `${path}/trades`,
      summary: 'The trades of a playbook with what each rule says of them, the newest first.',
      policy,
      schema: { params: byId, query: object({ ...pageQuery, ...window }), response: { 200: page(judgedShape) } },
      problems,
    },
    async (call) => {
      const { limit: _, cursor, ...given } = call.query
      const list = cursorPage(call.query as { limit?: number; cursor?: string }, instantAndId)
      const [openedAt = '', id = ''] = list.after ?? []
      const after = list.after === null ? null : { openedAt, id }
      const own = { ownerId: traderId(call), id: call.params.id }
      const found = await judge(deps, own, { ...(given as TradeWindow), after, limit: list.limit + 1 })
      return list.of(found, (one) => [one.openedAt.toISOString(), one.tradeId], viewJudgement)
    },
  )
}

function viewJudgement(judgement: Judgement): Static<typeof judgedShape> {
  const { tradeId, accountId, symbol, side, status, openedAt, netBase: net, currency, number, verdicts } = judgement
  return {
    ...{ tradeId, accountId, symbol, status, openedAt, net, currency, version: number },
    side: side === 1 ? 'long' : 'short',
    outcome: outcomeOf(judgement),
    results: verdicts.map(({ rule, verdict }) => ({ ruleId: rule.id, result: verdict })),
  }
}
