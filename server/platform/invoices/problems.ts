import { problems } from '../../kernel/problem.ts'

export const invoicesProblem = problems('invoices', {
  'invoice-not-found': { status: 404, title: 'There is no such invoice' },
  'customer-not-found': { status: 404, title: 'There is no such customer' },
  'payment-not-found': { status: 404, title: 'There is no such payment' },
  'recurrence-not-found': { status: 404, title: 'There is no such recurring invoice' },
  'settings-missing': {
    status: 409,
    title: 'Nobody has said yet who issues invoices',
    detail: 'Name the seller in the settings of invoices first.',
  },
  'not-draft': { status: 409, title: 'This was issued, and stays as it is', detail: 'Correct it with a credit note.' },
  'not-issued': { status: 409, title: 'This was not issued' },
  stale: { status: 409, title: 'Somebody else has changed it since', detail: 'Read it again, then change it.' },
  'not-unpaid': {
    status: 409,
    title: 'Only an unpaid invoice can be void',
    detail: 'Something was paid or credited: issue a credit note.',
  },
  'nothing-due': { status: 409, title: 'Nothing is left to pay' },
  'nothing-to-credit': { status: 409, title: 'Nothing is left to credit' },
  'credit-too-large': {
    status: 409,
    title: 'This is more than is left to credit',
    detail: 'Neither the sum nor the tax of a rate may become more than the invoice has.',
  },
  'more-than-left': { status: 409, title: 'This is more than is left' },
  'source-invoiced': { status: 409, title: 'There is an invoice for this already' },
  'page-not-made': { status: 409, title: 'The page is being made', detail: 'Try again in a moment.' },
  'recurrence-ended': { status: 409, title: 'This recurring invoice has ended' },
  'no-address': { status: 409, title: 'There is no address to send it to' },
  'bad-quantity': { status: 422, title: 'A quantity is a plain decimal number with at most six places' },
  'discount-too-large': { status: 422, title: 'The discount is more than the lines come to' },
  'too-large': { status: 422, title: 'An amount is too large to be invoiced' },
  'currency-differs': { status: 422, title: 'The currencies differ' },
  'bad-settings': { status: 422, title: 'The settings are not usable' },
  'bad-date': { status: 422, title: 'There is no such day' },
  'no-recipient': {
    status: 422,
    title: 'An invoice needs a recipient',
    detail: 'Name a customer with an account or a recipient.',
  },
  unprintable: {
    status: 422,
    title: 'The text holds characters that cannot be printed',
    detail: 'Latin, Cyrillic, Greek, Armenian and Georgian can.',
  },
})
