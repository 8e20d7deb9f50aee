import { problems } from '../../kernel/problem.ts'

export const paymentsProblem = problems('payments', {
  'not-found': { status: 404, title: 'There is no such payment' },
  'subject-unknown': { status: 404, title: 'There is nothing of this kind to pay for' },
  'provider-unknown': { status: 404, title: 'This way of paying is not offered' },
  'amount-not-payable': { status: 422, title: 'This amount cannot be paid this way' },
  'phone-missing': { status: 422, title: 'This way of paying needs a phone number' },
  'bad-return-address': { status: 422, title: 'The payer cannot be sent to this address' },
  'in-progress': {
    status: 409,
    title: 'A payment for this is under way',
    detail: 'Finish it or wait until it has ended; nobody is charged twice.',
  },
  refused: { status: 422, title: 'The payment provider refused this payment' },
  'refund-too-large': { status: 409, title: 'This is more than is left to refund' },
  disputed: { status: 409, title: 'The payment is disputed', detail: 'Refunds wait until the dispute is decided.' },
  'refund-other-currency': { status: 422, title: 'A refund is of the currency of the payment' },
  'webhook-refused': { status: 400, title: 'This message does not come from the payment provider' },
  'item-not-found': { status: 404, title: 'There is no such open item' },
  'item-closed': { status: 409, title: 'This item is closed' },
  'difference-remains': {
    status: 409,
    title: 'The amounts still differ',
    detail: 'A payout is closed by the entries that explain it, not by hand.',
  },
  'no-such-list': { status: 409, title: 'The payment provider keeps no such list' },
})
