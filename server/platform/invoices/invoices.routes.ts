import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { money } from '../../kernel/money.ts'
import { assertMayRead, callerId, callerMay } from './caller.ts'
import type { InvoicesParts } from './deps.ts'
import { findDocument } from './documents.ts'
import { draftInput, readDraft, totalsInput } from './draft-input.ts'
import { changeDraft, deleteDraft, draftInvoice } from './drafts.ts'
import { listDocuments } from './lists.ts'
import { invoicesProblem } from './problems.ts'
import { findSettings } from './settings.ts'
import { byInvoice, day, invoiceDetail, invoiceShape, totalsShape } from './shapes.ts'
import { documentKinds } from './snapshot.ts'
import { documentStatuses } from './tables.ts'
import { totals } from './totals.ts'
import { describe, toInvoice, toTotals, viewNow, viewsOf } from './views.ts'

const CSRF = 'identity/csrf'
const WRITE = { can: 'invoices:manage', rate: 'write' } as const
const MADE = { ...WRITE, idempotency: 'required' } as const
const READ = { access: 'optional', rate: 'read' } as const
const token = { token: Type.Optional(Type.String({ maxLength: 100 })) }
const drafting = [
  ...['invoices/bad-quantity', 'invoices/discount-too-large', 'invoices/too-large', 'invoices/no-recipient'],
  ...['invoices/unprintable', 'money/unknown-currency', 'mail/bad-address', CSRF],
]

export function invoiceRoutes(parts: InvoicesParts): Route[] {
  return [...readRoutes(parts), ...draftRoutes(parts), totalsRoute(parts), pageRoute(parts)]
}

function readRoutes(parts: InvoicesParts): Route[] {
  const { db, linkKey } = parts
  return [
    route(
      {
        id: 'invoices.list',
        method: 'GET',
        path: '/api/invoices',
        summary: 'Invoices and credit notes, newest first: all for staff, for others those issued to them.',
        policy: { access: 'signed-in', rate: 'read' },
        schema: {
          query: object({
            ...pageQuery,
            status: Type.Optional(oneOf([...documentStatuses, 'overdue'])),
            kind: Type.Optional(oneOf(documentKinds)),
            accountId: Type.Optional(idOf('user')),
            email: Type.Optional(
              Type.String({ maxLength: 254, description: 'With `accountId`: whichever of the two fits' }),
            ),
            customerId: Type.Optional(idOf('customer')),
            q: Type.Optional(Type.String({ maxLength: 100, description: 'Part of a number or of whom it is for' })),
            from: Type.Optional(day),
            to: Type.Optional(day),
          }),
          response: { 200: page(invoiceShape) },
        },
      },
      async (call) => {
        const { cursor: _, limit: _limit, accountId = null, email = null, ...rest } = call.query
        const filter = accountId === null && email === null ? rest : { ...rest, of: { accountId, email } }
        const list = cursorPage(call.query, acceptId)
        const mine = callerMay(call, 'invoices:read') ? {} : { clientId: callerId(call) }
        const rows = await listDocuments(db, { ...filter, ...mine, limit: list.limit + 1, after: list.after?.[0] })
        return list.of(await viewsOf(db, rows), ({ id }) => [id], toInvoice)
      },
    ),
    route(
      {
        id: 'invoices.get',
        method: 'GET',
        path: '/api/invoices/{id}',
        summary: 'One invoice or credit note with its lines and what became of it; also by the link of a mail.',
        policy: READ,
        schema: { params: byInvoice, query: object(token), response: { 200: invoiceDetail } },
        problems: ['invoices/invoice-not-found'],
      },
      async (call) => {
        const row = await findDocument(db, call.params.id)
        assertMayRead(call, row, { key: linkKey, token: call.query.token })
        return await describe(parts, db, row)
      },
    ),
  ]
}

