import { by, type FaultCase } from './fault-case.ts'

const taking = 'server/platform/payments/cases.test.ts'
const money = 'server/platform/payments/money-cases.test.ts'
const fold = 'server/platform/payments/fold.test.ts'
const ledger = 'server/platform/payments/ledger.test.ts'
const stripe = 'server/platform/payments/providers/stripe.test.ts'
const paypal = 'server/platform/payments/providers/paypal.test.ts'
const mpesa = 'server/platform/payments/providers/mpesa.test.ts'

/** What happens between the server and those who move the money. */
export const paymentFaults: readonly FaultCase[] = [
  {
    id: 'P52',
    fault: 'the same webhook a hundred times in parallel',
    answer: 'every one is answered 2xx, and one has an effect',
    proofs: by(taking, '52: one webhook a hundred times in parallel is answered 2xx and has one effect'),
  },
  {
    id: 'P53',
    fault: 'a webhook of 301 s ago, or of tomorrow',
    answer: '400, and nothing is kept',
    proofs: [
      ...by(taking, '53, 54: what is old, early, tampered with, unsigned or signed otherwise is refused and not kept'),
      ...by(stripe, 'a webhook that is forged, altered, old or of the future is refused'),
      ...by(paypal, 'a webhook that is forged, altered, old or of the future is refused'),
    ],
  },
  {
    id: 'P54',
    fault: 'a webhook that was written anew, changed, signed with another secret or not at all',
    answer: '400, and nothing is kept',
    proofs: [
      ...by(taking, '53, 54: what is old, early, tampered with, unsigned or signed otherwise is refused and not kept'),
      ...by(stripe, 'a webhook that is forged, altered, old or of the future is refused'),
      ...by(paypal, 'a webhook that is forged, altered, old or of the future is refused'),
    ],
  },
  {
    id: 'P55',
    fault: 'the signing secret is changed',
    answer: 'the old and the new are accepted until the old one is taken out',
    proofs: by(stripe, 'a secret that is being changed is accepted beside the next one, until it is taken out'),
  },
  {
    id: 'P56',
    fault: 'succeeded before created, failed after succeeded, in every order',
    answer: 'the same state in the end',
    proofs: by(
      fold,
      '56: succeeded before created, failed after succeeded: all orders end captured',
      'is the same for every order and repetition of a set',
    ),
  },
  {
    id: 'P57',
    fault: 'the webhook never comes',
    answer: 'the payment is found within five minutes',
    proofs: by(taking, '57: a payment whose webhook never comes is found within five minutes'),
  },
  {
    id: 'P58',
    fault: 'the webhook comes before the answer to the call that it is about',
    answer: 'it is parked, then attached',
    proofs: by(
      taking,
      '58: a webhook that is quicker than the answer to our own call is attached by our payment’s id',
      '58: where the provider does not keep our id, it is parked until the answer names the object',
    ),
  },
  {
    id: 'P59',
    fault: 'the client sends an amount',
    answer: 'it is refused; the price is the server’s',
    proofs: by(taking, '59: an amount from the client is refused; the price is ours'),
  },
  {
    id: 'P60',
    fault: 'money of another amount, currency, account or mode',
    answer: 'it is held in suspense and fulfils nothing',
    proofs: [
      ...by(money, '60: money that agrees does not undo the doubt: a person lets it go on, by name'),
      ...['amount', 'currency', 'account', 'livemode'].flatMap((fault) => [
        ...by(money, `60: another ${fault} puts the money into suspense and fulfils nothing`),
        ...by(fold, `60: money of another ${fault} is held and captures nothing`),
      ]),
    ],
  },
  {
    id: 'P61',
    fault: 'currencies of no, two and three decimals, and sums beyond 2^53',
    answer: 'whole minor units, exact',
    proofs: [
      ...by(taking, '61: minor units of every exponent, and beyond 2^53, stay exact'),
      ...by(fold, '61: amounts beyond the exact range of numbers stay exact'),
    ],
  },
  {
    id: 'P62',
    fault: 'cents for M-Pesa, which takes none',
    answer: 'refused before anything is pushed',
    proofs: [
      ...by(taking, '62: M-Pesa takes no cents, and nothing is pushed'),
      ...by(mpesa, '20050 of KES is refused before a push'),
    ],
  },
  {
    id: 'P63',
    fault: 'sixteen clicks, two ways to pay, webhooks and confirmations at once',
    answer: 'one live payment, one charge, fulfilled once',
    proofs: [
      ...by(
        taking,
        '63: sixteen clicks with keys of their own open one payment with one object at the provider',
        '63: another way of paying ends the first, unless it may still take money',
      ),
      ...by(money, '63: sixteen webhooks, looks and confirmations at once fulfil once'),
    ],
  },
  {
    id: 'P64',
    fault: 'the same key again, and with another body',
    answer: 'the first result; 422',
    proofs: by(taking, '64: the same key gives the same payment, and with another body 422'),
  },
  {
    id: 'P65',
    fault: 'the provider took the money, and its answer is lost',
    answer: 'unknown; asked again under the same key, and only looked for once the key has run out',
    proofs: by(
      taking,
      '65: an answer that was lost is unknown, and asked for again under the same key',
      '65: a key that has run out is not used again: the provider is asked first',
      '65: M-Pesa is never pushed twice: what is unknown is looked for, then a person’s',
    ),
  },
  {
    id: 'P66',
    fault: 'refunds beyond what was captured, sixteen at once; answers lost, refused, bounced',
    answer: 'never more than was captured goes back',
    proofs: by(
      money,
      '66: sixteen partial refunds at once never exceed what was captured',
      '66: a refund whose answer is lost is asked for again under its key, and is one',
      '66: a refund that the provider refuses fails, frees what it held, and the subject is told',
      '66: a refund that bounces weeks later is money we still have',
    ),
  },
  {
    id: 'P67',
    fault: 'a refund while a dispute is open',
    answer: 'refused; a lost dispute is booked as a loss',
    proofs: by(money, '67: while a dispute is open nothing is refunded; a lost one is booked as a loss'),
  },
  {
    id: 'P68',
    fault: 'money that comes late',
    answer: 'what can be sold is fulfilled, the rest goes back by itself, all of it booked',
    proofs: by(
      money,
      '68: money that comes after it was called off, or too late to sell, goes back by itself',
      '68: a late success after the attempt had ended is fulfilled while it can be sold',
    ),
  },
  {
    id: 'P69',
    fault: 'a forged callback of M-Pesa with a guessed id',
    answer: 'nothing is credited before M-Pesa was asked',
    proofs: by(taking, '69: a forged callback credits nothing, whatever it says and whichever id it guesses'),
  },
  {
    id: 'P70',
    fault: 'a denial after a success',
    answer: 'nothing is taken back; a person looks at it',
    proofs: [
      ...by(money, '70: a denial after success takes nothing back and is a person’s to look at'),
      ...by(mpesa, 'a report is a hint: the query is what counts, though the sandbox denies what was paid'),
    ],
  },
  {
    id: 'P71',
    fault: 'a certificate of PayPal on another host, or behind a redirect',
    answer: 'it is not fetched',
    proofs: by(
      paypal,
      'is not fetched from https://evil.example/cert.pem',
      'is not fetched from https://api.paypal.com.evil.example/cert.pem',
      'is not fetched from https://api.paypal.com@evil.example/cert.pem',
      'is not looked for where a redirect leads',
    ),
  },
  {
    id: 'P72',
    fault: 'an unknown type of event, and a body of 10 MB',
    answer: '200 and ignored; 413',
    proofs: by(taking, '72: an unknown type is 200 and ignored; 10 MB are 413; a provider there is not is 404'),
  },
  {
    id: 'P73',
    fault: 'the fulfilment ends half-way',
    answer: 'it is done once when it can be',
    proofs: by(money, '73: a fulfilment that breaks is done once when it can be'),
  },
  {
    id: 'P74',
    fault: 'UPDATE, DELETE and TRUNCATE on the ledger; entries that do not balance or mix currencies',
    answer: 'the database refuses',
    proofs: by(
      ledger,
      'an unbalanced transaction is refused',
      'currencies that balance only each other is refused',
      'two currencies outside an exchange is refused',
      'what was posted is neither changed, taken away, emptied nor added to',
    ),
  },
  {
    id: 'P75',
    fault: 'the fee is unknown when the money is taken',
    answer: 'it is booked once, when the provider’s book tells it',
    proofs: by(
      money,
      '75: a fee that was unknown at capture is booked when the provider’s book tells it, once',
      '75: settled in another currency, it is booked as two legs of an exchange',
    ),
  },
  {
    id: 'P76',
    fault: 'a payout that is not the sum of its entries',
    answer: 'it stays open for a person',
    proofs: by(money, '76: a payout that is not the sum of its entries stays open until entries explain it'),
  },
  {
    id: 'P77',
    fault: 'a test event at a live endpoint',
    answer: 'refused',
    proofs: [
      ...by(taking, '77: an event of the other mode is refused'),
      ...by(stripe, 'a test event is told to be one at a live account'),
    ],
  },
  {
    id: 'P78',
    fault: 'a flood of webhooks',
    answer: 'it fills the inbox, and nobody is asked anything for it',
    proofs: by(taking, '78: a flood fills the inbox and asks nobody anything'),
  },
  {
    id: 'P79',
    fault: 'card numbers and telephone numbers in what providers answer and report',
    answer: 'none stands in logs, payloads of jobs, facts or answers',
    proofs: by(taking, '79: no card number and no telephone number stands in logs, job payloads, facts or answers'),
  },
  {
    id: 'P80',
    fault: 'the database of yesterday after a restore',
    answer: 'reconciliation rebuilds what was lost, and fulfils nothing twice',
    proofs: by(money, '80: what was lost with a night is rebuilt by the loops, and nothing is fulfilled twice'),
  },
]
