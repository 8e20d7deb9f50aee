import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import { counted, guest, type InvoicesServer, startInvoices } from '../../../test/support/invoices.ts'
import { expectProblem, expectStatus } from '../../../test/support/music.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { type Money, money } from '../../kernel/money.ts'
import type { InvoiceSubject } from './index.ts'

let server: InvoicesServer
let subject: InvoiceSubject
before(async () => {
  server = await startInvoices()
  subject = server.app.units.invoices.paymentSubject
})
after(() => server.stop())

const within = <Result>(work: (tx: Tx) => Promise<Result>) =>
  server.app.db.transaction(systemOrigin('test', 'test'), work)
const over = (minor: string, body: object = {}) =>
  server.issued({ lines: [{ description: 'Work', qty: '1', unitMinor: minor, taxRateBp: 0 }], ...body })
const euro = (minor: bigint): Money => money(minor, 'EUR')

/** Tells the subject of a captured payment as payments does. */
async function captured(subjectId: string, amount: Money) {
  const payment = {
    id: newId<'payment'>(),
    subjectId,
    amount,
    captured: amount,
    provider: 'stripe',
    capturedAt: new Date(),
  }
  return { id: payment.id, outcome: await within((tx) => subject.captured(tx, payment)) }
}
const change = (paymentId: Id<'payment'>, subjectId: string, minor: bigint) => ({
  ...{ id: newId<'refund'>(), paymentId, subjectId, amount: euro(minor) },
})
const stateOf = async (id: string) => {
  const { status, paidMinor, balanceMinor, disputed } = await server.read(id)
  return [status, paidMinor, balanceMinor, disputed]
}

describe('what is due', () => {
  const due = (id: string, payer: { userId: Id<'user'> | null; token: string | null }) =>
    within((tx) => subject.due(tx, id, payer))
  const nobody = { userId: null, token: null }

  test('is what is left, for the client or whoever has the link', async () => {
    const client = await server.people.signedIn()
    const invoice = await over('5000', { recipient: { ...guest('Ada'), email: client.email }, clientId: client.id })
    await captured(invoice.id, euro(2000n))
    const expected = { amount: euro(3000n), description: `Invoice ${invoice.number}`, email: client.email, name: 'Ada' }
    assert.deepEqual(await due(invoice.id, { userId: client.id, token: null }), expected)
    expectStatus(await server.ask(`/api/invoices/${invoice.id}/send`), 200)
    const mail = (await server.mailbox()).findLast(({ to }) => to.address === client.email)
    const page = new URL(/https?:\S+token=\S+/.exec(mail?.text ?? '')?.[0] ?? '')
    assert.equal(page.pathname, `/pay/${invoice.id}`)
    const token = new URLSearchParams(page.hash.slice(1)).get('token')
    assert.deepEqual(await due(invoice.id, { userId: null, token }), expected)
  })

  test('does not exist for anybody else, nor of drafts and credit notes', async () => {
    const client = await server.people.signedIn()
    const mine = { recipient: undefined, clientId: client.id }
    const [invoice, draft] = [await over('100', mine), await server.draft(mine)]
    const { id: note } = expectStatus(await server.ask(`/api/invoices/${(await over('1', mine)).id}/credit`, {}), 201)
    const stranger = await server.people.signedIn()
    for (const [id, payer] of [
      [invoice.id, nobody],
      [invoice.id, { userId: stranger.id, token: null }],
      [invoice.id, { userId: null, token: 'abc' }],
      [draft.id, { userId: client.id, token: null }],
      [note, { userId: client.id, token: null }],
      [newId(), { userId: client.id, token: null }],
      ['no id', { userId: client.id, token: null }],
    ] as const)
      await assert.rejects(due(id, payer), { code: 'invoices/invoice-not-found' })
    await captured(invoice.id, euro(100n))
    await assert.rejects(due(invoice.id, { userId: client.id, token: null }), { code: 'invoices/nothing-due' })
  })
})

