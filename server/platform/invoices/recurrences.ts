import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { isDate } from '../../kernel/zoned.ts'
import type { InvoicesParts, Reader } from './deps.ts'
import { type DraftInput, readDraft } from './draft-input.ts'
import { deleteDraft, draftInvoice } from './drafts.ts'
import { issueInvoice } from './issue.ts'
import { type Frequency, periodDate, periodFrom } from './periods.ts'
import { invoicesProblem } from './problems.ts'
import { sendDocument } from './sending.ts'
import { businessDay } from './settings.ts'
import type { InvoicesTables, RecurrenceRow } from './tables.ts'
import { sealNumber, TEMPLATE, wholeTemplate, withoutNumber } from './tax-numbers.ts'

/** Names the source of the invoices that a recurrence makes; their part is the day of the period. */
const SOURCE = 'invoices.recurrence'

export interface NewRecurrence {
  readonly template: DraftInput
  readonly frequency: Frequency
  readonly startsOn: string
  readonly endsOn: string | null
  readonly mode: RecurrenceRow['mode']
  readonly by: Id<'user'>
}

/** Begins a recurring invoice. Its draft is made once to see that it can be. Throws invoices/bad-date and what drafting throws. */
export async function beginRecurrence(parts: InvoicesParts, tx: Tx, wanted: NewRecurrence): Promise<RecurrenceRow> {
  const { template, frequency, startsOn, endsOn, mode, by } = wanted
  assertDays({ '/startsOn': startsOn, '/endsOn': endsOn })
  if (endsOn !== null && endsOn < startsOn) throw badDate('/endsOn', 'is before the first day')
  if (startsOn < (await businessDay(tx))) throw badDate('/startsOn', 'is over')
  const trial = await draftInvoice(parts, tx, readDraft(template), by)
  await deleteDraft(tx, trial.id)
  const id = newId<'recurrence'>()
  const number = template.recipient?.taxNumber ?? null
  const row = await tx
    .query<InvoicesTables>()
    .insertInto('invoices.recurrence')
    .values({
      ...{ id, customer_id: trial.customer_id, template: JSON.stringify(withoutNumber(template)), frequency, mode },
      recipient_tax_number: await sealNumber(parts, tx, TEMPLATE, { id, number }),
      ...{ starts_on: startsOn, next_on: startsOn, ends_on: endsOn, status: 'active', created_by: by },
      ...{ created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tellRecurrence(tx, 'begun', row)
  return row
}

/** Throws invoices/recurrence-not-found. */
export async function findRecurrence(reader: Reader, id: Id<'recurrence'>): Promise<RecurrenceRow> {
  const row = await reader
    .query<InvoicesTables>()
    .selectFrom('invoices.recurrence')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw invoicesProblem('recurrence-not-found')
  return row
}

/** Stops, goes on, or ends. What fell into a pause is not made up for. Throws invoices/recurrence-not-found, recurrence-ended. */
export async function turnRecurrence(
  tx: Tx,
  id: Id<'recurrence'>,
  status: RecurrenceRow['status'],
): Promise<RecurrenceRow> {
  const held = await lockRecurrence(tx, id)
  if (held.status === 'ended' || held.next_on === null) throw invoicesProblem('recurrence-ended')
  if (held.status === status) return held
  const resumed = status === 'active' ? { index: held.next_period, date: await businessDay(tx) } : null
  const period = resumed === null ? held.next_period : periodFrom(held.starts_on, held.frequency, resumed)
  const row = await write(tx, held, { status, period })
  await tellRecurrence(tx, row.status, row)
  return row
}

/** Makes the invoice of the next period if it is due by `today`; true when there may be another. One period is one transaction. */
export async function makeNext(parts: InvoicesParts, tx: Tx, id: Id<'recurrence'>, today: string): Promise<boolean> {
  const held = await lockRecurrence(tx, id)
  if (held.status !== 'active' || held.next_on === null || held.next_on > today) return false
  const source = { type: SOURCE, id, part: held.next_on }
  const template = await wholeTemplate(parts, tx, held)
  const draft = await draftInvoice(parts, tx, { ...readDraft(template), source }, held.created_by)
  if (held.mode !== 'draft') await issueInvoice(parts, tx, draft.id)
  if (held.mode === 'send' && draft.recipient_email !== null) await sendDocument(parts, tx, draft.id)
  const row = await write(tx, held, { status: 'active', period: held.next_period + 1 })
  if (row.status === 'ended') await tellRecurrence(tx, 'ended', row)
  return row.next_on !== null && row.next_on <= today
}

/** Every date is counted from the first, and one beyond the last day is the end. */
async function write(
  tx: Tx,
  held: RecurrenceRow,
  { status, period }: { readonly status: RecurrenceRow['status']; readonly period: number },
): Promise<RecurrenceRow> {
  const nextOn = periodDate(held.starts_on, held.frequency, period)
  const isEnded = status === 'ended' || (held.ends_on !== null && nextOn > held.ends_on)
  return await tx
    .query<InvoicesTables>()
    .updateTable('invoices.recurrence')
    .set({
      ...{ status: isEnded ? 'ended' : status, next_on: isEnded ? null : nextOn },
      ...{ next_period: period, updated_at: now() },
    })
    .where('id', '=', held.id)
    .where('status', '=', held.status)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function lockRecurrence(tx: Tx, id: Id<'recurrence'>): Promise<RecurrenceRow> {
  const row = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.recurrence')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw invoicesProblem('recurrence-not-found')
  return row
}

function assertDays(days: Readonly<Record<string, string | null>>): void {
  for (const [pointer, day] of Object.entries(days))
    if (day !== null && !isDate(day)) throw badDate(pointer, 'is not a day')
}

function badDate(pointer: string, detail: string) {
  return invoicesProblem('bad-date', { errors: [{ pointer, code: 'date', detail }] })
}

function tellRecurrence(tx: Tx, action: string, { id, next_on: nextOn }: RecurrenceRow): Promise<void> {
  return tx.audit({ action: `invoices.recurrence.${action}`, subject: { kind: 'recurrence', id }, details: { nextOn } })
}
