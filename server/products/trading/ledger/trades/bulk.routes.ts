import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { reviewStates } from '../tables.ts'
import { tradeFilterShape } from '../trade-filter.ts'
import { reviewTrades, setPlaybook, tagTrades } from './bulk-changes.ts'

const IDS_MAX = 500
const TAGS_MAX = 20
const write = { can: 'trading:use', rate: 'write', idempotency: 'optional' } as const
const selection = {
  filter: Type.Optional(tradeFilterShape),
  ids: Type.Optional(Type.Array(idOf('trade'), { minItems: 1, maxItems: IDS_MAX })),
}
const tags = Type.Optional(Type.Array(idOf('tag'), { maxItems: TAGS_MAX }))
const counts = object({
  matched: Type.Integer(),
  changed: Type.Integer(),
  refused: Type.Integer({ description: 'Left as they are, as their review is locked or does not take this step' }),
})
const PROBLEMS = ['trading/account-not-found', 'trading/account-archived', 'trading/selection-too-large']

export function bulkRoutes({ plans }: Pick<TradingParts, 'plans'>): Route[] {
  const tag = route(
    {
      id: 'trading.tagTrades',
      method: 'POST',
      path: '/api/trading/trades/tags',
      summary: 'Puts tags on up to 5000 trades, listed or found by a filter, and takes others off.',
      policy: write,
      schema: { body: object({ ...selection, add: tags, remove: tags }), response: { 200: counts } },
      problems: [...PROBLEMS, 'trading/tag-not-found'],
    },
    (call) => {
      const ownerId = traderId(call)
      const { filter, ids, add = [], remove = [] } = call.body
      return call.transaction(async (tx) =>
        tagTrades(tx, await plans.trader(tx, ownerId), { filter, ids }, { add, remove }),
      )
    },
  )
  const review = route(
    {
      id: 'trading.reviewTrades',
      method: 'POST',
      path: '/api/trading/trades/review',
      summary:
        'Sets the review state of up to 5000 trades, listed or found by a filter, where a review takes the step.',
      policy: write,
      schema: { body: object({ ...selection, reviewState: oneOf(reviewStates) }), response: { 200: counts } },
      problems: PROBLEMS,
    },
    (call) => {
      const ownerId = traderId(call)
      const { filter, ids, reviewState } = call.body
      return call.transaction(async (tx) =>
        reviewTrades(tx, await plans.trader(tx, ownerId), { filter, ids }, reviewState),
      )
    },
  )
  const playbook = route(
    {
      id: 'trading.setPlaybookOfTrades',
      method: 'POST',
      path: '/api/trading/trades/playbook',
      summary: 'Says by which playbook up to 5000 trades were, listed or found by a filter; null: by none.',
      policy: write,
      schema: {
        body: object({ ...selection, playbookId: nullable(idOf('playbook')) }),
        response: { 200: counts },
      },
      problems: [...PROBLEMS, 'trading/value-invalid'],
    },
    (call) => {
      const ownerId = traderId(call)
      const { filter, ids, playbookId } = call.body
      return call.transaction(async (tx) =>
        setPlaybook(tx, await plans.trader(tx, ownerId), { filter, ids }, playbookId),
      )
    },
  )
  return [tag, review, playbook]
}
