import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { inSeconds, now, nowMs } from '../../../kernel/clock.ts'
import { money } from '../../../kernel/money.ts'
import { Problem } from '../../../kernel/problem.ts'
import {
  attemptFactStates,
  type Fact,
  ProviderRefusal,
  ProviderUncertain,
  type SubmitInput,
  type Submitted,
  type Verified,
} from '../provider.ts'
import type { Stage } from './stage.test-support.ts'

const BIG = 20_000n

/** What every adapter of PaymentProvider holds to, against a stand-in over HTTP. */
export function providerSuite(name: string, make: () => Promise<Stage>): void {
  describe(`${name} as a payment provider`, () => {
    let made: Stage | undefined
    before(async () => {
      made = await make()
    })
    after(() => made?.close())
    for (const [title, check] of Object.entries(cases)) {
      test(title, async () => {
        assert.ok(made)
        await check(made)
      })
    }
  })
}

export function inputOf(stage: Pick<Stage, 'currency'>, minor = BIG): SubmitInput {
  const paymentId = randomUUID()
  return {
    paymentId,
    providerKey: `key-${paymentId}`,
    amount: money(minor, stage.currency),
    description: 'Consultation',
    email: 'ada@example.org',
    phone: '254708374149',
    returnUrl: new URL('https://app.example.com/paid?of=1'),
  }
}

async function submitted(stage: Stage, minor = BIG) {
  const input = inputOf(stage, minor)
  return { input, answer: await stage.provider.submit(input) }
}

async function paid(stage: Stage, minor = BIG) {
  const { input, answer } = await submitted(stage, minor)
  await stage.pay(answer)
  return { input, attemptRef: answer.fact.attemptRef, facts: await readAll(stage, answer) }
}

async function readAll({ provider }: Stage, { fact }: Submitted): Promise<readonly Fact[]> {
  return (await provider.read(fact.attemptRef)) ?? assert.fail('the provider knows nothing of it')
}

function attemptIn(facts: readonly Fact[]): Extract<Fact, { kind: 'attempt' }> {
  const fact = facts.find((one) => one.kind === 'attempt') ?? assert.fail('no fact tells of the attempt')
  assert.ok(attemptFactStates.includes(fact.state))
  return fact
}

/** Webhooks that came since `from` and are about the attempt. */
async function heard({ provider, received, settle }: Stage, from: number, attemptRef: string | null) {
  await settle()
  const verified = await Promise.all(received.slice(from).map((webhook) => provider.verify(webhook)))
  return verified.filter((one): one is Exclude<Verified, { kind: 'refused' }> => {
    return one.kind !== 'refused' && (attemptRef === null || one.attemptRef === attemptRef)
  })
}

async function fails(stage: Stage, working: Promise<unknown>, kind: 'refusal' | 'uncertain'): Promise<Error> {
  const wanted = kind === 'refusal' ? ProviderRefusal : ProviderUncertain
  const error = await working.then(
    () => assert.fail('it was taken'),
    (thrown: Error) => thrown,
  )
  assert.ok(error instanceof wanted, `${error.name}: ${error.message}`)
  const shown = `${error.stack} ${JSON.stringify({ ...error, cause: String(error.cause ?? '') })}`
  for (const secret of stage.secrets) assert.ok(!shown.includes(secret), 'the error shows what is secret')
  return error
}

