import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { violatedConstraint } from '../../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { type Currency, money } from '../../../kernel/money.ts'
import { findClient } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import { nextReference } from '../references.ts'
import type { Invoicing, QuotedLine, Totals } from './deps.ts'
import { workProblem } from './problems.ts'
import { linesOf, lockQuote } from './quote-reads.ts'
import type { QuoteRow, WorkTables } from './tables.ts'

export interface QuoteInput {
  readonly title: string
  readonly currency: string
  readonly lines: readonly QuotedLine[]
  readonly discountMinor: bigint
  readonly taxRounding: 'line' | 'document'
  readonly validUntil: Date
  readonly terms: string
}

interface NewQuote {
  readonly clientId: Id<'client'>
  readonly requestId: Id<'service-request'> | null
  readonly by: Id<'user'>
}

/** Writes a first draft. Throws agency/client-not-found, client-mismatch, validity-past, and what totals throw. */
export async function draftQuote(
  tx: Tx,
  invoicing: Invoicing,
  { clientId, requestId, by }: NewQuote,
  input: QuoteInput,
): Promise<QuoteRow> {
  await assertClient(tx, clientId, requestId)
  const reference = await nextReference(tx, 'QUO')
  const row = draftRow({ reference, number: 1, clientId, requestId, by }, input, totalsOf(invoicing, input))
  await tx.query<WorkTables>().insertInto('agency.quote').values(row).execute()
  await writeLines(tx, row.id, input.lines)
  await auditQuote(tx, 'drafted', row)
  return row
}

async function assertClient(tx: Tx, clientId: Id<'client'>, requestId: Id<'service-request'> | null): Promise<void> {
  const client = await findClient(tx, clientId)
  if (client === undefined || client.erased_at !== null) throw agencyProblem('client-not-found')
  if (requestId === null) return
  const request = await tx
    .query<WorkTables>()
    .selectFrom('agency.service_request')
    .select('client_id')
    .where('id', '=', requestId)
    .executeTakeFirst()
  if (request === undefined) throw workProblem('request-not-found')
  if (request.client_id !== clientId) throw workProblem('client-mismatch')
}

function totalsOf(
  invoicing: Invoicing,
  { lines, currency, discountMinor, taxRounding, validUntil }: QuoteInput,
): Totals {
  if (validUntil <= now()) throw workProblem('validity-past')
  const policy = { currency: money(0n, currency).currency, discountMinor, taxRounding }
  return invoicing.totals(lines, policy)
}

type Origin = NewQuote & { readonly reference: string; readonly number: number }

function draftRow({ reference, number, clientId, requestId, by }: Origin, input: QuoteInput, totals: Totals): QuoteRow {
  return {
    ...{ id: newId<'quote'>(), reference, number, client_id: clientId, request_id: requestId },
    ...{ state: 'draft', version: 1, created_by: by, created_at: now(), updated_at: now() },
    ...contentColumns(input, totals),
    ...{ snapshot: null, content_hash: null, terms_hash: null },
    ...{ sent_at: null, reminded_at: null, closed_at: null, decline_reason: null, converted_at: null },
  }
}

function contentColumns(input: QuoteInput, totals: Totals) {
  return {
    title: input.title,
    currency: input.currency as Currency,
    tax_rounding: input.taxRounding,
    discount_minor: totals.discountMinor,
    valid_until: input.validUntil,
    terms: input.terms,
    subtotal_minor: totals.subtotalMinor,
    tax_minor: totals.taxMinor,
    total_minor: totals.totalMinor,
  }
}

async function writeLines(tx: Tx, quoteId: Id<'quote'>, lines: readonly QuotedLine[]): Promise<void> {
  const rows = lines.map((line, at) => ({
    quote_id: quoteId,
    position: at + 1,
    description: line.description,
    qty: line.qty,
    unit_minor: line.unitMinor,
    tax_rate_bp: line.taxRateBp,
  }))
  await tx.query<WorkTables>().insertInto('agency.quote_line').values(rows).execute()
}

