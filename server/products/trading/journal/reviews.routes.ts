import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, instant, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { reviewStates } from '../ledger/tables.ts'
import { findReview, lockReview, type Review, type ReviewInput, removeReview, saveReview } from './reviews.ts'
import { gradeShape, moodFields, versionShape } from './shapes.ts'

const byTrade = object({ id: idOf('trade') })
const path = '/api/trading/trades/{id}/review'
const policy = { can: 'trading:use', rate: 'write' } as const
const reviewShape = namedObject('TradeReview', {
  tradeId: idOf('trade'),
  state: oneOf(reviewStates),
  quality: Type.Integer(),
  mood: nullable(Type.Integer()),
  moodWords: Type.Array(Type.String()),
  lesson: Type.String(),
  executionVsPlan: Type.String(),
  mistakes: Type.Array(object({ id: idOf('tag'), name: Type.String() })),
  version: Type.Integer(),
  reviewedAt: instant,
  updatedAt: instant,
})
const problems = ['trading/trade-not-found', 'trading/review-not-found']

/** What a trader thinks of a trade afterwards. */
export function reviewRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [getRoute(db), saveRoute(), lockRoute(), removeRoute()]
}

function view(review: Review): Static<typeof reviewShape> {
  return {
    ...{ tradeId: review.trade_id, state: review.state, quality: review.quality, mood: review.mood },
    ...{ moodWords: review.mood_words, lesson: review.lesson, executionVsPlan: review.execution_vs_plan },
    ...{ mistakes: [...review.mistakes], version: review.version },
    ...{ reviewedAt: review.reviewed_at, updatedAt: review.updated_at },
  }
}

function getRoute(db: TradingDeps['db']): Route {
  return route(
    {
      id: 'trading.getReview',
      method: 'GET',
      path,
      summary: 'The review of a trade.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { params: byTrade, response: { 200: reviewShape } },
      problems,
    },
    async (call) => view(await findReview(db, { ownerId: traderId(call), tradeId: call.params.id })),
  )
}

function saveRoute(): Route {
  return route(
    {
      id: 'trading.saveReview',
      method: 'PUT',
      path,
      summary:
        'Writes the review of a trade, which counts as reviewed then; `version` is the one that was read, null for a first one.',
      policy,
      schema: {
        params: byTrade,
        body: object({
          quality: gradeShape,
          ...moodFields,
          lesson: Type.Optional(text(5000)),
          executionVsPlan: Type.Optional(text(5000)),
          mistakeTagIds: Type.Optional(Type.Array(idOf('tag'), { maxItems: 30, uniqueItems: true })),
          version: nullable(versionShape),
        }),
        response: { 200: reviewShape },
      },
      problems: [
        'trading/trade-not-found',
        'trading/account-archived',
        'trading/trade-locked',
        'trading/journal-stale',
        'trading/value-invalid',
      ],
    },
    (call) => {
      const own = { ownerId: traderId(call), tradeId: call.params.id }
      return call.transaction(async (tx) => view(await saveReview(tx, own, call.body as ReviewInput)))
    },
  )
}

function lockRoute(): Route {
  return route(
    {
      id: 'trading.lockReview',
      method: 'POST',
      path: `${path}/lock`,
      summary: 'Keeps the review as it is, until the lock is taken off the trade.',
      policy,
      schema: { params: byTrade, response: { 200: reviewShape } },
      problems: [...problems, 'trading/account-archived', 'trading/review-step'],
    },
    (call) => {
      const own = { ownerId: traderId(call), tradeId: call.params.id }
      return call.transaction(async (tx) => view(await lockReview(tx, own)))
    },
  )
}

function removeRoute(): Route {
  return route(
    {
      id: 'trading.removeReview',
      method: 'DELETE',
      path,
      summary: 'Takes the review back; mistakes stay as tags of the trade.',
      policy,
      schema: { params: byTrade, response: { 204: null } },
      problems: [...problems, 'trading/account-archived', 'trading/trade-locked'],
    },
    async (call) => {
      const own = { ownerId: traderId(call), tradeId: call.params.id }
      await call.transaction((tx) => removeReview(tx, own))
    },
  )
}
