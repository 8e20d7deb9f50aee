import { type Static, Type } from 'typebox'
import { cursorPage, instantAndId } from '../../../kernel/db/cursor.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { definitionIds } from '../analytics/shapes.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { hiddenByPlan } from '../ledger/trades/trade-view.ts'
import { tradingProblem } from '../problems.ts'
import { withAllTrades } from '../trader.ts'
import { outcomeOf } from './adherence.ts'
import { adherencePath, adherenceWindow, judgeOwn, tellAdherence } from './adherence-reads.ts'
import { explainAdherenceRoute } from './explain-adherence.routes.ts'
import type { Judgement, TradeWindow } from './judged-trades.ts'
import { ruleShape } from './rules.ts'

type Deps = Pick<TradingParts, 'db' | 'plans'>

const byId = object({ id: idOf('playbook') })
const policy = { can: 'trading:use', rate: 'read' } as const
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
  hiddenByPlan,
  ...counts,
  score,
  definitions: definitionIds,
  money: Type.Array(money),
  rules: Type.Array(ofRule),
})
const outcome = oneOf(['followed', 'broken', 'unjudged'])
const result = oneOf(['pass', 'fail', 'unknown'])
const behind = {
  outcome: Type.Optional(Type.Unsafe<Static<typeof outcome>>({ ...outcome, description: 'Of closed trades' })),
  ruleId: Type.Optional(
    Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Closed trades of which this rule says `result`' }),
  ),
  result: Type.Optional(result),
}
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
  outcome,
  results: Type.Array(object({ ruleId: Type.String(), result })),
})
const problems = ['trading/playbook-not-found', 'trading/account-not-found']

/** How far trades kept to their playbook. */
export function adherenceRoutes(deps: Deps): Route[] {
  return [summaryRoute(deps), tradesRoute(deps), tradeRoute(deps), explainAdherenceRoute(deps)]
}

function summaryRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.playbookAdherence',
      method: 'GET',
      path: adherencePath,
      summary:
        'Score and cost of mistakes of a playbook, each trade judged by the version that held when it was opened.',
      policy,
      schema: { params: byId, query: object(adherenceWindow), response: { 200: adherenceShape } },
      problems,
    },
    async (call) => {
      const { id } = call.params
      const trader = await deps.plans.trader(deps.db, traderId(call))
      const window = call.query as TradeWindow
      const judged = await judgeOwn(deps.db, { trader, id }, window)
      return (await tellAdherence(deps.db, { trader, id }, { judged, window })) satisfies Static<typeof adherenceShape>
    },
  )
}

function tradesRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.playbookTrades',
      method: 'GET',
      path: `${adherencePath}/trades`,
      summary: 'The trades of a playbook with what each rule says of them, the newest first.',
      policy,
      schema: {
        params: byId,
        query: object({ ...pageQuery, ...adherenceWindow, ...behind }),
        response: { 200: page(judgedShape) },
      },
      problems,
    },
    async (call) => {
      const { limit: _, cursor, outcome: isOf, ruleId, result: said, ...given } = call.query
      const list = cursorPage(call.query as { limit?: number; cursor?: string }, instantAndId)
      const [openedAt = '', id = ''] = list.after ?? []
      const after = list.after === null ? null : { openedAt, id }
      const own = { trader: await deps.plans.trader(deps.db, traderId(call)), id: call.params.id }
      const isNarrowed = isOf !== undefined || ruleId !== undefined
      const wanted = { ...(given as TradeWindow), after, ...(isNarrowed ? {} : { limit: list.limit + 1 }) }
      const judged = await judgeOwn(deps.db, own, wanted)
      const found = isNarrowed ? judged.filter((one) => isBehind(one, { isOf, ruleId, said })) : judged
      return list.of(found.slice(0, list.limit + 1), (one) => [one.openedAt.toISOString(), one.tradeId], viewJudgement)
    },
  )
}

interface Behind {
  readonly isOf: Static<typeof outcome> | undefined
  readonly ruleId: string | undefined
  readonly said: Static<typeof result> | undefined
}

/** Whether a figure of the summary counts the trade. */
function isBehind(judgement: Judgement, { isOf, ruleId, said }: Behind): boolean {
  if (judgement.closed === null || (isOf !== undefined && outcomeOf(judgement) !== isOf)) return false
  if (ruleId === undefined) return true
  return judgement.verdicts.some(({ rule, verdict }) => rule.id === ruleId && (said === undefined || verdict === said))
}

/** With the rules that count for it, as they held when it was opened. */
function tradeRoute(deps: Deps): Route {
  const judged = object({ ...judgedShape.properties, rules: Type.Array(ruleShape) })
  return route(
    {
      id: 'trading.playbookTrade',
      method: 'GET',
      path: `${adherencePath}/trades/{tradeId}`,
      summary: 'A trade of a playbook with the rules that held when it was opened and what each says.',
      policy,
      schema: {
        params: object({ id: idOf('playbook'), tradeId: idOf('trade') }),
        response: { 200: judged },
      },
      problems: ['trading/playbook-not-found', 'trading/trade-not-found'],
    },
    async (call) => {
      const { id, tradeId } = call.params
      const [one] = await judgeOwn(deps.db, { trader: withAllTrades(traderId(call)), id }, { tradeId })
      if (one === undefined) throw tradingProblem('trade-not-found')
      return { ...viewJudgement(one), rules: one.verdicts.map(({ rule }) => rule) } satisfies Static<typeof judged>
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
