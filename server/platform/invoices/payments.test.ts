import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { noEffects } from '../../../test/support/effects.ts'
import { counted, guest, type InvoicesServer, startInvoices } from '../../../test/support/invoices.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'

let server: InvoicesServer
before(async () => {
  server = await startInvoices()
})
after(() => server.stop())

/** An invoice over this sum, without tax. */
const over = (minor: string, body: object = {}) =>
  server.issued({ lines: [{ description: 'Work', qty: '1', unitMinor: minor, taxRateBp: 0 }], ...body })

const transfer = { method: 'bank_transfer', reference: 'INV', receivedOn: '2026-11-20', currency: 'EUR' }
const pay = (body: object) => server.ask('/api/invoices/payments', { ...transfer, ...body })
const received = async (body: object) => expectStatus(await pay(body), 201)
const invoiceOf = (body: { status: string; paidMinor: string; creditedMinor: string; balanceMinor: string }) => [
  ...[body.status, body.paidMinor, body.creditedMinor, body.balanceMinor],
]
const stateOf = async (id: string) => invoiceOf(await server.read(id))

describe('a payment', () => {
  test('pays a part, then the rest, then is too much', async () => {
    const { id } = await over('10000')
    const effects = await server.watch()
    await received({ invoiceId: id, amountMinor: '4000' })
    assert.deepEqual(await stateOf(id), ['partially_paid', '4000', '0', '6000'])
    assert.deepEqual(counted(await effects()), { 'audit invoices.payment.received': 1 })
    const second = await server.watch()
    const { creditMinor, id: paymentId } = await received({ invoiceId: id, amountMinor: '7000' })
    assert.equal(creditMinor, '1000')
    assert.deepEqual(await stateOf(id), ['paid', '10000', '0', '0'])
    assert.deepEqual(counted(await second()), {
      ...{
        'audit invoices.payment.received': 1,
        'audit invoices.payment.left-over': 1,
        'audit invoices.invoice.paid': 1,
      },
      ...{ 'event invoices.invoice.paid': 1, 'mail invoices.paid': 1 },
    })
    const { items } = expectStatus(await server.clerk.http.get('/api/invoices/payments?credit=true&limit=100'), 200)
    assert.ok(items.some((one: { id: string }) => one.id === paymentId))
  })

  test('of a customer pays what was due first', async () => {
    const recipient = guest()
    const [late, soon, later] = [
      ...[await over('500', { recipient, dueInDays: 30 }), await over('500', { recipient, dueInDays: 1 })],
      await over('500', { recipient, dueInDays: 60 }),
    ]
    const { creditMinor } = await received({ customerId: late.customerId, amountMinor: '700' })
    assert.equal(creditMinor, '0')
    const paid = await Promise.all([soon, late, later].map(({ id }) => stateOf(id)))
    assert.deepEqual(
      paid.map(([status, minor]) => [status, minor]),
      [
        ['paid', '500'],
        ['partially_paid', '200'],
        ['issued', '0'],
      ],
    )
    const { balances } = expectStatus(await server.clerk.http.get(`/api/invoices/customers/${late.customerId}`), 200)
    assert.deepEqual(balances, [{ currency: 'EUR', dueMinor: '800', creditMinor: '0' }])
  })

  test('left over pays a later invoice of the same customer, and no other', async () => {
    const recipient = guest()
    const first = await over('100', { recipient })
    const payment = await received({ invoiceId: first.id, amountMinor: '350' })
    const [next, foreign] = [await over('200', { recipient }), await over('200')]
    const dollars = await over('200', { recipient, currency: 'USD' })
    const allocate = (body: object) => server.ask(`/api/invoices/payments/${payment.id}/allocate`, body)
    const effects = await server.watch()
    expectProblem(await allocate({ invoiceId: foreign.id }), 'invoices/invoice-not-found')
    expectProblem(await allocate({ invoiceId: dollars.id }), 'invoices/currency-differs')
    expectProblem(await allocate({ invoiceId: first.id }), 'invoices/nothing-due')
    expectProblem(await allocate({ invoiceId: next.id, amountMinor: '201' }), 'invoices/more-than-left')
    expectProblem(await allocate({ invoiceId: (await server.draft({ recipient })).id }), 'invoices/not-issued')
    assert.deepEqual(counted(await effects()), { 'audit invoices.invoice.drafted': 1 })
    assert.equal(expectStatus(await allocate({ invoiceId: next.id, amountMinor: '150' }), 200).creditMinor, '100')
    assert.equal(expectStatus(await allocate({ invoiceId: next.id }), 200).creditMinor, '50')
    assert.deepEqual(await stateOf(next.id), ['paid', '200', '0', '0'])
  })

  test('recorded by mistake is taken back by a counter entry', async () => {
    const { id } = await over('900')
    const payment = await received({ invoiceId: id, amountMinor: '1000' })
    const effects = await server.watch()
    const reversed = expectStatus(
      await server.ask(`/api/invoices/payments/${payment.id}/reverse`, { reason: 'Other account' }),
      200,
    )
    assert.deepEqual([reversed.returnedMinor, reversed.allocatedMinor, reversed.creditMinor], ['1000', '0', '0'])
    assert.deepEqual(await stateOf(id), ['issued', '0', '0', '900'])
    assert.deepEqual(counted(await effects()), { 'audit invoices.payment.returned': 1 })
    expectProblem(
      await server.ask(`/api/invoices/payments/${payment.id}/reverse`, { reason: 'Again' }),
      'invoices/more-than-left',
    )
    const { allocations } = await server.read(id)
    assert.deepEqual(
      allocations.map((one: { amountMinor: string; reason: string }) => [one.amountMinor, one.reason]),
      [
        ['900', 'paid'],
        ['-900', 'returned'],
      ],
    )
  })

  test('is refused for what cannot be paid, and leaves nothing', async () => {
    const [draft, open] = [await server.draft(), await over('100')]
    const { id: creditNote } = expectStatus(await server.ask(`/api/invoices/${(await over('100')).id}/credit`, {}), 201)
    await server.jobsIdle()
    const effects = await server.watch()
    const nobody = '01a1fbea-df40-7000-8000-000000000000'
    for (const [body, code] of [
      [{ invoiceId: draft.id }, 'invoices/not-issued'],
      [{ invoiceId: creditNote }, 'invoices/invoice-not-found'],
      [{ invoiceId: nobody }, 'invoices/invoice-not-found'],
      [{ customerId: nobody }, 'invoices/customer-not-found'],
      [{}, 'invoices/customer-not-found'],
      [{ invoiceId: open.id, currency: 'USD' }, 'invoices/currency-differs'],
      [{ invoiceId: open.id, amountMinor: '0' }, 'http/invalid'],
      [{ invoiceId: open.id, amountMinor: '-5' }, 'http/invalid'],
      [{ invoiceId: open.id, receivedOn: '2026-02-30' }, 'http/invalid'],
    ] as const)
      expectProblem(await pay({ amountMinor: '100', ...body }), code)
    assert.deepEqual(await effects(), noEffects)
  })

  test('sixteen at once for one invoice pay it and no more', async () => {
    const { id, customerId } = await over('1000')
    const answers = await Promise.all(Array.from({ length: 16 }, () => pay({ invoiceId: id, amountMinor: '150' })))
    const done = answers.filter(({ status }) => status === 201).length
    assert.ok(done >= 7, answers.map(({ body }) => body.code).join())
    assert.deepEqual(await stateOf(id), ['paid', '1000', '0', '0'])
    const { balances } = expectStatus(await server.clerk.http.get(`/api/invoices/customers/${customerId}`), 200)
    assert.deepEqual(balances, [{ currency: 'EUR', dueMinor: '0', creditMinor: String(done * 150 - 1000) }])
  })

  test('sixteen allocations at once of one credit over four invoices never give more than it has', async () => {
    const recipient = guest()
    const first = await over('1', { recipient })
    const payment = await received({ invoiceId: first.id, amountMinor: '1001' })
    const invoices = await Promise.all([1, 2, 3, 4].map(() => over('400', { recipient })))
    const allocations = Array.from({ length: 16 }, (_, at) =>
      server.ask(`/api/invoices/payments/${payment.id}/allocate`, {
        invoiceId: invoices[at % 4]?.id,
        amountMinor: '130',
      }),
    )
    const done = (await Promise.all(allocations)).filter(({ status }) => status === 200).length
    const [row] = await server.query<{ allocated: bigint; credit: bigint }>(
      'SELECT allocated_minor AS allocated, credit_minor AS credit FROM invoices.payment WHERE id = $1',
      [payment.id],
    )
    assert.deepEqual(row, { allocated: 1n + BigInt(done) * 130n, credit: 1000n - BigInt(done) * 130n })
    assert.ok(done >= 5 && done <= 7, String(done))
    const paid = await server.query<{ sum: string }>(
      'SELECT sum(paid_minor)::text AS sum FROM invoices.document WHERE id = ANY($1)',
      [invoices.map(({ id }) => id)],
    )
    assert.equal(paid[0]?.sum, String(done * 130))
  })

  test('stays as it came, whoever writes SQL', async () => {
    const { id } = await over('100')
    const payment = await received({ invoiceId: id, amountMinor: '60' })
    const refused = (text: string, values: readonly unknown[]) =>
      assert.rejects(server.query(text, values), { code: '23514' }, text)
    for (const change of ['amount_minor = 1', 'allocated_minor = 0', 'returned_minor = 60', "reference = 'Other'"])
      await refused(`UPDATE invoices.payment SET ${change} WHERE id = $1`, [payment.id])
    await refused('DELETE FROM invoices.payment WHERE id = $1', [payment.id])
    await refused('UPDATE invoices.allocation SET amount_minor = 1 WHERE payment_id = $1', [payment.id])
    await refused('DELETE FROM invoices.allocation WHERE payment_id = $1', [payment.id])
    const entry = "INSERT INTO invoices.allocation VALUES (gen_random_uuid(), $1, $2, $3, 'paid', now())"
    await refused(entry, [payment.id, id, 1])
    await refused(entry, [payment.id, id, -61])
    const other = await received({ customerId: (await over('10', { currency: 'USD' })).customerId, amountMinor: '500' })
    await refused(entry, [other.id, id, 41])
    await refused(entry, [other.id, (await server.draft()).id, 1])
    const recipient = guest()
    const [one, two] = [await over('30', { recipient, dueInDays: 1 }), await over('50', { recipient, dueInDays: 2 })]
    const both = await received({ customerId: one.customerId, amountMinor: '80' })
    await refused(entry, [both.id, one.id, -31])
    await refused(entry, [payment.id, two.id, -1])
    assert.deepEqual(await stateOf(id), ['partially_paid', '60', '0', '40'])
  })
})

