import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { newId } from '../../kernel/id.ts'
import { createOracle, type Oracle } from './oracle.test-support.ts'
import type { PaymentProvider } from './provider.ts'

describe('reconciliation', () => {
  let stage: Stage
  let oracle: Oracle
  const asked: (string | null)[] = []
  let endsAt = 'nowhere'
  before(async () => {
    oracle = createOracle({ pageItems: 3 })
    stage = await openStage({ providers: [watched(oracle.provider)] })
    for (let n = 0; n < 8; n += 1)
      oracle.pay(oracle.make({ paymentId: null, amount: { minor: 100n, currency: 'USD' } }))
  })
  after(() => stage.stop())

  /** Its list of objects ends the run at the page that `endsAt` names. */
  function watched(provider: PaymentProvider): PaymentProvider {
    return {
      ...provider,
      ...{ events: null, balance: null },
      async objects(from, to, cursor) {
        asked.push(cursor)
        if (cursor === endsAt) throw new Error('the process ends here')
        return (await provider.objects?.(from, to, cursor)) ?? { items: [], next: null }
      },
    }
  }

  const window = { from: new Date(Date.UTC(2026, 0, 1)), to: new Date(Date.UTC(2100, 0, 1)) }
  const run = (isDry = false) => stage.payments.reconcile({ provider: 'stripe', ...window, isDry, startedBy: 'test' })
  const open = async () => (await stage.staff.get('/api/payments/reconciliation/items')).body.items

  test('tells in a dry run what differs and keeps nothing', async () => {
    const [summary] = await run(true)
    assert.deepEqual([summary?.read, summary?.counts, summary?.findings.length], [8, { missing_local: 8 }, 8])
    assert.deepEqual(await open(), [])
  })

  test('has a dry run made for a person, whose page then tells what was read and found', async () => {
    const path = '/api/payments/reconciliation'
    const ask = (provider: string) =>
      stage.staff.post(`${path}/dry-runs`, { provider }, { 'idempotency-key': `dry-run-${provider}` })
    assert.equal((await ask('paypal')).body.code, 'payments/provider-unknown')
    const [before] = (await stage.staff.get(path)).body.providers
    assert.equal((await ask('stripe')).status, 202)
    assert.deepEqual(await stage.work(), [])
    const [newest] = (await stage.staff.get(`${path}/runs`)).body.items
    assert.deepEqual(
      [newest.isDry, newest.state, newest.loop, newest.read, newest.found, newest.findings.length],
      [true, 'done', 'objects', 8, { missing_local: 8 }, 8],
    )
    assert.match(newest.startedBy, /^user /)
    const standing = (await stage.staff.get(path)).body
    assert.equal(standing.openItems, 0)
    assert.deepEqual(standing.providers, [before], 'a dry run is no reading of the list')
    assert.deepEqual(before.loops, [{ loop: 'objects', lastEndedAt: null }])
    assert.equal((await stage.http.get(`${path}/runs`)).status, 401)
  })

  test('goes on where it was ended, and opens each difference once', async () => {
    endsAt = '6'
    await assert.rejects(run(), /ends here/)
    assert.equal((await open()).length, 6)
    endsAt = 'nowhere'
    asked.length = 0
    const [summary] = await run()
    assert.deepEqual([asked, summary?.read, summary?.counts], [['6'], 8, { missing_local: 8 }])
    await run()
    assert.equal((await open()).length, 8)
  })

  test('leaves closed what a person has closed with a reason, in their name', async () => {
    const [item] = await open()
    const path = `/api/payments/reconciliation/items/${item.id}/close`
    assert.equal((await stage.staff.post(path, { reason: 'short' })).status, 400)
    const closed = await stage.staff.post(path, { reason: 'of the shop on the other site' })
    assert.deepEqual([closed.status, closed.body.closedHow], [200, 'human'])
    assert.equal(
      (await stage.staff.post(path, { reason: 'of the shop on the other site' })).body.code,
      'payments/item-closed',
    )
    await run()
    assert.equal((await open()).length, 7)
    assert.equal((await stage.http.get('/api/payments/reconciliation/items')).status, 401)
    const [{ loops }] = (await stage.staff.get('/api/payments/reconciliation')).body.providers
    assert.notEqual(loops[0].lastEndedAt, null)
  })

  test('is asked for by its jobs too, and the health check says what is open', async () => {
    await stage.tick('payments.reconcile', { loop: 'objects' })
    await stage.tick('payments.prove-ledger')
    const [check] = stage.payments.health ?? []
    const finding = await check?.run(new AbortController().signal)
    assert.deepEqual([finding?.status, finding?.observed], ['warn', '7 open differences, 0 events without a payment'])
  })

  test('a balance that does not agree with its entries is found', async () => {
    await stage.db.raw("INSERT INTO payments.ledger_account VALUES ('tampered', 'asset')")
    await stage.db.raw("INSERT INTO payments.ledger_balance VALUES ('tampered', 'USD', 5)")
    await stage.tick('payments.prove-ledger')
    assert.ok(
      (await open()).some(
        ({ kind, key }: { kind: string; key: string }) => kind === 'ledger' && key === 'balance tampered USD',
      ),
    )
  })
})

describe('what is held of a person', () => {
  test('is exported, and erased but for the book', async (t) => {
    const oracle = createOracle()
    const stage = await openStage({ providers: [oracle.provider] })
    t.after(() => stage.stop())
    const order = await stage.order(100n)
    const made = await stage.staff.post(
      '/api/payments/create-intent',
      { subject: { type: 'test.order', id: order }, provider: 'stripe', token: `token-${order}` },
      { 'idempotency-key': 'one-of-mine' },
    )
    oracle.pay(oracle.only())
    for (const { event } of oracle.history) await stage.deliver(oracle.deliveryOf(event))
    await stage.work()
    const payment = (await stage.staff.get(`/api/payments/${made.body.paymentId}`)).body
    const held = await stage.payments.exportPerson?.(payment.payer.id)
    assert.ok(JSON.stringify(held).includes('a@b.example'))
    assert.equal(await stage.payments.exportPerson?.(newId()), null)
    await stage.inTx(async (tx) => stage.payments.erasePerson?.(tx, payment.payer.id))
    const erased = JSON.stringify(await stage.payments.exportPerson?.(payment.payer.id))
    assert.ok(!erased.includes('a@b.example') && !erased.includes('A. B.'), erased)
    const bodies = await stage.db.raw('SELECT body FROM payments.provider_event WHERE body IS NOT NULL')
    assert.deepEqual(bodies, [])
    assert.equal((await stage.staff.get(`/api/payments/${made.body.paymentId}`)).body.captured.minor, '100')
  })
})
