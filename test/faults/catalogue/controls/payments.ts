import { type Control, type Edit, without } from '../control.ts'

const taking = 'server/platform/payments/cases.test.ts'
const money = 'server/platform/payments/money-cases.test.ts'
const stripe = 'server/platform/payments/providers/stripe.test.ts'
const [fold, foldTest] = ['server/platform/payments/fold.ts', 'server/platform/payments/fold.test.ts']
const signature = 'server/platform/payments/providers/stripe-signature.ts'
const inbox = 'server/platform/payments/inbox.ts'
const intents = 'server/platform/payments/intents.ts'
const submit = 'server/platform/payments/submit.ts'
const refunds = 'server/platform/payments/refunds.ts'
const fulfil = 'server/platform/payments/fulfil.ts'
const balance = 'server/platform/payments/recon-balance.ts'
const loops = 'server/platform/payments/recon-loops.ts'

/** A word that comes later counts for more than one that says money was taken. */
const lastWordCounts: readonly Edit[] = [
  { file: fold, guard: 'succeeded: 5,', instead: 'succeeded: 4,' },
  {
    file: fold,
    guard: 'const captured = clean.reduce((most, fact) => greatest(most, fact.captured.minor), 0n)',
    instead: 'const captured = decidedBy?.captured.minor ?? 0n',
  },
]

