import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import { money } from '../../kernel/money.ts'
import { customerFor } from './customers.ts'
import type { InvoicesDeps } from './deps.ts'
import { findDocument, type HeldDocument, lockDocument, tell } from './documents.ts'
import type { InvoiceRecipient, NewInvoice, NewLine } from './draft-input.ts'
import { assertPrintable } from './printable.ts'
import { invoicesProblem } from './problems.ts'
import { findSettings } from './settings.ts'
import type { StoredRate } from './snapshot.ts'
import type { InvoicesTables } from './tables.ts'
import { RECIPIENT, sealNumber } from './tax-numbers.ts'
import { type TaxRounding, type Totals, totals } from './totals.ts'

const DUE_DAYS = 14

type Drafting = Pick<InvoicesDeps, 'people' | 'vault'>

/** Makes a draft; its number comes with its issue. Throws what `totals` does, invoices/no-recipient, unprintable, source-invoiced, mail/bad-address. */
export async function draftInvoice(
  deps: Drafting,
  tx: Tx,
  input: NewInvoice,
  by: Id<'user'> | null,
): Promise<HeldDocument> {
  const id = newId<'invoice'>()
  const checked = await check(deps, tx, input)
  const customerId = await customerFor(tx, { userId: input.clientId ?? null, email: checked.recipient.email })
  const { source } = input
  const created = { created_by: by, created_at: now() }
  try {
    await tx
      .query<InvoicesTables>()
      .insertInto('invoices.document')
      .values({
        ...{ id, kind: 'invoice', customer_id: customerId, invoice_id: null },
        ...{ source_type: source?.type ?? null, source_id: source?.id ?? null, source_part: source?.part ?? null },
        ...{ ...columnsOf(checked), ...created, recipient_tax_number: await sealedNumber(deps, tx, id, checked) },
      })
      .execute()
  } catch (error) {
    if (violatedConstraint(error) === 'document_source_part') throw invoicesProblem('source-invoiced', { cause: error })
    throw error
  }
  await writeLines(tx, id, input.lines, checked.totals)
  const row = await findDocument(tx, id)
  await tell(tx, 'invoice.drafted', row)
  return row
}

/** Replaces a draft. Throws invoices/not-draft, stale, and what drafting throws. */
export async function changeDraft(
  deps: Drafting,
  tx: Tx,
  { id, version }: { readonly id: Id<'invoice'>; readonly version: number },
  input: NewInvoice,
): Promise<HeldDocument> {
  const held = await lockDraft(tx, id)
  if (held.version !== version) throw invoicesProblem('stale')
  const checked = await check(deps, tx, input)
  const customerId = await customerFor(tx, { userId: input.clientId ?? null, email: checked.recipient.email })
  await tx.query<InvoicesTables>().deleteFrom('invoices.line').where('document_id', '=', id).execute()
  await tx
    .query<InvoicesTables>()
    .updateTable('invoices.document')
    .set({
      ...{ ...columnsOf(checked), customer_id: customerId, version: version + 1 },
      recipient_tax_number: await sealedNumber(deps, tx, id, checked),
    })
    .where('id', '=', id)
    .execute()
  await writeLines(tx, id, input.lines, checked.totals)
  await tell(tx, 'invoice.changed', held, { version: version + 1 })
  return await findDocument(tx, id)
}

/** Throws invoices/not-draft. */
export async function deleteDraft(tx: Tx, id: Id<'invoice'>): Promise<void> {
  const held = await lockDraft(tx, id)
  await tx.query<InvoicesTables>().deleteFrom('invoices.document').where('id', '=', id).execute()
  await tell(tx, 'invoice.deleted', held)
}

async function lockDraft(tx: Tx, id: Id<'invoice'>): Promise<HeldDocument> {
  const held = await lockDocument(tx, id)
  if (held.status !== 'draft') throw invoicesProblem('not-draft')
  return held
}

interface Checked {
  readonly recipient: InvoiceRecipient
  readonly currency: string
  readonly taxRounding: TaxRounding
  readonly dueDays: number
  readonly note: string
  readonly totals: Totals
}

async function check(deps: Drafting, tx: Tx, input: NewInvoice): Promise<Checked> {
  const { currency } = money(0n, input.currency)
  const settings = await findSettings(tx)
  const taxRounding = input.taxRounding ?? settings?.tax_rounding ?? 'line'
  const recipient = await recipientOf(deps, tx, input)
  const note = input.note ?? ''
  assertPrintable({
    '/recipient/name': [recipient.name],
    '/recipient/address': recipient.address,
    '/recipient/taxNumber': [recipient.taxNumber ?? ''],
    '/note': [note],
    ...Object.fromEntries(input.lines.map((line, at) => [`/lines/${at}/description`, [line.description]])),
  })
  return {
    ...{ recipient, currency, taxRounding, note },
    dueDays: input.dueInDays ?? settings?.due_days ?? DUE_DAYS,
    totals: totals(input.lines, { currency, taxRounding, discountMinor: input.discountMinor ?? 0n }),
  }
}

async function recipientOf(
  { people }: Drafting,
  tx: Tx,
  { clientId, recipient }: NewInvoice,
): Promise<InvoiceRecipient> {
  if (recipient !== undefined) {
    if (recipient.email !== null) parseMailbox(recipient.email)
    return recipient
  }
  const person = clientId == null ? undefined : (await people([clientId], tx)).get(clientId)
  if (person === undefined) throw invoicesProblem('no-recipient')
  return { name: person.name, email: person.email, address: [], taxNumber: null }
}

function sealedNumber(deps: Drafting, tx: Tx, id: Id<'invoice'>, { recipient }: Checked): Promise<Buffer | null> {
  return sealNumber(deps, tx, RECIPIENT, { id, number: recipient.taxNumber })
}

function columnsOf({ recipient, totals: sums, ...checked }: Checked) {
  return {
    recipient_name: recipient.name,
    recipient_address: [...recipient.address],
    recipient_email: recipient.email,
    currency: checked.currency,
    tax_rounding: checked.taxRounding,
    note: checked.note,
    due_days: checked.dueDays,
    ...sumColumns(sums),
    updated_at: now(),
  }
}

/** The sums of a document as its row holds them. */
export function sumColumns({ taxes, ...sums }: Omit<Totals, 'lines'>) {
  const stored: StoredRate[] = taxes.map(({ rateBp, baseMinor, taxMinor }) => ({
    ...{ rateBp, baseMinor: String(baseMinor), taxMinor: String(taxMinor) },
  }))
  return {
    taxes: JSON.stringify(stored),
    subtotal_minor: sums.subtotalMinor,
    discount_minor: sums.discountMinor,
    tax_minor: sums.taxMinor,
    total_minor: sums.totalMinor,
  }
}

/** Writes the lines of a document with what each comes to. */
export async function writeLines(
  tx: Tx,
  id: Id<'invoice'>,
  lines: readonly NewLine[],
  sums: Pick<Totals, 'lines'>,
): Promise<void> {
  const rows = lines.flatMap((line, at) => {
    const made = sums.lines[at]
    if (made === undefined) return []
    return {
      ...{ document_id: id, position: at + 1, description: line.description, qty: line.qty },
      ...{ unit_minor: line.unitMinor, tax_rate_bp: line.taxRateBp },
      ...{ amount_minor: made.amountMinor, discount_minor: made.discountMinor, tax_minor: made.taxMinor },
    }
  })
  await tx.query<InvoicesTables>().insertInto('invoices.line').values(rows).execute()
}
