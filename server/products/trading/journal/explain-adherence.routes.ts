import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, pageQuery } from '../../../kernel/http/schema.ts'
import { explainedShape, pageOf, writtenExplanation } from '../analytics/explain/written.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { tradingProblem } from '../problems.ts'
import { adherencePath, adherenceWindow, judgeOwn, tellAdherence } from './adherence-reads.ts'
import { findAdherenceFigure } from './explain-adherence.ts'
import type { Judgement, TradeWindow } from './judged-trades.ts'

const explanation = namedObject('AdherenceExplanation', {
  asOf: instant,
  playbookId: idOf('playbook'),
  figure: Type.String(),
  currency: { ...nullable(Type.String()), description: 'Null: of trades in any' },
  ...explainedShape,
})

const figure = Type.String({
  ...{ minLength: 2, maxLength: 300 },
  description:
    'A JSON pointer into the adherence; members of lists by their number or by what they are of: /money/USD/broken/net',
})

/** How a figure of a playbook’s adherence follows from its trades and what rules say of each. */
export function explainAdherenceRoute(deps: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.explainAdherence',
      method: 'GET',
      path: `${adherencePath}/explain`,
      summary:
        'How a figure of the adherence follows from what is behind it: definition, formula, every step with its numbers, and the trades.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        params: object({ id: idOf('playbook') }),
        query: object({ ...adherenceWindow, figure, ...pageQuery }),
        response: { 200: explanation },
      },
      problems: ['trading/playbook-not-found', 'trading/account-not-found', 'trading/figure-not-found'],
    },
    async (call) => {
      const { limit, cursor, figure: pointer, ...given } = call.query as Query
      const { id } = call.params
      const own = { trader: await deps.plans.trader(deps.db, traderId(call)), id }
      const judged = await judgeOwn(deps.db, own, given)
      const told = await tellAdherence(deps.db, own, { judged, window: given })
      const found = findAdherenceFigure({ judged, told, figure: pointer })
      if (found === null) throw tradingProblem('figure-not-found')
      const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) }
      const { question, value, currency } = found
      const explainedBy = ({ tradeId }: { readonly tradeId: string | null }) => [
        `/api/trading/playbooks/${id}/adherence/trades/${tradeId}`,
        `/api/trading/trades/${tradeId}/explain`,
      ]
      const paged = pageOf(JSON.stringify([id, given, judged.map(keyOf)]), paging)
      return {
        ...{ asOf: now(), playbookId: id, figure: pointer, currency },
        ...writtenExplanation({ question, value, explainedBy }, paged),
      } satisfies Static<typeof explanation>
    },
  )
}

type Query = TradeWindow & { readonly figure: string; readonly limit?: number; readonly cursor?: string }

/** What another page of the same rows has to agree on. */
function keyOf({ tradeId, netBase, verdicts }: Judgement): string {
  return [tradeId, netBase, ...verdicts.map(({ verdict }) => verdict)].join(' ')
}
