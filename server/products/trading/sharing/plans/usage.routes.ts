import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { instant, namedObject, nullable, object } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { planName } from './plan.ts'
import type { Plans } from './plans.ts'

const counter = object({
  used: Type.Integer(),
  limit: nullable(Type.Integer({ description: 'Null: there is none' })),
})

const usageShape = namedObject('TradingUsage', {
  plan: planName,
  planTitle: Type.String(),
  period: object({
    from: instant,
    until: { ...instant, description: 'When what is counted by the month starts anew' },
  }),
  tradesOpened: {
    ...counter,
    description: 'Trades opened in the period; those beyond the limit are kept and not shown',
  },
  journalEntries: { ...counter, description: 'Journal entries written in the period' },
  activePlaybooks: { ...counter, description: 'Whatever the period' },
  tradesBeyondLimit: Type.Integer({ description: 'Trades opened in the period beyond the limit' }),
  hiddenByPlan: {
    ...Type.Array(object({ month: Type.String({ pattern: '^\\d{4}-\\d{2}$' }), trades: Type.Integer() })),
    description:
      'Trades that lists, figures, exports, reports, shares and mentors are without, by the month of UTC they were opened in. Balances, cash, reconciliation, risk profiles, alerts, goals and fills are of all trades.',
  },
})

/** What a trader's plan allows. */
export function usageRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.getUsage',
      method: 'GET',
      path: '/api/trading/usage',
      summary: 'The plan that holds for the caller, what of it is used, and when it starts anew.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: usageShape } },
      problems: ['trading/consent-needed'],
    },
    async (call) => viewUsage(await plans.usage(db, traderId(call))),
  )
}

function viewUsage({
  plan,
  limits,
  used,
  period,
  hidden,
}: Awaited<ReturnType<Plans['usage']>>): Static<typeof usageShape> {
  const counted = (name: keyof typeof used) => ({ used: used[name], limit: limits[name] })
  return {
    ...{
      plan: plan.name,
      planTitle: plan.title,
      period,
      tradesOpened: counted('tradesOpened'),
      journalEntries: counted('journalEntries'),
    },
    activePlaybooks: counted('activePlaybooks'),
    hiddenByPlan: [...hidden],
    tradesBeyondLimit: Math.max(0, used.tradesOpened - (limits.tradesOpened ?? used.tradesOpened)),
  }
}
