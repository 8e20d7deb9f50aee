import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Job, job } from '../../kernel/jobs/job.ts'
import { addDays } from '../../kernel/zoned.ts'
import type { InvoicesParts } from './deps.ts'
import { type HeldDocument, lockDocument, mark, tell } from './documents.ts'
import { invoiceOverdue } from './events.ts'
import { sendLetter } from './letters.ts'
import { overdueMails } from './mails.ts'
import { businessDay } from './settings.ts'
import { eventOf } from './settled.ts'
import type { InvoicesTables } from './tables.ts'

/** Days after the due day, by step. */
const STEPS = [1, 7, 14] as const
const AT_ONCE = 500

/** Tells of what became overdue, and reminds who has to pay. */
export function dunningJob(parts: InvoicesParts): Job {
  return job({
    name: 'invoices.remind',
    description: 'Tells of invoices that became overdue and reminds 1, 7 and 14 days after the due day.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 600,
    concurrency: 1,
    idempotentBy: 'the notice of each invoice and step, of which the database holds one',
    async handle({ db, once, signal, progress }) {
      const today = await businessDay(db)
      const due = await findDue(db, today)
      for (const [at, id] of due.entries()) {
        signal.throwIfAborted()
        await once((tx) => remind(parts, tx, id, today), id)
        progress((100 * at) / due.length)
      }
    },
  })
}

/** Open invoices of which a step is due that was not taken; the longest overdue first. */
async function findDue(db: Db, today: string): Promise<Id<'invoice'>[]> {
  const days = STEPS.map((late) => addDays(today, -late))
  const rows = await db.raw<{ id: Id<'invoice'> }>(
    `SELECT document.id FROM invoices.document JOIN invoices.customer ON customer.id = document.customer_id
      WHERE balance_minor > 0 AND due_on < $1
        AND (overdue_at IS NULL OR NOT (disputed OR document.dunning_paused OR customer.dunning_paused)
          AND (SELECT count(*) FROM invoices.dunning_notice WHERE document_id = document.id)
            < (due_on <= $2)::integer + (due_on <= $3)::integer + (due_on <= $4)::integer)
      ORDER BY due_on, document.id LIMIT ${AT_ONCE}`,
    [today, ...days],
  )
  return rows.map(({ id }) => id)
}

/** Held, the invoice is looked at again: it may have been paid since, or another worker was here. */
async function remind(parts: InvoicesParts, tx: Tx, id: Id<'invoice'>, today: string): Promise<void> {
  const row = await lockDocument(tx, id)
  if (row.balance_minor === 0n || row.due_on === null || row.due_on >= today) return
  if (row.overdue_at === null) await announceOverdue(tx, row)
  if (row.disputed || row.dunning_paused || (await isCustomerPaused(tx, row))) return
  const { due_on: dueOn } = row
  const late = STEPS.filter((days) => addDays(dueOn, days) <= today).length
  const isNew = await takeSteps(tx, row, late)
  const template = overdueMails[late - 1]
  if (!isNew || template === undefined || !(await sendLetter(parts, tx, row, template))) return
  await tell(tx, 'invoice.reminded', row, { step: late })
}

async function announceOverdue(tx: Tx, row: HeldDocument): Promise<void> {
  await mark(tx, row.id, { overdue_at: now() })
  await tx.publish(invoiceOverdue, {
    ...{ ...eventOf(row), dueOn: row.due_on ?? '', balanceMinor: String(row.balance_minor) },
  })
}

async function isCustomerPaused(tx: Tx, { customer_id: id }: HeldDocument): Promise<boolean> {
  const row = await tx
    .query<InvoicesTables>()
    .selectFrom('invoices.customer')
    .select('dunning_paused')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.dunning_paused
}

/**
 * Notes steps 1 to `last`; true when the last was not taken before. Those before it that nobody took are left out: one letter at a time. So
 * are all where there is no address.
 */
async function takeSteps(tx: Tx, { id, recipient_email: address }: HeldDocument, last: number): Promise<boolean> {
  if (last === 0) return false
  const taken = await tx
    .query<InvoicesTables>()
    .insertInto('invoices.dunning_notice')
    .values(
      Array.from({ length: last }, (_, at) => ({
        ...{ document_id: id, step: at + 1, at: now() },
        outcome: at + 1 === last && address !== null ? ('sent' as const) : ('left_out' as const),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('step')
    .execute()
  return taken.some(({ step }) => step === last)
}