const settling: Record<string, (stage: Stage) => Promise<void>> = {
  async 'an attempt waits for the payer and names our payment'(stage) {
    const { input, answer } = await submitted(stage)
    const { fact, next } = answer
    assert.deepEqual(
      [fact.state, fact.amount, fact.captured.minor, fact.paymentId],
      [stage.traits.waiting, input.amount, 0n, input.paymentId],
    )
    assert.deepEqual([fact.account, fact.livemode], [stage.provider.account, stage.provider.livemode])
    assert.ok(['card-form', 'redirect', 'wait'].includes(next.kind))
    assert.equal(attemptIn(await readAll(stage, answer)).state, stage.traits.waiting)
  },
  async 'a payment that is made is read as all of its money'(stage) {
    const { input, facts } = await paid(stage)
    const { state, captured, amount, at } = attemptIn(facts)
    assert.deepEqual([state, captured, amount], ['succeeded', input.amount, input.amount])
    assert.ok(Math.abs(at.getTime() - nowMs()) < 60_000, at.toISOString())
    assert.deepEqual(await stage.provider.read(attemptIn(facts).attemptRef), facts)
  },
  async 'a payer without the money leaves nothing captured, and a reason'(stage) {
    const { answer } = await submitted(stage)
    await stage.pay(answer, 'declined')
    const { state, captured, reason } = attemptIn(await readAll(stage, answer))
    assert.deepEqual([state, captured.minor], [stage.traits.declined, 0n])
    assert.match(reason ?? '', /\w/)
  },
  async 'an attempt that is ended takes nothing, and one that was paid says so when it is to be ended'(stage) {
    const { answer } = await submitted(stage)
    const { attemptRef } = answer.fact
    assert.equal(attemptIn(await stage.provider.cancel(attemptRef)).state, stage.traits.canceled)
    assert.equal(attemptIn(await readAll(stage, answer)).state, stage.traits.canceled)
    const other = await paid(stage)
    const told = attemptIn(await stage.provider.cancel(other.attemptRef))
    assert.deepEqual([told.state, told.captured], ['succeeded', other.input.amount])
  },
  async 'what the provider does not know is null'(stage) {
    assert.equal(await stage.provider.read('5O190127TN364715T'), null)
    assert.equal(await stage.provider.find(randomUUID(), now()), null)
  },
}

const failing: Record<string, (stage: Stage) => Promise<void>> = {
  async 'an answer that is lost, cut off or too late leaves one attempt, which is found'(stage) {
    for (const kind of ['fail-after', 'cut-after', 'slow'] as const) {
      const input = inputOf(stage)
      const from = stage.received.length
      await stage.fault(kind, stage.submitPath)
      const asked = kind === 'slow' ? stage.hasty : stage.provider
      await fails(stage, asked.submit(input), 'uncertain')
      assert.equal(await stage.attemptsOf(input.paymentId), 1, kind)
      if (stage.traits.keyed) {
        const again = await untilTold(() => stage.provider.submit(input))
        assert.equal(again.fact.paymentId, input.paymentId)
        assert.equal(await stage.attemptsOf(input.paymentId), 1, kind)
      } else {
        await stage.payLost?.(input.paymentId)
        const [told] = (await heard(stage, from, null)).filter(({ facts }) => facts[0]?.paymentId === input.paymentId)
        assert.deepEqual([told?.facts[0]?.state, told?.facts[0]?.amount], ['succeeded', input.amount])
      }
    }
  },
  async 'a request that was not carried out made nothing'(stage) {
    const input = inputOf(stage)
    await stage.fault('fail-before', stage.submitPath)
    await fails(stage, stage.provider.submit(input), 'uncertain')
    assert.equal(await stage.attemptsOf(input.paymentId), 0)
    assert.equal(await stage.provider.find(input.paymentId, inSeconds(-1)), null)
  },
  async 'a key that was used for another amount is refused'(stage) {
    if (!stage.traits.keyed) return assert.equal(stage.provider.keyLifetimeSeconds, null)
    const { input } = await submitted(stage)
    assert.ok((stage.provider.keyLifetimeSeconds ?? 0) >= 6 * 3600)
    await fails(stage, stage.provider.submit({ ...input, amount: money(BIG + 100n, stage.currency) }), 'refusal')
  },
  async 'amounts that cannot be are refused before anything is sent'({ provider, currency }) {
    for (const minor of [0n, -100n, 10n ** 17n])
      assert.throws(
        () => provider.checkAmount(money(minor, currency)),
        (error) => error instanceof Problem && error.code === 'payments/amount-not-payable',
        String(minor),
      )
    provider.checkAmount(money(BIG, currency))
  },
}

/** While the first request is still carried out there, a repetition is told to wait. */
async function untilTold<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ProviderUncertain) || tries === 100) throw error
      await sleep(50)
    }
  }
}