function pageRoute({ db, linkKey, files }: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.pdf',
      method: 'GET',
      path: '/api/invoices/{id}.pdf',
      summary: 'The page as it was issued, as PDF; also by the link of a mail.',
      policy: READ,
      schema: { params: byInvoice, query: object(token), response: { 200: null } },
      problems: [
        'invoices/invoice-not-found',
        'invoices/not-issued',
        'invoices/page-not-made',
        'files/range-not-satisfiable',
        'files/damaged',
        'blob/missing',
      ],
    },
    async (call) => {
      const row = await findDocument(db, call.params.id)
      assertMayRead(call, row, { key: linkKey, token: call.query.token })
      if (row.status === 'draft') throw invoicesProblem('not-issued')
      if (row.pdf_file_id === null) throw invoicesProblem('page-not-made', { retryAfterSeconds: 2 })
      await files.send(call, row.pdf_file_id, { inline: true, filename: `${row.number}.pdf` })
    },
  )
}

function totalsRoute({ db }: InvoicesParts): Route {
  return route(
    {
      id: 'invoices.totals',
      method: 'POST',
      path: '/api/invoices/totals',
      summary: 'What lines come to, as a draft of them would say; nothing is kept.',
      policy: { can: 'invoices:manage', rate: 'read' },
      schema: { body: totalsInput, response: { 200: totalsShape } },
      problems: [
        ...['invoices/bad-quantity', 'invoices/discount-too-large', 'invoices/too-large', 'money/unknown-currency'],
        CSRF,
      ],
    },
    async (call) => {
      const { lines, discountMinor = '0', currency, taxRounding } = call.body
      const discount = money(BigInt(discountMinor), currency)
      const rounding = taxRounding ?? (await findSettings(db))?.tax_rounding ?? 'line'
      const priced = lines.map(({ unitMinor, ...line }) => ({ ...line, unitMinor: BigInt(unitMinor) }))
      const policy = { currency: discount.currency, taxRounding: rounding, discountMinor: discount.minor }
      return toTotals(totals(priced, policy), rounding)
    },
  )
}

function draftRoutes(parts: InvoicesParts): Route[] {
  const source = object({
    type: Type.String({ minLength: 1, maxLength: 60 }),
    id: Type.String({ minLength: 1, maxLength: 100 }),
    part: nullable(Type.String({ minLength: 1, maxLength: 60 })),
  })
  return [
    route(
      {
        id: 'invoices.draft',
        method: 'POST',
        path: '/api/invoices',
        summary: 'Drafts an invoice; its number comes with its issue.',
        policy: MADE,
        schema: {
          body: object({ ...draftInput.properties, source: Type.Optional(source) }),
          response: { 201: invoiceShape },
        },
        problems: [...drafting, 'invoices/source-invoiced'],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { source: madeFor, ...body } = call.body
          const input = { ...readDraft(body), ...(madeFor === undefined ? {} : { source: madeFor }) }
          return toInvoice(await viewNow(tx, await draftInvoice(parts, tx, input, callerId(call))))
        }),
    ),
    route(
      {
        id: 'invoices.change',
        method: 'PUT',
        path: '/api/invoices/{id}',
        summary: 'Replaces a draft; `version` is that of the draft as it was read.',
        policy: WRITE,
        schema: {
          params: byInvoice,
          body: object({ ...draftInput.properties, version: Type.Integer({ minimum: 1 }) }),
          response: { 200: invoiceShape },
        },
        problems: [...drafting, 'invoices/invoice-not-found', 'invoices/not-draft', 'invoices/stale'],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { version, ...body } = call.body
          const held = { id: call.params.id, version }
          return toInvoice(await viewNow(tx, await changeDraft(parts, tx, held, readDraft(body))))
        }),
    ),
    route(
      {
        id: 'invoices.delete',
        method: 'DELETE',
        path: '/api/invoices/{id}',
        summary: 'Deletes a draft.',
        policy: WRITE,
        schema: { params: byInvoice, response: { 204: null } },
        problems: ['invoices/invoice-not-found', 'invoices/not-draft', CSRF],
      },
      (call) => call.transaction((tx) => deleteDraft(tx, call.params.id)),
    ),
  ]
}
