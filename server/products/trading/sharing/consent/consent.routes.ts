import { Type } from 'typebox'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { instant, nullable, object } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingDeps } from '../../deps.ts'
import { consentOf, giveConsent, withdrawConsent } from './consent.ts'

const PATH = '/api/trading/support-consent'
const HOURS_MAX = 72
const write = { can: 'trading:use', rate: 'write' } as const
const consent = object({ until: nullable(instant) })
const problems = ['trading/consent-needed']

/** Whether support may look at what a trader keeps. */
export function consentRoutes({ db }: Pick<TradingDeps, 'db'>): Route[] {
  return [
    route(
      {
        id: 'trading.getSupportConsent',
        method: 'GET',
        path: PATH,
        summary: 'Until when support may look at what the caller keeps; null: it may not.',
        policy: { can: 'trading:use', rate: 'read' },
        schema: { response: { 200: consent } },
        problems,
      },
      async (call) => ({ until: await consentOf(db, traderId(call)) }),
    ),
    route(
      {
        id: 'trading.giveSupportConsent',
        method: 'PUT',
        path: PATH,
        summary: 'Lets support read, and only read, what the caller keeps, for so many hours from now.',
        policy: write,
        schema: {
          body: object({ hours: Type.Integer({ minimum: 1, maximum: HOURS_MAX }) }),
          response: { 200: consent },
        },
        problems,
      },
      (call) => {
        const ownerId = traderId(call)
        return call.transaction(async (tx) => ({ until: await giveConsent(tx, ownerId, call.body.hours) }))
      },
    ),
    route(
      {
        id: 'trading.withdrawSupportConsent',
        method: 'DELETE',
        path: PATH,
        summary: 'Support looks no more.',
        policy: write,
        schema: { response: { 204: null } },
        problems,
      },
      async (call) => {
        const ownerId = traderId(call)
        await call.transaction((tx) => withdrawConsent(tx, ownerId))
      },
    ),
  ]
}