export const paymentControls: Readonly<Record<string, Control>> = {
  P52: without(inbox, 'ON CONFLICT (provider, account, event_id) DO NOTHING RETURNING event_id', 'RETURNING event_id', {
    file: taking,
    test: '52: one webhook a hundred times in parallel is answered 2xx and has one effect',
  }),
  P53: without(signature, '> TOLERANCE_SECONDS ?', '> 1e9 ?', {
    file: stripe,
    test: 'a webhook that is forged, altered, old or of the future is refused',
  }),
  P54: without(signature, "if (!isSigned) return 'signature'", '', {
    file: stripe,
    test: 'a webhook that is forged, altered, old or of the future is refused',
  }),
  P55: without(signature, 'secrets.map((secret)', 'secrets.slice(0, 1).map((secret)', {
    file: stripe,
    test: 'a secret that is being changed is accepted beside the next one, until it is taken out',
  }),
  P56: {
    without: lastWordCounts,
    caughtBy: {
      file: foldTest,
      test: '56: succeeded before created, failed after succeeded: all orders end captured',
    },
  },
  P57: without(
    intents,
    "await enqueue(tx, 'payments.check', { attemptId: id }, { delaySeconds: FIRST_CHECK_SECONDS + 1 })",
    '',
    { file: taking, test: '57: a payment whose webhook never comes is found within five minutes' },
  ),
  P58: without('server/platform/payments/attach.ts', 'await takeParked(tx, attempt, ref)', '', {
    file: taking,
    test: '58: where the provider does not keep our id, it is parked until the answer names the object',
  }),
  P59: without(
    'server/platform/payments/payer.routes.ts',
    'returnUrl: Type.Optional(Type.String({ maxLength: 1000 })),',
    'returnUrl: Type.Optional(Type.String({ maxLength: 1000 })), amount: Type.Optional(Type.Unknown()),',
    { file: taking, test: '59: an amount from the client is refused; the price is ours' },
  ),
  P60: without(fold, 'fact.amount.minor !== asked.amount.minor || fact.captured.minor > asked.amount.minor', 'false', {
    file: foldTest,
    test: '60: money of another amount is held and captures nothing',
  }),
  P61: without(
    'server/platform/payments/facts.ts',
    'money(BigInt(stored.minor), stored.currency)',
    'money(BigInt(Number(stored.minor)), stored.currency)',
    { file: taking, test: '61: minor units of every exponent, and beyond 2^53, stay exact' },
  ),
  P62: without('server/platform/payments/providers/mpesa.ts', 'minor <= 0n || minor % CENTS !== 0n', 'minor <= 0n', {
    file: 'server/platform/payments/providers/mpesa.test.ts',
    test: '20050 of KES is refused before a push',
  }),
  P63: without(intents, "throw paymentsProblem('in-progress')", '', {
    file: taking,
    test: '63: another way of paying ends the first, unless it may still take money',
  }),
  P64: without(intents, "if (!requestHash.equals(row.request_hash)) throw httpProblem('idempotency-key-reused')", '', {
    file: taking,
    test: '64: the same key gives the same payment, and with another body 422',
  }),
  P65: without(submit, "former === 'created' || (lifetime !== null && ageSeconds < lifetime)", 'true', {
    file: taking,
    test: '65: a key that has run out is not used again: the provider is asked first',
  }),
  P66: without(refunds, 'providerKey: refund.id', 'providerKey: newId()', {
    file: money,
    test: '66: a refund whose answer is lost is asked for again under its key, and is one',
  }),
  P67: without(refunds, "if (await isDisputed(tx, paymentId)) throw paymentsProblem('disputed')", '', {
    file: money,
    test: '67: while a dispute is open nothing is refunded; a lost one is booked as a loss',
  }),
  P68: without(fulfil, "if (outcome === 'unsellable') await refundAll(tx, paymentId)", '', {
    file: money,
    test: '68: money that comes after it was called off, or too late to sell, goes back by itself',
  }),
  P69: without(inbox, '{ facts: read ?? told, told, isRead: read != null }', '{ facts: told, told, isRead: false }', {
    file: taking,
    test: '69: a forged callback credits nothing, whatever it says and whichever id it guesses',
  }),
  P70: {
    without: lastWordCounts,
    caughtBy: { file: money, test: '70: a denial after success takes nothing back and is a person’s to look at' },
  },
  P71: without('server/platform/payments/providers/paypal-signature.ts', "redirect: 'error'", "redirect: 'follow'", {
    file: 'server/platform/payments/providers/paypal.test.ts',
    test: 'is not looked for where a redirect leads',
  }),
  P72: without('server/platform/payments/webhook.routes.ts', '= 1024 * 1024', '= 1e9', {
    file: taking,
    test: '72: an unknown type is 200 and ignored; 10 MB are 413; a provider there is not is 404',
  }),
  P73: without(
    fulfil,
    'await askSubject(parts, tx, payment) :',
    "await askSubject(parts, tx, payment).catch(() => 'unsellable' as const) :",
    { file: money, test: '73: a fulfilment that breaks is done once when it can be' },
  ),
  P74: without(
    'server/kernel/db/migrations.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the source
    "readFileSync(`${folder}/${file}`, 'utf8')",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a text of the source
    "readFileSync(`${folder}/${file}`, 'utf8').replace('entries < 2 OR unbalanced > 0 OR', 'entries < 2 OR')",
    { file: 'server/platform/payments/ledger.test.ts', test: 'an unbalanced transaction is refused' },
  ),
  P75: without(balance, "await book('fee', pair(ACCOUNTS.fees, psp, fee.minor))", '', {
    file: money,
    test: '75: a fee that was unknown at capture is booked when the provider’s book tells it, once',
  }),
  P76: without(balance, 'if (paid === settled)', 'if (true)', {
    file: money,
    test: '76: a payout that is not the sum of its entries stays open until entries explain it',
  }),
  P77: without(inbox, 'if (verified.livemode !== provider.livemode)', 'if (false)', {
    file: taking,
    test: '77: an event of the other mode is refused',
  }),
  P78: without(
    inbox,
    'await inTx((tx) => storeEvent(tx, provider, verified, webhook))',
    `await inTx((tx) => storeEvent(tx, provider, verified, webhook))
  if (verified.attemptRef !== null) await provider.read(verified.attemptRef)`,
    { file: taking, test: '78: a flood fills the inbox and asks nobody anything' },
  ),
  P79: without(submit, 'scrub(outcome.reason)', 'outcome.reason', {
    file: taking,
    test: '79: no card number and no telephone number stands in logs, job payloads, facts or answers',
  }),
  P80: {
    without: [
      { file: loops, guard: 'await storeEvent(tx, provider, event, null)', instead: 'false' },
      {
        file: loops,
        guard: "!(await attach(tx, attempt, { facts, next: null, heard: { source: 'list' } }))",
        instead: 'true',
      },
    ],
    caughtBy: {
      file: money,
      test: '80: what was lost with a night is rebuilt by the loops, and nothing is fulfilled twice',
    },
  },
}