const refunding: Record<string, (stage: Stage) => Promise<void>> = {
  async 'a payment is refunded in parts, never above what was taken'(stage) {
    const { input, attemptRef } = await paid(stage)
    const part = { minor: input.amount.minor / 4n, currency: input.amount.currency }
    const ask = (key: string, amount = part) =>
      stage.provider.refund({ attemptRef, refundId: key, providerKey: `refund-${attemptRef}-${key}`, amount })
    if (!stage.traits.keyed) return void (await fails(stage, ask('1'), 'refusal'))
    const first = await ask('1')
    assert.deepEqual([first.state, first.amount, first.attemptRef], ['succeeded', part, attemptRef])
    assert.equal((await ask('1')).ref, first.ref)
    await fails(stage, ask('2', input.amount), 'refusal')
    await ask('3', money(input.amount.minor - part.minor, stage.currency))
    const refunds = (await stage.provider.read(attemptRef))?.filter(({ kind }) => kind === 'refund') ?? []
    assert.equal(
      refunds.reduce((sum, { amount }) => sum + amount.minor, 0n),
      input.amount.minor,
    )
  },
  async 'a refund whose answer is lost is made once'(stage) {
    if (!stage.traits.keyed) return assert.equal(stage.provider.balance, null)
    const { input, attemptRef } = await paid(stage)
    const half = money(input.amount.minor / 2n, stage.currency)
    const asked = { attemptRef, refundId: '1', providerKey: `refund-${attemptRef}-1`, amount: half }
    await stage.fault('cut-after', 'refund')
    await fails(stage, stage.provider.refund(asked), 'uncertain')
    const { ref } = await stage.provider.refund(asked)
    const facts = (await stage.provider.read(attemptRef)) ?? []
    assert.deepEqual(
      facts.filter((fact) => fact.kind === 'refund').map((fact) => fact.ref),
      [ref],
    )
  },
  async 'a refund that comes back is told, though it had succeeded'(stage) {
    if (stage.failRefund === undefined) return assert.equal(stage.traits.keyed, false)
    const { input, attemptRef } = await paid(stage)
    const { amount } = input
    const { ref } = await stage.provider.refund({
      attemptRef,
      refundId: '1',
      providerKey: `refund-${attemptRef}`,
      amount,
    })
    const from = stage.received.length
    await stage.failRefund(ref)
    const read = (await stage.provider.read(attemptRef)) ?? []
    assert.ok(read.some((fact) => fact.kind === 'refund' && fact.ref === ref && fact.state === 'failed'))
    const told = await heard(stage, from, attemptRef)
    assert.ok(told.some(({ facts }) => facts.some((fact) => fact.kind === 'refund' && fact.state === 'failed')))
  },
  async 'a dispute is told when it is opened and when it is decided'(stage) {
    const { dispute, decide } = stage
    if (dispute === undefined || decide === undefined) return assert.equal(stage.traits.keyed, false)
    for (const outcome of ['won', 'lost'] as const) {
      const { input, attemptRef } = await paid(stage)
      const from = stage.received.length
      const ref = await dispute(attemptRef)
      const states = async () =>
        (await stage.provider.read(attemptRef))?.flatMap((fact) =>
          fact.kind === 'dispute' ? [[fact.ref, fact.state, fact.amount]] : [],
        )
      assert.deepEqual(await states(), [[ref, 'open', input.amount]])
      await decide(ref, outcome)
      assert.deepEqual(await states(), [[ref, outcome, input.amount]])
      const told = (await heard(stage, from, attemptRef)).flatMap(({ facts }) => facts)
      const ends = told.flatMap((fact) => (fact.kind === 'dispute' ? [fact.state] : []))
      assert.deepEqual([ends[0], ends.at(-1)], ['open', outcome])
    }
  },
}

