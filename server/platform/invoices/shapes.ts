import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { recipientInput } from './draft-input.ts'
import { frequencies } from './periods.ts'
import { documentKinds } from './snapshot.ts'
import { documentStatuses, manualMethods, recurrenceModes, recurrenceStatuses } from './tables.ts'
import { taxRoundings } from './totals.ts'

export const byInvoice = object({ id: idOf('invoice') })
export const day = Type.String({ format: 'date' })
const minor = Type.String({ pattern: '^-?[0-9]{1,19}$', description: 'Minor units' })

const invoice = {
  id: idOf('invoice'),
  kind: oneOf(documentKinds),
  status: oneOf(documentStatuses),
  overdue: Type.Boolean(),
  number: nullable(Type.String()),
  customerId: idOf('customer'),
  clientId: nullable(idOf('user')),
  invoiceId: nullable(idOf('invoice')),
  source: nullable(object({ type: Type.String(), id: Type.String(), part: nullable(Type.String()) })),
  recipientName: Type.String(),
  currency: Type.String(),
  taxRounding: oneOf(taxRoundings),
  subtotalMinor: minor,
  discountMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
  paidMinor: minor,
  creditedMinor: minor,
  writtenOffMinor: minor,
  balanceMinor: minor,
  issuedOn: nullable(day),
  dueOn: nullable(day),
  sentAt: nullable(instant),
  disputed: Type.Boolean(),
  dunningPaused: Type.Boolean(),
  createdAt: instant,
  version: Type.Integer(),
}
export const invoiceShape = namedObject('Invoice', invoice)

const ratesShape = Type.Array(object({ rateBp: Type.Integer(), baseMinor: minor, taxMinor: minor }))

export const totalsShape = object({
  taxRounding: oneOf(taxRoundings),
  lines: Type.Array(object({ amountMinor: minor, discountMinor: minor, taxMinor: nullable(minor) })),
  taxes: ratesShape,
  subtotalMinor: minor,
  discountMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
})

export const invoiceDetail = object({
  ...invoice,
  recipient: recipientInput,
  note: Type.String(),
  dueInDays: Type.Integer(),
  taxes: ratesShape,
  closingReason: nullable(Type.String()),
  lines: Type.Array(
    object({
      ...{
        description: Type.String(),
        qty: Type.String(),
        taxRateBp: Type.Integer(),
        unitMinor: minor,
        amountMinor: minor,
      },
      ...{ discountMinor: minor, taxMinor: nullable(minor) },
    }),
  ),
  pdfSha256: nullable(
    Type.String({ description: 'Of the page as it is handed out; null for the moment before it is made' }),
  ),
  allocations: Type.Array(
    object({
      ...{ paymentId: idOf('payment'), method: Type.String(), receivedOn: day, at: instant, amountMinor: minor },
      reason: oneOf(['paid', 'credited', 'returned']),
    }),
  ),
  creditNotes: Type.Array(
    object({ id: idOf('invoice'), number: nullable(Type.String()), totalMinor: minor, issuedOn: nullable(day) }),
  ),
  notices: Type.Array(object({ step: Type.Integer(), outcome: oneOf(['sent', 'left_out']), at: instant })),
})

export const paymentShape = namedObject('InvoicePayment', {
  id: idOf('payment'),
  customerId: idOf('customer'),
  method: oneOf([...manualMethods, 'provider']),
  provider: nullable(Type.String()),
  reference: Type.String(),
  receivedOn: day,
  currency: Type.String(),
  amountMinor: minor,
  returnedMinor: minor,
  allocatedMinor: minor,
  creditMinor: minor,
  createdAt: instant,
})

export const customerShape = namedObject('InvoiceCustomer', {
  id: idOf('customer'),
  clientId: nullable(idOf('user')),
  dunningPaused: Type.Boolean(),
  balances: Type.Array(object({ currency: Type.String(), dueMinor: Type.String(), creditMinor: Type.String() })),
})

export const recurrenceShape = namedObject('InvoiceRecurrence', {
  id: idOf('recurrence'),
  customerId: idOf('customer'),
  recipientName: nullable(Type.String()),
  currency: Type.String(),
  frequency: oneOf(frequencies),
  startsOn: day,
  nextOn: nullable(day),
  endsOn: nullable(day),
  mode: oneOf(recurrenceModes),
  status: oneOf(recurrenceStatuses),
  createdAt: instant,
})
