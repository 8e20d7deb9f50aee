import { type Static, Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, namedObject, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import { callerId } from '../caller.ts'
import type { Invoicing, WorkDeps } from './deps.ts'
import { deleteDraft, draftQuote, type QuoteInput, replaceDraft, reviseQuote } from './quote-drafts.ts'
import { findQuote, listQuotes } from './quote-reads.ts'
import { staffQuoteDetail, staffQuoteSummary, viewStaffQuote, viewStaffQuotes } from './quote-view.ts'
import { sendQuote } from './quotes.ts'
import { type QuoteRow, quoteStates } from './tables.ts'

export const MANAGE_QUOTES = 'agency:quotes.manage'

const byId = object({ id: idOf('quote') })
const read = { can: MANAGE_QUOTES, rate: 'read' } as const
const write = { can: MANAGE_QUOTES, rate: 'write', idempotency: 'optional' } as const
const WRITING = ['agency/validity-past', 'money/unknown-currency']
const NOT_FOUND = 'agency/quote-not-found'

const minor = Type.String({ pattern: '^[0-9]{1,15}$', description: 'Minor units' })
const content = {
  title: line(160),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  lines: Type.Array(
    namedObject('QuoteLineInput', {
      description: line(500),
      qty: Type.String({ pattern: '^[0-9]{1,9}(\\.[0-9]{1,6})?$', description: 'Decimal, at most six places' }),
      unitMinor: minor,
      taxRateBp: Type.Integer({ minimum: 0, maximum: 10_000, description: 'Basis points: 1600 is 16 %' }),
    }),
    { minItems: 1, maxItems: 100 },
  ),
  discountMinor: Type.Optional(minor),
  taxRounding: Type.Optional(oneOf(['line', 'document'])),
  validUntil: Type.String({ format: 'date-time' }),
  terms: text(20_000, 1),
}
const contentShape = object(content)

function inputOf(body: Static<typeof contentShape>): QuoteInput {
  const { lines, discountMinor = '0', taxRounding = 'document', validUntil, title, currency, terms } = body
  return {
    ...{ title, currency, terms, taxRounding },
    lines: lines.map((one) => ({ ...one, unitMinor: BigInt(one.unitMinor) })),
    discountMinor: BigInt(discountMinor),
    validUntil: new Date(validUntil),
  }
}

/** What those who sell do with quotes. */
export function quoteRoutes(deps: WorkDeps): Route[] {
  return [
    draftRoute(deps),
    listRoute(deps),
    getRoute(deps),
    replaceRoute(deps),
    deleteRoute(),
    sendRoute(deps),
    reviseRoute(deps),
  ]
}

/** Runs a step in a transaction and answers with the quote as it is then. */
function answering(
  deps: WorkDeps,
  call: Pick<Call, 'transaction'>,
  step: (tx: Tx, invoicing: Invoicing) => Promise<QuoteRow>,
) {
  const { invoicing } = deps
  return call.transaction(async (tx) => {
    const row = await step(tx, invoicing)
    return await viewStaffQuote(tx, row)
  })
}

function draftRoute(deps: WorkDeps): Route {
  const body = object({ ...content, clientId: idOf('client'), requestId: Type.Optional(idOf('service-request')) })
  return route(
    {
      id: 'agency.draftQuote',
      method: 'POST',
      path: '/api/staff/quotes',
      summary: 'Writes a quote as a draft; the server computes what it comes to.',
      policy: write,
      schema: { body, response: { 201: staffQuoteDetail } },
      problems: [...WRITING, 'agency/client-not-found', 'agency/request-not-found', 'agency/client-mismatch'],
    },
    (call) => {
      const { clientId, requestId = null, ...rest } = call.body
      const quote = { clientId, requestId, by: callerId(call) }
      return answering(deps, call, (tx, invoicing) => draftQuote(tx, invoicing, quote, inputOf(rest)))
    },
  )
}

function listRoute({ db }: WorkDeps): Route {
  const query = object({
    ...pageQuery,
    state: Type.Optional(oneOf(quoteStates)),
    requestId: Type.Optional(idOf('service-request')),
    clientId: Type.Optional(idOf('client')),
  })
  return route(
    {
      id: 'agency.listQuotes',
      method: 'GET',
      path: '/api/staff/quotes',
      summary: 'Quotes, newest first.',
      policy: read,
      schema: { query, response: { 200: page(staffQuoteSummary) } },
    },
    async (call) => {
      const { items, nextCursor } = await listQuotes(db, call.query)
      return { items: await viewStaffQuotes(db, items), nextCursor }
    },
  )
}

function getRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.getQuote',
      method: 'GET',
      path: '/api/staff/quotes/{id}',
      summary: 'A quote with its lines.',
      policy: read,
      schema: { params: byId, response: { 200: staffQuoteDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => await viewStaffQuote(db, await findQuote(db, call.params.id)),
  )
}

function replaceRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.replaceQuote',
      method: 'PUT',
      path: '/api/staff/quotes/{id}',
      summary: 'Replaces a draft at the version that was read.',
      policy: write,
      schema: {
        params: byId,
        body: object({ ...content, version: Type.Integer({ minimum: 1 }) }),
        response: { 200: staffQuoteDetail },
      },
      problems: [...WRITING, NOT_FOUND, 'agency/quote-stale', 'agency/quote-not-draft'],
    },
    (call) => {
      const { version, ...rest } = call.body
      const draft = { id: call.params.id, version }
      return answering(deps, call, (tx, invoicing) => replaceDraft(tx, invoicing, draft, inputOf(rest)))
    },
  )
}

function deleteRoute(): Route {
  return route(
    {
      id: 'agency.deleteQuote',
      method: 'DELETE',
      path: '/api/staff/quotes/{id}',
      summary: 'Removes a draft. What was sent stays.',
      policy: write,
      schema: { params: byId, response: { 204: null } },
      problems: [NOT_FOUND, 'agency/quote-not-draft'],
    },
    async (call) => {
      await call.transaction((tx) => deleteDraft(tx, call.params.id))
    },
  )
}

function sendRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.sendQuote',
      method: 'POST',
      path: '/api/staff/quotes/{id}/send',
      summary: 'Sends a draft: it is never changed from then on, and replaces an older one of its reference.',
      policy: write,
      schema: { params: byId, response: { 200: staffQuoteDetail } },
      problems: [...WRITING, NOT_FOUND, 'agency/quote-not-draft', 'agency/quote-not-open'],
    },
    (call) => {
      const by = { kind: 'staff', userId: callerId(call), all: true } as const
      return answering(deps, call, (tx, invoicing) => sendQuote(tx, deps, invoicing, { id: call.params.id, by }))
    },
  )
}

function reviseRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.reviseQuote',
      method: 'POST',
      path: '/api/staff/quotes/{id}/revise',
      summary: 'Makes a draft of what was sent and not accepted, under the next number.',
      policy: write,
      schema: {
        params: byId,
        body: object({ validUntil: Type.String({ format: 'date-time' }) }),
        response: { 201: staffQuoteDetail },
      },
      problems: [...WRITING, NOT_FOUND, 'agency/quote-not-open', 'agency/quote-not-draft', 'agency/quote-has-draft'],
    },
    (call) => {
      const revision = { id: call.params.id, by: callerId(call), validUntil: new Date(call.body.validUntil) }
      return answering(deps, call, (tx, invoicing) => reviseQuote(tx, invoicing, revision))
    },
  )
}
