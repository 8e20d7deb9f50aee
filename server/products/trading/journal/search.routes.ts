import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import { hiddenByPlan } from '../ledger/trades/trade-view.ts'
import { searchJournal } from './search.ts'
import { dayShape, gradeShape } from './shapes.ts'
import { scopes } from './tables.ts'

const found = object({
  kind: oneOf(['entry', 'note']),
  id: Type.String({ description: 'Of the entry, or of the trade whose note it is' }),
  day: nullable(Type.String()),
  tradeId: nullable(idOf('trade')),
  title: Type.String(),
  excerpt: Type.String(),
  highlights: Type.Array(object({ start: Type.Integer(), end: Type.Integer() }), {
    description: 'What was found in the excerpt, in UTF-16 units',
  }),
  updatedAt: instant,
})

const narrowing = {
  scope: Type.Optional(oneOf(scopes)),
  accountId: Type.Optional(idOf('trading-account')),
  tagId: Type.Optional(idOf('tag')),
  mood: Type.Optional(gradeShape),
  from: Type.Optional(dayShape),
  to: Type.Optional(dayShape),
}

export function searchRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.searchJournal',
      method: 'GET',
      path: '/api/trading/journal-search',
      summary:
        'Journal entries and trade notes by their words, the newest first, of those that the filter leaves; a note is of the day its trade closed. Quotes, `or` and a leading minus count.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: {
        query: object({ ...pageQuery, q: line(200), ...narrowing }),
        response: { 200: object({ ...page(found).properties, hiddenByPlan }) },
      },
    },
    async (call) => searchJournal(db, await plans.trader(db, traderId(call)), call.query),
  )
}
