import type { Route } from '../../../../kernel/http/route.ts'
import type { Id } from '../../../../kernel/id.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { assertShown } from '../../trader.ts'

/** Where the address names a trade of the caller's own; what mentors read is of others. */
const OF_TRADE = /^\/api\/trading\/(?!mentoring\/).*\btrades\/\{(\w+)\}/
const BEYOND = 'trading/trade-beyond-plan'

/** The route, refused for a trade of the caller's that their plan does not show: none of them forgets to. */
export function byPlan({ db, plans }: Pick<TradingParts, 'db' | 'plans'>, { head, handler }: Route): Route {
  const [, name] = OF_TRADE.exec(head.path) ?? []
  if (name === undefined) return { head, handler }
  return {
    head: { ...head, problems: [...(head.problems ?? []), BEYOND] },
    async handler(call) {
      const { [name]: id } = call.params as Record<string, Id<'trade'>>
      if (id !== undefined) await assertShown(db, await plans.trader(db, traderId(call)), [id])
      return await handler(call)
    },
  }
}