describe('a credit note', () => {
  const credit = (id: string, body: object = {}) => server.ask(`/api/invoices/${id}/credit`, body)
  const line = { description: 'Back', qty: '1', unitMinor: '100', taxRateBp: 2000 }

  test('over a part corrects what is open, and a second over the rest to the last cent', async () => {
    const { id, number } = await server.issued({
      discountMinor: '777',
      lines: [
        { description: 'A', qty: '3', unitMinor: '333', taxRateBp: 825 },
        { description: 'B', qty: '1.5', unitMinor: '12345', taxRateBp: 1900 },
      ],
    })
    const effects = await server.watch()
    const part = expectStatus(await credit(id, { lines: [{ ...line, taxRateBp: 1900 }], note: 'Damaged' }), 201)
    assert.deepEqual([part.kind, part.invoiceId, part.totalMinor], ['credit_note', id, '119'])
    assert.match(part.number, /^CN-\d{4}-\d{5}$/)
    const [, , , balance] = await stateOf(id)
    const rest = expectStatus(await credit(id), 201)
    assert.equal(rest.totalMinor, balance)
    const detail = await server.read(id)
    assert.deepEqual([detail.status, detail.balanceMinor, detail.creditedMinor], ['paid', '0', detail.totalMinor])
    const back = await Promise.all([part, rest].map((one) => server.read(one.id)))
    const sum = (one: 'subtotalMinor' | 'taxMinor', of: Record<string, string>[]) =>
      of.reduce((total, doc) => total + Number(doc[one]), 0)
    assert.equal(sum('taxMinor', back), Number(detail.taxMinor))
    assert.equal(sum('subtotalMinor', back), Number(detail.subtotalMinor) - 777)
    expectProblem(await credit(id), 'invoices/nothing-to-credit')
    assert.deepEqual(counted(await effects()), {
      ...{ 'audit invoices.credit-note.issued': 2, 'event invoices.credit-note.issued': 2 },
      ...{ 'audit invoices.invoice.paid': 1, 'event invoices.invoice.paid': 1 },
    })
    assert.match(number, /^INV-/)
  })

  test('of a paid invoice frees what was paid: it becomes credit', async () => {
    const { id, customerId } = await over('1000')
    await received({ invoiceId: id, amountMinor: '600' })
    await received({ invoiceId: id, amountMinor: '400' })
    expectStatus(await credit(id, { lines: [{ ...line, qty: '5', taxRateBp: 0 }] }), 201)
    assert.deepEqual(await stateOf(id), ['paid', '500', '500', '0'])
    const { balances } = expectStatus(await server.clerk.http.get(`/api/invoices/customers/${customerId}`), 200)
    assert.deepEqual(balances, [{ currency: 'EUR', dueMinor: '0', creditMinor: '500' }])
  })

  const refusals = [
    { name: 'above the sum', body: { lines: [{ ...line, qty: '100' }] }, code: 'invoices/credit-too-large' },
    {
      name: 'with more tax than the invoice has of a rate',
      body: { lines: [{ ...line, taxRateBp: 500, qty: '2' }] },
      code: 'invoices/credit-too-large',
    },
    {
      name: 'at a rate the invoice does not have',
      body: { lines: [{ ...line, taxRateBp: 0 }] },
      code: 'invoices/credit-too-large',
    },
    { name: 'over nothing', body: { lines: [{ ...line, unitMinor: '0' }] }, code: 'invoices/nothing-to-credit' },
  ]
  for (const { name, body, code } of refusals)
    test(`is refused ${name}, and leaves nothing`, async () => {
      const lines = [
        { ...line, qty: '10' },
        { ...line, taxRateBp: 500 },
      ]
      const { id } = await server.issued({ lines })
      const effects = await server.watch()
      expectProblem(await credit(id, body), code)
      assert.deepEqual(await effects(), noEffects)
      assert.deepEqual((await stateOf(id))[2], '0')
    })

  test('ten at once never credit more than there is', async () => {
    const { id } = await over('1000')
    const lines = [{ ...line, qty: '3', taxRateBp: 0 }]
    const answers = await Promise.all(Array.from({ length: 10 }, () => credit(id, { lines })))
    assert.equal(answers.filter(({ status }) => status === 201).length, 3, answers.map(({ body }) => body.code).join())
    assert.deepEqual(await stateOf(id), ['issued', '0', '900', '100'])
  })
})