describe('a captured payment', () => {
  test('pays the invoice with one receipt; what is too much is credit for staff to see', async () => {
    const { id, customerId } = await over('1000')
    const effects = await server.watch()
    const { outcome, id: paymentId } = await captured(id, euro(1200n))
    assert.equal(outcome, 'fulfilled')
    assert.deepEqual(await stateOf(id), ['paid', '1000', '0', false])
    assert.deepEqual(counted(await effects()), {
      ...{
        'audit invoices.payment.received': 1,
        'audit invoices.invoice.paid': 1,
        'audit invoices.payment.left-over': 1,
      },
      ...{ 'event invoices.invoice.paid': 1, 'mail invoices.paid': 1 },
    })
    const open = await server.clerk.http.get(`/api/invoices/payments?credit=true&customerId=${customerId}`)
    assert.deepEqual(
      expectStatus(open, 200).items.map((one: { id: string; creditMinor: string; provider: string }) => [
        one.id,
        one.creditMinor,
        one.provider,
      ]),
      [[paymentId, '200', 'stripe']],
    )
    assert.equal((await captured(id, euro(1000n))).outcome, 'fulfilled')
    assert.deepEqual(await stateOf(id), ['paid', '1000', '0', false])
    expectProblem(
      await server.ask(`/api/invoices/payments/${paymentId}/reverse`, { reason: 'Mine' }),
      'invoices/payment-not-found',
    )
  })

  test('of a void invoice, another currency or nothing we know is not taken', async () => {
    const [{ id }, other] = [await over('1000'), await over('1000')]
    expectStatus(await server.ask(`/api/invoices/${id}/void`, { reason: 'Void' }), 200)
    const effects = await server.watch()
    const outcomes = [
      await captured(id, euro(1000n)),
      await captured(other.id, money(1000n, 'USD')),
      await captured('nothing', euro(1n)),
    ]
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['unsellable', 'unsellable', 'unsellable'],
    )
    await within((tx) =>
      subject.refunded(tx, { ...change(outcomes[0]?.id ?? newId(), id, 1000n), outcome: 'succeeded' }),
    )
    assert.deepEqual(await effects(), noEffects)
    assert.deepEqual(await stateOf(other.id), ['issued', '0', '1000', false])
  })
})

describe('money that goes back', () => {
  test('is no longer paid, once for each refund however often it is told, and credit goes first', async () => {
    const { id } = await over('1000')
    const payment = await captured(id, euro(1100n))
    const refund = change(payment.id, id, 300n)
    for (let at = 0; at < 3; at += 1) await within((tx) => subject.refunded(tx, { ...refund, outcome: 'succeeded' }))
    assert.deepEqual(await stateOf(id), ['partially_paid', '800', '200', false])
    await within((tx) => subject.refunded(tx, { ...change(payment.id, id, 800n), outcome: 'succeeded' }))
    assert.deepEqual(await stateOf(id), ['issued', '0', '1000', false])
  })

  test('and failed after all is credit; one that failed at once changes nothing', async () => {
    const { id, customerId } = await over('1000')
    const payment = await captured(id, euro(1000n))
    await within((tx) => subject.refunded(tx, { ...change(payment.id, id, 400n), outcome: 'failed' }))
    assert.deepEqual(await stateOf(id), ['paid', '1000', '0', false])
    const refund = change(payment.id, id, 400n)
    await within((tx) => subject.refunded(tx, { ...refund, outcome: 'succeeded' }))
    for (let at = 0; at < 2; at += 1) await within((tx) => subject.refunded(tx, { ...refund, outcome: 'failed' }))
    assert.deepEqual(await stateOf(id), ['partially_paid', '600', '400', false])
    const { balances } = expectStatus(await server.clerk.http.get(`/api/invoices/customers/${customerId}`), 200)
    assert.deepEqual(balances, [{ currency: 'EUR', dueMinor: '400', creditMinor: '400' }])
  })

  test('is told of with its id, or refused', async () => {
    const { id } = await over('10')
    const payment = await captured(id, euro(10n))
    const nameless = { ...change(payment.id, id, 10n), id: undefined as never, outcome: 'succeeded' as const }
    await assert.rejects(
      within((tx) => subject.refunded(tx, nameless)),
      TypeError,
    )
  })

  test('in a dispute marks the invoice; won it is as before, lost the money is gone', async () => {
    const [won, lost] = [await over('1000'), await over('1000')]
    for (const [invoice, outcome, expected] of [
      [won, 'won', ['paid', '1000', '0', false]],
      [lost, 'lost', ['issued', '0', '1000', true]],
    ] as const) {
      const payment = await captured(invoice.id, euro(1000n))
      const dispute = change(payment.id, invoice.id, 1000n)
      await within((tx) => subject.disputed(tx, { ...dispute, outcome: 'open' }))
      assert.deepEqual(await stateOf(invoice.id), ['paid', '1000', '0', true])
      for (let at = 0; at < 2; at += 1) await within((tx) => subject.disputed(tx, { ...dispute, outcome }))
      assert.deepEqual(await stateOf(invoice.id), expected)
    }
  })
})