const hearing: Record<string, (stage: Stage) => Promise<void>> = {
  async 'a webhook tells whose payment was made, and says the same when it comes twice'(stage) {
    const { input, answer } = await submitted(stage)
    await stage.settle()
    const from = stage.received.length
    await stage.duplicateNext()
    await stage.pay(answer)
    // PayPal's money moves when the approved order is read.
    await readAll(stage, answer)
    const told = await heard(stage, from, answer.fact.attemptRef)
    const ids = told.map(({ eventId }) => eventId)
    assert.ok(new Set(ids).size < ids.length, 'nothing came twice')
    for (const one of told)
      assert.deepEqual(
        told.find(({ eventId }) => eventId === one.eventId),
        one,
      )
    const made = told
      .flatMap(({ facts }) => facts)
      .find((fact) => fact.kind === 'attempt' && fact.state === 'succeeded')
    assert.deepEqual(
      [made?.paymentId, made?.amount, made?.livemode],
      [input.paymentId, input.amount, stage.provider.livemode],
    )
  },
  async 'a webhook that is forged, altered, old or of the future is refused'(stage) {
    const from = stage.received.length
    const { attemptRef } = await paid(stage)
    await stage.settle()
    const webhook = stage.received.slice(from).at(-1) ?? assert.fail('no webhook came')
    assert.equal((await stage.provider.verify(webhook)).kind === 'refused', false, attemptRef)
    const forged = stage.forged(webhook)
    assert.ok(forged.length > 4)
    for (const [title, one, why] of forged)
      assert.deepEqual(await stage.provider.verify(one), { kind: 'refused', why }, title)
  },
  async 'an event about something else is known, and asks for nothing'(stage) {
    if (stage.unknownEvent === undefined) return assert.equal(stage.traits.keyed, false)
    const from = stage.received.length
    await stage.unknownEvent()
    const told = await heard(stage, from, null)
    assert.deepEqual(
      told.map(({ attemptRef, facts }) => [attemptRef, facts]),
      [[null, []]],
    )
  },
}

const listing: Record<string, (stage: Stage) => Promise<void>> = {
  async 'events are listed again, oldest first, as their webhooks told them'(stage) {
    const { events } = stage.provider
    if (events === null) return assert.equal(stage.traits.keyed, false)
    const from = stage.received.length
    const startedAt = now()
    const { attemptRef } = await paid(stage)
    const told = await heard(stage, from, attemptRef)
    const listed = (await everything((cursor) => events(startedAt, cursor))).filter((one) => one.kind !== 'refused')
    for (const one of told)
      assert.deepEqual(
        listed.find(({ eventId }) => eventId === one.eventId),
        one,
      )
    const places = told.map((one) => listed.findIndex(({ eventId }) => eventId === one.eventId))
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    )
  },
  async 'what was paid, refunded and disputed is listed, and the book ties every part of it'(stage) {
    const { objects, balance } = stage.provider
    if (objects === null || balance === null) return assert.equal(stage.traits.keyed, false)
    const [from, to] = [inSeconds(-3600), inSeconds(3600)]
    const { input, attemptRef } = await paid(stage)
    const half = money(input.amount.minor / 2n, stage.currency)
    const refund = await stage.provider.refund({
      attemptRef,
      refundId: '1',
      providerKey: `r-${attemptRef}`,
      amount: half,
    })
    const facts = (await everything((cursor) => objects(from, to, cursor))).filter(
      (one) => one.attemptRef === attemptRef,
    )
    const own = attemptIn(facts)
    assert.deepEqual([own.captured, own.paymentId], [input.amount, input.paymentId])
    assert.ok(facts.some((fact) => fact.kind === 'refund' && fact.ref === refund.ref))
    const other = await paid(stage)
    const disputeRef = await stage.dispute?.(other.attemptRef)
    const disputed = (await everything((cursor) => objects(from, to, cursor))).filter(({ kind }) => kind === 'dispute')
    assert.equal(
      disputed.find((fact) => fact.kind === 'dispute' && fact.ref === disputeRef)?.attemptRef,
      other.attemptRef,
    )
    const payoutRef = (await stage.payout?.()) ?? null
    const book = await everything((cursor) => balance(from, to, cursor))
    const about = book.filter(({ sourceRef }) => sourceRef === attemptRef || sourceRef === refund.ref)
    assert.deepEqual(about.map(({ kind }) => kind).sort(), ['charge', 'refund'])
    for (const { gross, fee, net } of book) assert.equal(gross.minor - fee.minor, net.minor)
    for (const entry of about) assert.equal(entry.payoutRef, payoutRef)
    assert.ok(about.some(({ kind, fee }) => kind === 'charge' && fee.minor > 0n))
    assert.equal(
      about.reduce((sum, { gross }) => sum + gross.minor, 0n),
      input.amount.minor - half.minor,
    )
  },
}

async function everything<Item>(
  page: (cursor: string | null) => Promise<{ items: readonly Item[]; next: string | null }>,
) {
  const found: Item[] = []
  for (let cursor: string | null = null; ; ) {
    const { items, next } = await page(cursor)
    found.push(...items)
    if (next === null) return found
    cursor = next
  }
}

const cases = { ...settling, ...failing, ...refunding, ...hearing, ...listing }
