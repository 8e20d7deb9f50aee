import { Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { callerId } from '../caller.ts'
import { clientOfUser } from '../clients.ts'
import type { WorkDeps } from './deps.ts'
import { workProblem } from './problems.ts'
import { findSentQuote, linesOf, listQuotes } from './quote-reads.ts'
import { quoteDetail, quoteSummary, viewQuote, viewQuoteSummary } from './quote-view.ts'
import { type Answered, acceptQuote, declineQuote } from './quotes.ts'

const byId = object({ id: idOf('quote') })
const signedIn = (rate: 'read' | 'write') => ({ access: 'signed-in', rate }) as const
const NOT_FOUND = 'agency/quote-not-found'
const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** What clients do with quotes that were sent to them. */
export function portalQuoteRoutes(deps: WorkDeps): Route[] {
  return [listRoute(deps), getRoute(deps), acceptRoute(deps), declineRoute(deps)]
}

function listRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.listMyQuotes',
      method: 'GET',
      path: '/api/portal/quotes',
      summary: 'Quotes that were sent to the signed-in client, newest first.',
      policy: signedIn('read'),
      schema: { query: object(pageQuery), response: { 200: page(quoteSummary) } },
    },
    async (call) => {
      const client = await clientOfUser(db, callerId(call))
      if (client === undefined) return { items: [], nextCursor: null }
      const { items, nextCursor } = await listQuotes(db, { ...call.query, sentTo: client.id })
      return { items: items.map(viewQuoteSummary), nextCursor }
    },
  )
}

/** Throws agency/quote-not-found, also for those of others. */
async function ownQuote(db: Db, call: Pick<Call, 'principal'>, id: Id<'quote'>) {
  const client = await clientOfUser(db, callerId(call))
  if (client === undefined) throw workProblem('quote-not-found')
  return await findSentQuote(db, id, client.id)
}

function getRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.getMyQuote',
      method: 'GET',
      path: '/api/portal/quotes/{id}',
      summary: 'A quote with its lines, terms and the hashes to accept it by.',
      policy: signedIn('read'),
      schema: { params: byId, response: { 200: quoteDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => viewQuote(await ownQuote(db, call, call.params.id), await linesOf(db, call.params.id)),
  )
}

async function answered(deps: WorkDeps, call: Pick<Call, 'principal'>, id: Id<'quote'>): Promise<Answered> {
  const quote = await ownQuote(deps.db, call, id)
  return { quote, author: (await deps.people([quote.created_by])).get(quote.created_by) ?? null }
}

function acceptRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.acceptQuote',
      method: 'POST',
      path: '/api/portal/quotes/{id}/accept',
      summary: 'Agrees to exactly what the two hashes name, with a typed name; kept with address and time.',
      policy: { ...signedIn('write'), idempotency: 'optional' },
      schema: {
        params: byId,
        body: object({ contentHash: sha256, termsHash: sha256, name: line(120) }),
        response: { 200: quoteDetail },
      },
      problems: [NOT_FOUND, 'agency/quote-differs', 'agency/quote-expired', 'agency/quote-not-open'],
    },
    async (call) => {
      const at = await answered(deps, call, call.params.id)
      const signature = { ...call.body, userId: callerId(call) }
      return await call.transaction(async (tx) =>
        viewQuote(await acceptQuote(tx, deps, at, signature), await linesOf(tx, call.params.id)),
      )
    },
  )
}

function declineRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.declineQuote',
      method: 'POST',
      path: '/api/portal/quotes/{id}/decline',
      summary: 'Declines a quote, with or without a reason.',
      policy: { ...signedIn('write'), idempotency: 'optional' },
      schema: {
        params: byId,
        body: object({ reason: Type.Optional(text(2000, 1)) }),
        response: { 200: quoteDetail },
      },
      problems: [NOT_FOUND, 'agency/quote-expired', 'agency/quote-not-open'],
    },
    async (call) => {
      const at = await answered(deps, call, call.params.id)
      const answer = { reason: call.body.reason ?? null, userId: callerId(call) }
      return await call.transaction(async (tx) =>
        viewQuote(await declineQuote(tx, deps, at, answer), await linesOf(tx, call.params.id)),
      )
    },
  )
}
