import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, nullable, object } from '../../kernel/http/schema.ts'

const document = {
  invoiceId: idOf('invoice'),
  number: Type.String(),
  /** The person behind the customer, if they have an account. */
  clientId: nullable(idOf('user')),
  source: nullable(object({ type: Type.String(), id: Type.String(), part: nullable(Type.String()) })),
  currency: Type.String(),
  totalMinor: Type.String(),
}

export const invoiceIssued = eventType(
  'invoices.invoice.issued',
  'An invoice has its number and stays as it is.',
  object(document),
)
export const invoicePaid = eventType(
  'invoices.invoice.paid',
  'Nothing is left to pay of an invoice, by payments, credit notes or both.',
  object({ ...document, paidMinor: Type.String(), creditedMinor: Type.String() }),
)
export const invoiceOverdue = eventType(
  'invoices.invoice.overdue',
  'An invoice was not paid by its due date.',
  object({ ...document, dueOn: Type.String(), balanceMinor: Type.String() }),
)
export const invoiceVoided = eventType(
  'invoices.invoice.voided',
  'An unpaid invoice was declared void.',
  object(document),
)
export const creditNoteIssued = eventType(
  'invoices.credit-note.issued',
  'A credit note corrects an invoice.',
  object({ ...document, creditNoteId: idOf('invoice'), creditNoteNumber: Type.String(), creditedMinor: Type.String() }),
)
