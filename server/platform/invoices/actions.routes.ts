import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { line, object, text } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { callerId } from './caller.ts'
import { voidInvoice, writeOff } from './closing.ts'
import { creditInvoice } from './credit-notes.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument, type HeldDocument, lockDocument, mark, tell } from './documents.ts'
import { LINES_MAX, lineInput, readLines } from './draft-input.ts'
import { issueInvoice } from './issue.ts'
import { sendDocument } from './sending.ts'
import { byInvoice, invoiceShape } from './shapes.ts'
import { toInvoice, viewNow } from './views.ts'

const MANAGE = { can: 'invoices:manage', rate: 'write', idempotency: 'required' } as const
const NOT_FOUND = ['invoices/invoice-not-found', 'identity/csrf']
const why = object({ reason: line(500) })

export function actionRoutes(parts: InvoicesParts): Route[] {
  return [...issueRoutes(parts), ...closingRoutes(parts), creditRoute(parts), dunningRoute()]
}

async function answered(
  call: Pick<Call, 'transaction'>,
  work: (tx: Tx) => Promise<HeldDocument>,
): Promise<ReturnType<typeof toInvoice>> {
  return await call.transaction(async (tx) => toInvoice(await viewNow(tx, await work(tx))))
}

function issueRoutes(parts: InvoicesParts): Route[] {
  return [
    route(
      {
        id: 'invoices.issue',
        method: 'POST',
        path: '/api/invoices/{id}/issue',
        summary: 'Gives a draft its number and freezes it.',
        policy: MANAGE,
        schema: { params: byInvoice, response: { 200: invoiceShape } },
        problems: [...NOT_FOUND, 'invoices/not-draft', 'invoices/settings-missing'],
      },
      (call) => answered(call, (tx) => issueInvoice(parts, tx, call.params.id)),
    ),
    route(
      {
        id: 'invoices.send',
        method: 'POST',
        path: '/api/invoices/{id}/send',
        summary: 'Mails an issued invoice or credit note to whom it is for, with a link to its page.',
        policy: MANAGE,
        schema: { params: byInvoice, response: { 200: invoiceShape } },
        problems: [...NOT_FOUND, 'invoices/not-issued', 'invoices/no-address'],
      },
      (call) => answered(call, (tx) => sendDocument(parts, tx, call.params.id)),
    ),
  ]
}

function closingRoutes(parts: InvoicesParts): Route[] {
  return [
    route(
      {
        id: 'invoices.void',
        method: 'POST',
        path: '/api/invoices/{id}/void',
        summary: 'Declares an invoice void that nothing was paid of; it keeps its number.',
        policy: MANAGE,
        schema: { params: byInvoice, body: why, response: { 200: invoiceShape } },
        problems: [...NOT_FOUND, 'invoices/not-issued', 'invoices/not-unpaid'],
      },
      (call) => answered(call, (tx) => voidInvoice(parts, tx, call.params.id, call.body.reason)),
    ),
    route(
      {
        id: 'invoices.writeOff',
        method: 'POST',
        path: '/api/invoices/{id}/write-off',
        summary: 'Gives up what is left to pay of an invoice.',
        policy: { ...MANAGE, can: 'invoices:write-off' },
        schema: { params: byInvoice, body: why, response: { 200: invoiceShape } },
        problems: [...NOT_FOUND, 'invoices/not-issued', 'invoices/nothing-due'],
      },
      (call) => answered(call, (tx) => writeOff(tx, call.params.id, call.body.reason)),
    ),
  ]
}

function creditRoute(parts: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.credit',
      method: 'POST',
      path: '/api/invoices/{id}/credit',
      summary:
        'Issues a credit note over these lines, or over all that is left of the invoice; answers the credit note.',
      policy: MANAGE,
      schema: {
        params: byInvoice,
        body: object({
          lines: Type.Optional(Type.Array(lineInput, { minItems: 1, maxItems: LINES_MAX })),
          note: Type.Optional(text(2000)),
        }),
        response: { 201: invoiceShape },
      },
      problems: [
        ...[...NOT_FOUND, 'invoices/not-issued', 'invoices/nothing-to-credit', 'invoices/credit-too-large'],
        ...['invoices/bad-quantity', 'invoices/too-large', 'invoices/unprintable', 'invoices/settings-missing'],
      ],
    },
    (call) => {
      const { lines, note = '' } = call.body
      const wanted = {
        invoiceId: call.params.id,
        note,
        by: callerId(call),
        ...(lines === undefined ? {} : { lines: readLines(lines) }),
      }
      return answered(call, (tx) => creditInvoice(parts, tx, wanted))
    },
  )
}

function dunningRoute(): Route {
  return route(
    {
      id: 'invoices.pauseDunning',
      method: 'PUT',
      path: '/api/invoices/{id}/dunning',
      summary: 'Says whether anybody is reminded of this invoice, and whether a dispute is settled.',
      policy: { can: 'invoices:manage', rate: 'write' },
      schema: {
        params: byInvoice,
        body: object({ paused: Type.Boolean(), disputed: Type.Optional(Type.Boolean()) }),
        response: { 200: invoiceShape },
      },
      problems: NOT_FOUND,
    },
    (call) => answered(call, (tx) => setDunning(tx, call.params.id, call.body)),
  )
}

async function setDunning(
  tx: Tx,
  id: Id<'invoice'>,
  { paused, disputed }: { readonly paused: boolean; readonly disputed?: boolean },
): Promise<HeldDocument> {
  const row = await lockDocument(tx, id)
  await mark(tx, id, { dunning_paused: paused, ...(disputed === undefined ? {} : { disputed }) })
  await tell(tx, 'invoice.dunning-changed', row, { paused, disputed: disputed ?? row.disputed })
  return await findDocument(tx, id)
}
