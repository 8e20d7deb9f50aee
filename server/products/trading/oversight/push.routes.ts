import { type Static, Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, nullable, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import { traderId } from '../caller.ts'
import type { TradingDeps } from '../deps.ts'
import { oversightProblem } from './problems.ts'
import { findPushAddress, push, rememberPush, savePushAddress } from './push.ts'

type Deps = Pick<TradingDeps, 'db' | 'outbound'>

const path = '/api/trading/push-address'
const url = nullable(
  Type.String({
    ...{ minLength: 1, maxLength: 2000 },
    description: 'Where a POST of the text is taken, as UnifiedPush and ntfy give it out; null: nothing is pushed',
  }),
)
const shape = object({
  url,
  failure: { ...nullable(Type.String()), description: 'What the last push met; null: it arrived, or there was none' },
  failedAt: nullable(instant),
})

/** Where alerts with the channel `push` go. */
export function pushRoutes(deps: Deps): Route[] {
  return [getRoute(deps), saveRoute(deps), tryRoute(deps)]
}

async function view(source: Db | Tx, ownerId: Id<'user'>): Promise<Static<typeof shape>> {
  const row = await findPushAddress(source, ownerId)
  return { url: row?.url ?? null, failure: row?.failure ?? null, failedAt: row?.failed_at ?? null }
}

function getRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.getPushAddress',
      method: 'GET',
      path,
      summary: 'Where alerts are pushed to, and what the last push met.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { response: { 200: shape } },
    },
    (call) => view(db, traderId(call)),
  )
}

function saveRoute({ outbound }: Deps): Route {
  return route(
    {
      id: 'trading.savePushAddress',
      method: 'PUT',
      path,
      summary: 'Says where alerts are pushed to, over https and on the public Internet; null ends it.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { body: object({ url }), response: { 200: shape } },
      problems: ['trading/value-invalid'],
    },
    (call) => {
      const ownerId = traderId(call)
      return call.transaction(async (tx) => {
        await savePushAddress(tx, outbound, { ownerId, url: call.body.url })
        return await view(tx, ownerId)
      })
    },
  )
}

const TRY_MS = 10_000

function tryRoute({ db, outbound }: Deps): Route {
  return route(
    {
      id: 'trading.tryPushAddress',
      method: 'POST',
      path: `${path}/try`,
      summary: 'Pushes a word to try the address, and says what it met.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { response: { 200: shape } },
      problems: ['trading/no-push-address'],
    },
    async (call) => {
      const ownerId = traderId(call)
      const address = await findPushAddress(db, ownerId)
      if (address === undefined) throw oversightProblem('no-push-address')
      const told = { title: 'Alerts of trading', text: 'Alerts are pushed here.', signal: AbortSignal.timeout(TRY_MS) }
      const failure = await push(outbound, address.url, told).then(() => null, failureOf)
      return await call.transaction(async (tx) => {
        await rememberPush(tx, address, failure)
        return await view(tx, ownerId)
      })
    },
  )
}

function failureOf(error: unknown): string {
  if (error instanceof OutboundFailure) return error.message
  throw error
}