describe('what is held of a person', () => {
  test('is shown to them; erased, the issued documents stay and nobody is written to', async () => {
    const [client, administrator] = [await server.people.signedIn(), await server.people.signedIn('administrator')]
    const recipient = { name: 'Ada King', email: client.email, address: ['2 Mill Lane'], taxNumber: null }
    const issued = await over('1000', { recipient, clientId: client.id })
    const draft = await server.draft({ recipient, clientId: client.id })
    const template = {
      clientId: client.id,
      currency: 'EUR',
      lines: [{ description: 'Care', qty: '1', unitMinor: '1', taxRateBp: 0 }],
    }
    const recurring = { template, frequency: 'monthly', startsOn: '2040-01-01', mode: 'draft' }
    const { id: recurrence } = expectStatus(await server.ask('/api/invoices/recurrences', recurring), 201)
    await captured(issued.id, euro(100n))
    const { invoices } = server.app.units
    const shown = JSON.stringify(await invoices.exportPerson?.(client.id))
    for (const part of [issued.number, '2 Mill Lane', 'Care', '"amountMinor":"100"'])
      assert.ok(shown.includes(part), part)
    expectStatus(await administrator.http.post(`/api/users/${client.id}/erase`, { reason: 'They asked' }), 204)
    await server.jobsIdle()
    expectProblem(await server.clerk.http.get(`/api/invoices/${draft.id}`), 'invoices/invoice-not-found')
    expectProblem(
      await server.clerk.http.get(`/api/invoices/recurrences/${recurrence}`),
      'invoices/recurrence-not-found',
    )
    const kept = await server.read(issued.id)
    assert.deepEqual(kept.recipient, { ...recipient, email: null })
    assert.deepEqual([kept.number, kept.pdfSha256], [issued.number, issued.pdfSha256])
    expectProblem(await server.ask(`/api/invoices/${issued.id}/send`), 'invoices/no-address')
  })
})

describe('the demo', () => {
  test('is believable, and there once however often it is asked for', async () => {
    const count = async () =>
      (
        await server.query<{ count: bigint }>(
          "SELECT count(*) FROM invoices.document WHERE source_type = 'invoices.demo'",
        )
      )[0]?.count
    await server.app.units.invoices.seedDemo?.()
    const first = await count()
    await server.app.units.invoices.seedDemo?.()
    assert.deepEqual([first, await count()], [5n, 5n])
    const rows = await server.query<{ kind: string; status: string }>(
      "SELECT kind, status FROM invoices.document WHERE source_type = 'invoices.demo' ORDER BY id",
    )
    assert.deepEqual(
      rows.map(({ kind, status }) => `${kind} ${status}`),
      ['invoice paid', 'invoice partially_paid', 'invoice issued', 'credit_note issued', 'invoice draft'],
    )
  })
})
