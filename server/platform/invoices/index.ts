import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { createPageSetter } from '../../kernel/pdf/thread.ts'
import type { Unit } from '../../kernel/unit.ts'
import { actionRoutes } from './actions.routes.ts'
import { voidInvoice } from './closing.ts'
import { creditInvoice, type NewCreditNote } from './credit-notes.ts'
import { seedDemo } from './demo.ts'
import type { InvoicesDeps, InvoicesParts, Reader } from './deps.ts'
import { documents } from './documents.ts'
import type { InvoiceRecipient, InvoiceSource, NewInvoice, NewLine } from './draft-input.ts'
import { draftInvoice } from './drafts.ts'
import { dunningJob } from './dunning.job.ts'
import { creditNoteIssued, invoiceIssued, invoiceOverdue, invoicePaid, invoiceVoided } from './events.ts'
import { invoiceRoutes } from './invoices.routes.ts'
import { issueInvoice } from './issue.ts'
import { creditNoteMail, invoiceMail, invoicePaidMail, overdueMails } from './mails.ts'
import { paymentRoutes } from './payments.routes.ts'
import { keepPdfJob } from './pdf.job.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { invoicesProblem } from './problems.ts'
import { recurrenceJob } from './recurrence.job.ts'
import { recurrenceRoutes } from './recurrences.routes.ts'
import { sendDocument } from './sending.ts'
import { gapCheck } from './series.ts'
import { settingsRoutes } from './settings.routes.ts'
import { type InvoiceSubject, invoiceSubject, type MoneyBack, type PaidPayment } from './subject.ts'
import { OWN, RECIPIENT, SELLER, TEMPLATE } from './tax-numbers.ts'
import { type PricedLine, type TaxRounding, type Totals, type TotalsPolicy, totals } from './totals.ts'
import { type InvoiceView, viewNow, viewsOf } from './views.ts'

export type {
  InvoiceRecipient,
  InvoiceSource,
  InvoiceSubject,
  InvoicesDeps,
  InvoiceView,
  MoneyBack,
  NewCreditNote,
  NewInvoice,
  NewLine,
  PaidPayment,
  PricedLine,
  TaxRounding,
  Totals,
  TotalsPolicy,
}
/** What lines come to; see totals.ts. For quotes, which are no documents of this unit. */
/** Events for other units to subscribe to. */
export { creditNoteIssued, invoiceIssued, invoiceOverdue, invoicePaid, invoiceVoided, totals }

export interface Invoices extends Unit {
  /** Makes a draft for a person or a recipient. Throws invoices/no-recipient, source-invoiced, unprintable, and what `totals` throws. */
  draft(tx: Tx, invoice: NewInvoice): Promise<InvoiceView>
  /** Gives a draft its number, without a gap, and freezes it; with this transaction or not at all. Throws invoices/not-draft, settings-missing. */
  issue(tx: Tx, invoiceId: Id<'invoice'>): Promise<InvoiceView>
  /** Mails it to whom it is for. Throws invoices/not-issued, no-address. */
  send(tx: Tx, invoiceId: Id<'invoice'>): Promise<InvoiceView>
  /** Invoices and credit notes made for something, the newest first. */
  ofSource(source: Reader, of: Pick<InvoiceSource, 'type' | 'id'>): Promise<InvoiceView[]>
  /** Corrects an issued invoice; without lines by all that is left. Answers the credit note. Throws invoices/nothing-to-credit, credit-too-large. */
  creditNote(tx: Tx, note: NewCreditNote): Promise<InvoiceView>
  /** Of an unpaid one. Throws invoices/not-issued, not-unpaid. */
  void(tx: Tx, invoiceId: Id<'invoice'>, reason: string): Promise<InvoiceView>
  /** For payments: invoices as something that can be paid by a provider. */
  readonly paymentSubject: InvoiceSubject
}

/** Invoices and credit notes: numbers without a gap, exact totals, what was paid of them, reminders and those that come again. */
export function createInvoices(deps: InvoicesDeps): Invoices {
  const parts: InvoicesParts = {
    ...deps,
    linkKey: deriveKey(deps.signingSecret, 'plinth invoice links'),
    pages: createPageSetter(new URL('./pdf-worker.ts', import.meta.url)),
  }
  const { db } = deps
  const [remind, recur] = [dunningJob(parts), recurrenceJob(parts)]
  const seen = async (tx: Tx, row: Parameters<typeof viewNow>[1]) => await viewNow(tx, row)
  return {
    name: 'invoices',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...settingsRoutes(parts),
      ...paymentRoutes(parts),
      ...recurrenceRoutes(parts),
      ...invoiceRoutes(parts),
      ...actionRoutes(parts),
    ],
    problems: [invoicesProblem],
    permissions: {
      'invoices:read': 'See all invoices, what was paid of them and to whose credit something is',
      'invoices:manage': 'Draft, issue, send, void and credit invoices, and say who is reminded',
      'invoices:record-payments': 'Record money that came in, take it back, and say what it pays',
      'invoices:write-off': 'Give up what is left to pay of an invoice',
      'invoices:settings': 'Say who issues invoices, and how they are numbered and rounded',
    },
    events: [invoiceIssued, invoicePaid, invoiceOverdue, invoiceVoided, creditNoteIssued],
    jobs: [keepPdfJob(parts), remind, recur],
    schedules: [
      { name: 'invoices.remind', job: remind, cron: '11 * * * *', zone: 'UTC', data: {} },
      { name: 'invoices.recur', job: recur, cron: '3 * * * *', zone: 'UTC', data: {} },
    ],
    mails: [invoiceMail, creditNoteMail, invoicePaidMail, ...overdueMails],
    health: [gapCheck(db)],
    sealed: [RECIPIENT, SELLER, OWN, TEMPLATE],
    exportPerson: (userId) => exportPerson(parts, userId),
    erasePerson,
    seedDemo: () => seedDemo(parts),
    stop: () => parts.pages.stop(),
    draft: async (tx, invoice) => seen(tx, await draftInvoice(parts, tx, invoice, actorOf(tx))),
    issue: async (tx, invoiceId) => seen(tx, await issueInvoice(parts, tx, invoiceId)),
    send: async (tx, invoiceId) => seen(tx, await sendDocument(parts, tx, invoiceId)),
    async ofSource(source, { type, id }) {
      const rows = await documents(source)
        .where('document.source_type', '=', type)
        .where('document.source_id', '=', id)
        .orderBy('document.id', 'desc')
        .execute()
      return await viewsOf(source, rows)
    },
    creditNote: async (tx, note) => seen(tx, await creditInvoice(parts, tx, note)),
    void: async (tx, invoiceId, reason) => seen(tx, await voidInvoice(parts, tx, invoiceId, reason)),
    paymentSubject: invoiceSubject(parts),
  }
}

function actorOf({ origin: { actor } }: Tx): Id<'user'> | null {
  return actor.kind === 'user' ? actor.userId : null
}