describe('a write-off', () => {
  test('gives up the rest; money that comes all the same is credit', async () => {
    const { id } = await over('1000')
    await received({ invoiceId: id, amountMinor: '300' })
    const effects = await server.watch()
    const answer = expectStatus(await server.ask(`/api/invoices/${id}/write-off`, { reason: 'Insolvent' }), 200)
    assert.deepEqual([answer.status, answer.writtenOffMinor, answer.balanceMinor], ['written_off', '700', '0'])
    assert.deepEqual(counted(await effects()), { 'audit invoices.invoice.written-off': 1 })
    assert.equal((await received({ invoiceId: id, amountMinor: '700' })).creditMinor, '700')
    expectProblem(await server.ask(`/api/invoices/${id}/write-off`, { reason: 'Again' }), 'invoices/nothing-due')
  })
})

describe('the receipt of a whole story', () => {
  test('ties every cent: lines, tax, total, payments, credit, balance nothing', async () => {
    const invoice = await server.issued({
      taxRounding: 'document',
      discountMinor: '1',
      lines: [1, 2, 3].map((at) => ({ description: `Part ${at}`, qty: '1', unitMinor: '105', taxRateBp: 1000 })),
    })
    assert.deepEqual([invoice.subtotalMinor, invoice.taxMinor, invoice.totalMinor], ['315', '31', '345'])
    const first = await received({ invoiceId: invoice.id, amountMinor: '200' })
    expectStatus(
      await server.ask(`/api/invoices/${invoice.id}/credit`, {
        lines: [{ ...invoice.lines[0], amountMinor: undefined, discountMinor: undefined, taxMinor: undefined }],
      }),
      201,
    )
    const second = await received({ invoiceId: invoice.id, amountMinor: '50' })
    const detail = await server.read(invoice.id)
    const sum = (values: readonly string[]) => values.reduce((total, value) => total + BigInt(value), 0n)
    const [lines, shares] = [
      sum(detail.lines.map((one: { amountMinor: string }) => one.amountMinor)),
      sum(detail.lines.map((one: { discountMinor: string }) => one.discountMinor)),
    ]
    assert.equal(lines, BigInt(detail.subtotalMinor))
    assert.equal(
      lines - shares + sum(detail.taxes.map((one: { taxMinor: string }) => one.taxMinor)),
      BigInt(detail.totalMinor),
    )
    const paid = sum(detail.allocations.map((one: { amountMinor: string }) => one.amountMinor))
    const credited = sum(detail.creditNotes.map((one: { totalMinor: string }) => one.totalMinor))
    assert.deepEqual([paid, credited, detail.balanceMinor, detail.status], [229n, 116n, '0', 'paid'])
    assert.equal(paid + credited, BigInt(detail.totalMinor))
    const all = BigInt(first.amountMinor) + BigInt(second.amountMinor)
    const { balances } = expectStatus(await server.clerk.http.get(`/api/invoices/customers/${invoice.customerId}`), 200)
    assert.equal(all - paid, BigInt(balances[0].creditMinor))
  })

  test('ties them after any sequence of payments, credit notes, allocations, reversals and write-offs', async () => {
    const recipient = guest()
    const state = { invoices: [] as { id: string; total: number }[], payments: [] as string[] }
    const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % Math.max(items.length, 1)]
    const line = { description: 'Work', qty: '1', taxRateBp: 1900 }
    const steps: Record<
      string,
      (at: number, minor: number) => Promise<{ status: number; body: { id?: string; code?: string } }>
    > = {
      async issue(_at, minor) {
        const made = await server.ask('/api/invoices', {
          recipient,
          currency: 'EUR',
          lines: [{ ...line, unitMinor: String(minor) }],
        })
        state.invoices.push({ id: made.body.id, total: Number(made.body.totalMinor) })
        return await server.ask(`/api/invoices/${made.body.id}/issue`)
      },
      async pay(at, minor) {
        const answer = await pay({ invoiceId: pick(state.invoices, at)?.id, amountMinor: String(minor) })
        if (answer.status === 201) state.payments.push(answer.body.id)
        return answer
      },
      credit: (at, minor) =>
        server.ask(
          `/api/invoices/${pick(state.invoices, at)?.id}/credit`,
          minor % 3 === 0 ? {} : { lines: [{ ...line, unitMinor: String(minor) }] },
        ),
      allocate: (at, minor) =>
        server.ask(`/api/invoices/payments/${pick(state.payments, minor)}/allocate`, {
          invoiceId: pick(state.invoices, at)?.id,
        }),
      reverse: (at) => server.ask(`/api/invoices/payments/${pick(state.payments, at)}/reverse`, { reason: 'random' }),
      writeOff: (at, minor) =>
        server.ask(`/api/invoices/${pick(state.invoices, at)?.id}/write-off`, {
          reason: minor % 4 === 0 ? 'random' : '',
        }),
    }
    const sequence = fc.array(
      fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(50), fc.integer({ min: 1, max: 500 })),
      { minLength: 12, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(sequence, async (drawn) => {
        for (const [step, at, minor] of [['issue', 0, 300], ['pay', 0, 100], ...drawn] as const) {
          const { status, body } = (await steps[step]?.(at, minor)) ?? { status: 500, body: {} }
          assert.ok(
            status < 300 || /^(invoices|http)\//.test(body.code ?? ''),
            `${step}: ${status} ${JSON.stringify(body)}`,
          )
        }
        assert.deepEqual(await untied(), [])
      }),
      { numRuns: 8 },
    )
  })
})

/** Documents and payments whose columns are not what their entries come to. */
function untied(): Promise<{ id: string }[]> {
  return server.query(
    `SELECT document.id FROM invoices.document
      WHERE kind = 'invoice' AND issued_at IS NOT NULL AND voided_at IS NULL AND (
        total_minor <> paid_minor + credited_minor + written_off_minor + balance_minor
        OR paid_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM invoices.allocation WHERE invoice_id = document.id)
        OR credited_minor <> (SELECT coalesce(sum(note.total_minor), 0) FROM invoices.document note WHERE note.invoice_id = document.id)
        OR (status = 'paid') <> (balance_minor = 0 AND written_off_minor = 0))
     UNION ALL
     SELECT payment.id FROM invoices.payment
      WHERE amount_minor <> allocated_minor + returned_minor + credit_minor
        OR allocated_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM invoices.allocation WHERE payment_id = payment.id)
        OR returned_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM invoices.payment_return WHERE payment_id = payment.id)`,
  )
}
