import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { object } from '../../../../kernel/http/schema.ts'
import type { TradingParts } from '../../deps.ts'
import { sharedShape, viewShare } from './shared-view.ts'
import { openShare } from './shares.ts'

const TOKEN_LENGTH_MAX = 200

/** What a link shows, without a session. The token stands in the body: addresses end in logs. */
export function openShareRoute({ db, plans }: Pick<TradingParts, 'db' | 'plans'>): Route {
  return route(
    {
      id: 'trading.openShare',
      method: 'POST',
      path: '/api/trading/shared',
      summary: 'What is shared under a token, counted as seen; 404 for one that never was, has lapsed or was revoked.',
      policy: { access: 'public', rate: 'auth' },
      schema: {
        body: object({ token: Type.String({ maxLength: TOKEN_LENGTH_MAX }) }),
        response: { 200: sharedShape },
      },
      problems: ['trading/share-not-found'],
    },
    async (call) => {
      call.reply.headers({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' })
      const share = await call.transaction((tx) => openShare(tx, call.body.token))
      return await viewShare(db, await plans.trader(db, share.owner_id), share)
    },
  )
}
