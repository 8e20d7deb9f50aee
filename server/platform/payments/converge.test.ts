import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import { bookSum, openStage, type Stage } from '../../../test/support/payments-stage.ts'
import { createOracle, leftOf, type Mood, type Oracle, type Truth } from './oracle.test-support.ts'

/** Histories run without a crash, and of how many every point is the end of the process once. */
const HISTORIES = 25
const ENUMERATED = 1

class Crash extends Error {
  override readonly name = 'Crash'
}

/** The process of the test: at a chosen point it ends, and does nothing more until it is started again. */
function createProcess() {
  const state = { points: 0, crashAt: 0, isDead: false }
  return {
    state,
    reach(): void {
      if (state.isDead) throw new Crash('the process is gone')
      state.points += 1
      if (state.points !== state.crashAt) return
      state.isDead = true
      throw new Crash('the process ends here')
    },
    restart(): void {
      state.isDead = false
    },
  }
}

/** Mulberry32: the same history for the same seed. */
function chanceOf(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { next, below, among: <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)] }
}

describe('histories of a provider, delivered with every fault there is', () => {
  const process = createProcess()
  let stage: Stage
  let oracle: Oracle
  before(async () => {
    oracle = createOracle({ onCall: () => process.reach() })
    stage = await openStage({ providers: [oracle.provider], onTransaction: () => process.reach() })
  })
  after(() => stage.stop())

  async function work(seconds: number): Promise<void> {
    process.restart()
    await stage.later(seconds)
    if (!process.state.isDead) return
    process.restart()
    await stage.later(31)
  }

  /** As a client does: once more with the same key until there is an answer. */
  async function insist(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
    for (let tries = 0; tries < 10; tries += 1) {
      const answer = await ask()
      process.restart()
      if (answer.status < 500) return answer
      await work(31)
    }
    throw new Error('never answered')
  }

  async function deliver(event: Oracle['history'][number]['event'], isForged: boolean): Promise<void> {
    const delivery = oracle.deliveryOf(event)
    if (isForged) {
      const body = Buffer.from(
        delivery.body
          .toString()
          .replace(/"minor":"\d+"/, '"minor":"1"')
          .replace('evt_', 'evt_forged_'),
      )
      assert.equal((await stage.deliver({ ...delivery, body })).status, 400)
      return
    }
    const { status } = await stage.deliver(delivery)
    assert.ok(status === 200 || status >= 500, String(status))
    process.restart()
  }

  /** One thing that happens at the provider. */
  function happen(truth: Truth, chance: ReturnType<typeof chanceOf>): void {
    const left = leftOf(truth)
    const choice = chance.below(7)
    if (truth.captured === 0n && choice < 4) oracle.pay(truth)
    else if (truth.captured === 0n)
      oracle.change(truth, { state: chance.among(['processing', 'requires_action', 'failed']) ?? 'processing' })
    else if (choice < 2 && left > 1n) oracle.refundElsewhere(truth, 1n + BigInt(chance.below(Number(left - 1n))))
    else if (choice === 2) {
      const refund = chance.among(truth.refunds)
      if (refund !== undefined) oracle.changeRefund(truth, refund.ref, 'failed')
    } else if (choice === 3 && truth.disputes.length === 0) oracle.dispute(truth, truth.amount.minor, 'open')
    else if (choice === 4 && truth.disputes[0]?.state === 'open')
      oracle.dispute(truth, truth.amount.minor, chance.among(['won', 'lost'] as const) ?? 'won')
  }

  async function refundByStaff(paymentId: string, chance: ReturnType<typeof chanceOf>, key: string): Promise<void> {
    const body = { amount: { minor: String(1 + chance.below(900)), currency: 'USD' }, reason: 'because' }
    const path = `/api/payments/${paymentId}/refund`
    const { status, body: answer } = await insist(() => stage.staff.post(path, body, { 'idempotency-key': key }))
    assert.ok([202, 409].includes(status), JSON.stringify(answer))
  }

  async function play(seed: number, crashAt: number): Promise<{ order: string; truth: Truth; paymentId: string }> {
    const chance = chanceOf(seed)
    process.state.points = 0
    process.state.crashAt = crashAt
    const order = await stage.order(BigInt(1000 + chance.below(5000)))
    const moods: readonly Mood[] = ['well', 'well', 'lost', 'down']
    oracle.moods.push(chance.among(moods) ?? 'well')
    const known = oracle.truths.size
    const key = `history-${seed}-${crashAt}-${order}`
    const { body } = await insist(() => stage.create(order, {}, key))
    await work(31)
    await work(61)
    const made = [...oracle.truths.values()].slice(known)
    assert.equal(made.length, 1, 'one object at the provider, however often it was asked')
    const [truth] = made
    assert.ok(truth)
    const begun = oracle.history.findIndex(({ event }) => event.attemptRef === truth.ref)
    for (let step = 0; step < 12; step += 1) {
      happen(truth, chance)
      if (chance.next() < 0.2) await refundByStaff(body.paymentId, chance, `${key}-${step}`)
      const events = oracle.history.slice(begun)
      for (let copies = chance.below(3); copies > 0; copies -= 1) {
        const told = chance.among(events)
        if (told !== undefined) await deliver(told.event, chance.next() < 0.15)
      }
      if (chance.next() < 0.1) oracle.moods.push('lost')
      if (chance.next() < 0.1) oracle.moods.push('down')
      if (chance.next() < 0.5) await work(20)
    }
    return { order, truth, paymentId: body.paymentId }
  }

  /** Nothing fails any more: the loops bring what was lost. */
  async function comeToRest(): Promise<void> {
    process.restart()
    process.state.crashAt = 0
    oracle.moods.length = 0
    for (let turn = 0; turn < 4; turn += 1) {
      await work(400)
      await stage.tick('payments.sweep')
      await stage.tick('payments.reconcile', { loop: 'events' })
    }
    assert.deepEqual(await stage.work(), [])
  }

  async function assertTrue(
    { order, truth, paymentId }: Awaited<ReturnType<typeof play>>,
    what: string,
  ): Promise<void> {
    const sum = (parts: readonly { amount: { minor: bigint } }[]) =>
      parts.reduce((all, { amount }) => all + amount.minor, 0n)
    const refunded = sum(truth.refunds.filter(({ state }) => state === 'succeeded'))
    const disputed = sum(truth.disputes.filter(({ state }) => state !== 'won'))
    const { body } = await stage.staff.get(`/api/payments/${paymentId}`)
    const told = [body.captured.minor, body.refunded.minor, body.disputed.minor].map(BigInt)
    assert.deepEqual(told, [truth.captured, refunded, disputed], `${what}: ${JSON.stringify(body)}`)
    assert.ok(refunded <= truth.captured, `${what}: never refunded beyond what was captured`)
    assert.equal((await stage.orderState(order)).fulfilled, truth.captured > 0n ? 1 : 0, what)
    const [psp] = await stage.db.raw<{ minor: bigint }>(
      `SELECT coalesce(sum(amount_minor), 0)::bigint AS minor FROM payments.ledger_entry JOIN payments.ledger_tx ON id = tx_id
        WHERE payment_id = $1 AND account LIKE 'psp/%'`,
      [paymentId],
    )
    assert.equal(psp?.minor, truth.captured - refunded - disputed, `${what}: the book`)
    assert.deepEqual(await bookSum(stage.db), [], what)
  }

  for (let seed = 1; seed <= HISTORIES; seed += 1)
    test(`end in the oracle's state: seed ${seed}`, async () => {
      const played = await play(seed, 0)
      await comeToRest()
      await assertTrue(played, `seed ${seed}`)
    })

  for (let seed = 101; seed < 101 + ENUMERATED; seed += 1)
    test(`end in the oracle's state wherever the process ends once: seed ${seed}`, { timeout: 300_000 }, async (t) => {
      await play(seed, 0)
      const { points } = process.state
      await comeToRest()
      for (let crashAt = 1; crashAt <= points; crashAt += 1) {
        const played = await play(seed, crashAt)
        await comeToRest()
        await assertTrue(played, `seed ${seed}, ended at point ${crashAt}`)
      }
      t.diagnostic(`${points} points`)
    })

  test('are the same when every event is carried out once more', async () => {
    const standing = () =>
      stage.db.raw(`SELECT (SELECT count(*) FROM payments.ledger_tx) AS posted, (SELECT count(*) FROM payments.refund) AS refunds,
        (SELECT sum(version) FROM payments.payment) AS versions, (SELECT sum(fulfilled) FROM test_order) AS fulfilled`)
    const before = await standing()
    await stage.replay()
    await stage.replay()
    assert.deepEqual(await standing(), before)
  })
})