/** Replaces a draft that is still at the version seen. Throws agency/quote-stale, quote-not-draft. */
export async function replaceDraft(
  tx: Tx,
  invoicing: Invoicing,
  { id, version }: { readonly id: Id<'quote'>; readonly version: number },
  input: QuoteInput,
): Promise<QuoteRow> {
  const held = await lockQuote(tx, id)
  if (held.state !== 'draft') throw workProblem('quote-not-draft')
  if (held.version !== version) throw workProblem('quote-stale')
  await tx.query<WorkTables>().deleteFrom('agency.quote_line').where('quote_id', '=', id).execute()
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.quote')
    .set({ ...contentColumns(input, totalsOf(invoicing, input)), version: version + 1, updated_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await writeLines(tx, id, input.lines)
  await auditQuote(tx, 'changed', row)
  return row
}

/** Removes a draft. Throws agency/quote-not-draft. */
export async function deleteDraft(tx: Tx, id: Id<'quote'>): Promise<void> {
  const held = await lockQuote(tx, id)
  if (held.state !== 'draft') throw workProblem('quote-not-draft')
  await tx.query<WorkTables>().deleteFrom('agency.quote_line').where('quote_id', '=', id).execute()
  await tx.query<WorkTables>().deleteFrom('agency.quote').where('id', '=', id).execute()
  await auditQuote(tx, 'deleted', held)
}

/**
 * A draft with the content of a quote that was sent and not accepted, under the next number; sending it replaces the older one. Throws
 * agency/quote-not-open for an accepted one, quote-not-draft for a draft, quote-has-draft.
 */
export async function reviseQuote(
  tx: Tx,
  invoicing: Invoicing,
  { id, by, validUntil }: { readonly id: Id<'quote'>; readonly by: Id<'user'>; readonly validUntil: Date },
): Promise<QuoteRow> {
  const held = await lockQuote(tx, id)
  if (held.state === 'accepted') throw workProblem('quote-not-open')
  if (held.state === 'draft') throw workProblem('quote-not-draft')
  const input: QuoteInput = {
    ...{ title: held.title, currency: held.currency, terms: held.terms, validUntil },
    ...{ discountMinor: held.discount_minor, taxRounding: held.tax_rounding },
    lines: (await linesOf(tx, id)).map((line) => ({
      description: line.description,
      qty: line.qty,
      unitMinor: line.unit_minor,
      taxRateBp: line.tax_rate_bp,
    })),
  }
  const origin = { reference: held.reference, clientId: held.client_id, requestId: held.request_id, by }
  const row = draftRow({ ...origin, number: await nextNumber(tx, held) }, input, totalsOf(invoicing, input))
  try {
    await tx.query<WorkTables>().insertInto('agency.quote').values(row).execute()
  } catch (error) {
    if (violatedConstraint(error) === 'quote_one_draft') throw workProblem('quote-has-draft', { cause: error })
    throw error
  }
  await writeLines(tx, row.id, input.lines)
  await auditQuote(tx, 'revised', row, { of: id })
  return row
}

/** Numbers follow each other under a lock on the first of the reference, so that two revisions at once do not take the same. */
async function nextNumber(tx: Tx, { reference }: QuoteRow): Promise<number> {
  await tx.raw('SELECT FROM agency.quote WHERE reference = $1 AND number = 1 FOR UPDATE', [reference])
  const [row] = await tx.raw<{ number: number }>(
    'SELECT max(number) AS number FROM agency.quote WHERE reference = $1',
    [reference],
  )
  return (row?.number ?? 0) + 1
}

/** Records what was done with a quote. */
export async function auditQuote(
  tx: Tx,
  action: string,
  { id, reference, number }: Pick<QuoteRow, 'id' | 'reference' | 'number'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.audit({
    action: `agency.quote.${action}`,
    subject: { kind: 'quote', id },
    details: { reference, number, ...details },
  })
}
