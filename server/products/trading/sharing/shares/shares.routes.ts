import { type Static, Type } from 'typebox'
import { httpProblem } from '../../../../kernel/http/problems.ts'
import { type Route, route } from '../../../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object, oneOf, page, pageQuery } from '../../../../kernel/http/schema.ts'
import { traderId } from '../../caller.ts'
import type { TradingParts } from '../../deps.ts'
import { tradeFilterQuery } from '../../ledger/trade-filter.ts'
import { type ShareRow, shareKinds } from '../tables.ts'
import { createShare, listShares, type NewShare, revokeShare } from './shares.ts'

type Deps = Pick<TradingParts, 'db' | 'plans' | 'publicUrl'>

const PATH = '/api/trading/shares'
const DAYS_MAX = 366
const DAYS = 30

const shareShape = object({
  id: idOf('trading-share'),
  kind: oneOf(shareKinds),
  title: Type.String(),
  redacted: Type.Boolean(),
  views: Type.Integer(),
  lastViewedAt: nullable(instant),
  expiresAt: instant,
  createdAt: instant,
})

const input = object({
  kind: oneOf(shareKinds),
  title: line(120),
  /** Of a trade. */
  tradeId: Type.Optional(idOf('trade')),
  /** Of a journal entry. */
  entryId: Type.Optional(idOf('journal-entry')),
  /** Of trades and of a report: which, by the filter of the list; all when absent. */
  filter: Type.Optional(object(tradeFilterQuery)),
  /** Shows R, percent and relative figures only, from which nobody learns sizes; so when absent. */
  redacted: Type.Optional(Type.Boolean()),
  /** How long the link is good; 30 when absent. */
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: DAYS_MAX })),
})

/** Links to something of a journal, as their owner sees them. */
export function shareRoutes(deps: Deps): Route[] {
  return [createRoute(deps), listRoute(deps), revokeRoute()]
}

function createRoute({ publicUrl, plans }: Deps): Route {
  return route(
    {
      id: 'trading.createShare',
      method: 'POST',
      path: PATH,
      summary:
        'Makes a link that shows a trade, trades by a filter, a report of them or a journal entry to whoever has it.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: {
        body: input,
        response: {
          201: object({ ...shareShape.properties, url: Type.String({ description: 'Told this once' }) }),
        },
      },
      problems: [
        ...['trading/trade-not-found', 'trading/journal-entry-not-found', 'trading/account-not-found'],
        ...['trading/trade-beyond-plan', 'trading/too-many-shares', 'trading/consent-needed'],
      ],
    },
    (call) => {
      const { title, redacted = true, days = DAYS } = call.body
      const asked = { title, redacted, days, subject: subjectOf(call.body) }
      const ownerId = traderId(call)
      return call.transaction(async (tx) => {
        const { share, token } = await createShare(tx, await plans.trader(tx, ownerId), asked)
        return { ...view(share), url: new URL(`/s#token=${token}`, publicUrl).href }
      })
    },
  )
}

function subjectOf({ kind, tradeId, entryId, filter }: Static<typeof input>): NewShare['subject'] {
  const given = { trade: tradeId, entry: entryId, trades: filter ?? {}, report: filter ?? {} }[kind]
  const others = [tradeId, entryId, filter].filter((one) => one !== undefined && one !== given)
  const pointer = kind === 'trade' ? '/tradeId' : kind === 'entry' ? '/entryId' : '/filter'
  if (given === undefined)
    throw httpProblem('invalid', { errors: [{ pointer, code: 'required', detail: 'is missing' }] })
  if (others.length > 0)
    throw httpProblem('invalid', {
      errors: [{ pointer: '/kind', code: 'subject', detail: `goes with ${pointer} only` }],
    })
  if (kind === 'trade' && tradeId !== undefined) return { kind, id: tradeId }
  if (kind === 'entry' && entryId !== undefined) return { kind, id: entryId }
  return { kind: kind === 'trades' ? kind : 'report', filter: filter ?? {} }
}

function listRoute({ db }: Deps): Route {
  return route(
    {
      id: 'trading.listShares',
      method: 'GET',
      path: PATH,
      summary: 'Links of the caller, newest first.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(shareShape) } },
    },
    async (call) => {
      const { items, nextCursor } = await listShares(db, traderId(call), call.query)
      return { items: items.map(view), nextCursor }
    },
  )
}

function revokeRoute(): Route {
  return route(
    {
      id: 'trading.revokeShare',
      method: 'DELETE',
      path: `${PATH}/{id}`,
      summary: 'The link shows nothing from now on.',
      policy: { can: 'trading:use', rate: 'write' },
      schema: { params: object({ id: idOf('trading-share') }), response: { 204: null } },
      problems: ['trading/share-not-found', 'trading/consent-needed'],
    },
    async (call) => {
      await call.transaction((tx) => revokeShare(tx, traderId(call), call.params.id))
    },
  )
}

function view(row: ShareRow): Static<typeof shareShape> {
  return {
    ...{ id: row.id, kind: row.kind, title: row.title, redacted: row.redacted, views: Number(row.views) },
    ...{ lastViewedAt: row.last_viewed_at, expiresAt: row.expires_at, createdAt: row.created_at },
  }
}
