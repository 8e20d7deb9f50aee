import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type FoldInput, foldPayment } from './fold.ts'
import { attemptFactStates, type Fact } from './provider.ts'

const START = Date.UTC(2026, 0, 1)
const usd = (minor: bigint) => ({ minor, currency: 'USD' }) as const
const source = { attemptRef: 'pi_1', paymentId: 'p', account: 'acct', livemode: true }

type AttemptFact = Extract<Fact, { kind: 'attempt' }>

function attempt(state: AttemptFact['state'], minute: number, more: Partial<AttemptFact> = {}): Fact {
  const captured = usd(state === 'succeeded' ? 1000n : 0n)
  const at = new Date(START + minute * 60_000)
  return { ...source, kind: 'attempt', state, amount: usd(1000n), captured, reason: null, at, ...more }
}

function refund(ref: string, state: 'pending' | 'succeeded' | 'failed', minute: number, minor = 300n): Fact {
  return { ...source, kind: 'refund', ref, state, amount: usd(minor), at: new Date(START + minute * 60_000) }
}

function dispute(state: 'open' | 'won' | 'lost', minute: number): Fact {
  return { ...source, kind: 'dispute', ref: 'dp', state, amount: usd(1000n), at: new Date(START + minute * 60_000) }
}

function fold(facts: readonly Fact[], more: Partial<FoldInput> = {}) {
  const one = { id: 'a', account: 'acct', livemode: true, submission: 'accepted', facts } as const
  return foldPayment({ paymentId: 'p', amount: usd(1000n), isCanceled: false, attempts: [one], ...more })
}

const arbitraryFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({
      state: fc.constantFrom(...attemptFactStates),
      minute: fc.integer({ min: 0, max: 5 }),
      captured: fc.constantFrom(0n, 400n, 1000n, 1200n),
      account: fc.constantFrom('acct', 'acct', 'acct', 'other'),
      currency: fc.constantFrom('USD', 'USD', 'EUR'),
    })
    .map(({ state, minute, captured, account, currency }) => {
      const money = { minor: captured, currency } as AttemptFact['captured']
      return attempt(state, minute, { captured: money, amount: { ...money, minor: 1000n }, account })
    }),
  fc
    .tuple(
      fc.constantFrom('r1', 'r2'),
      fc.constantFrom('pending', 'succeeded', 'failed'),
      fc.integer({ min: 0, max: 5 }),
    )
    .map(([ref, state, minute]) => refund(ref, state as 'pending', minute)),
  fc
    .tuple(fc.constantFrom('open', 'won', 'lost'), fc.integer({ min: 0, max: 5 }))
    .map(([state, minute]) => dispute(state as 'open', minute)),
)

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

describe('the fold of facts', () => {
  test('is the same for every order and repetition of a set', () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryFact, { maxLength: 12 })
          .chain((facts) =>
            fc.tuple(
              fc.constant(facts),
              fc.shuffledSubarray(facts, { minLength: facts.length }),
              fc.array(fc.nat(Math.max(facts.length - 1, 0)), { maxLength: 6 }),
            ),
          ),
        ([facts, shuffled, again]) => {
          const repeated = [...shuffled, ...again.flatMap((at) => facts[at] ?? [])]
          assert.deepEqual(fold(repeated), fold(facts))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('keeps its bounds and never takes money back that was taken', () => {
    fc.assert(
      fc.property(fc.array(arbitraryFact, { maxLength: 10 }), arbitraryFact, (facts, more) => {
        const before = fold(facts)
        const now = fold([...facts, more])
        assert.ok(0n <= now.refunded && now.refunded <= now.captured && now.captured <= 1000n)
        assert.ok(now.disputed <= now.captured)
        assert.ok(now.captured >= before.captured)
        if (before.attempts[0]?.status === 'succeeded') assert.equal(now.attempts[0]?.status, 'succeeded')
      }),
      { numRuns: 2000 },
    )
  })

  test('56: succeeded before created, failed after succeeded: all orders end captured', () => {
    const facts = [
      attempt('requires_action', 0),
      attempt('processing', 1),
      attempt('succeeded', 2),
      attempt('failed', 3),
      attempt('canceled', 4),
    ]
    for (const order of permutations(facts)) {
      const { status, attempts } = fold(order)
      assert.deepEqual([status, attempts[0]?.status, attempts[0]?.isContradicted], ['captured', 'succeeded', true])
    }
  })

  test('a refund that bounces counts for nothing, whichever was heard first', () => {
    const facts = [
      attempt('succeeded', 0),
      refund('r1', 'succeeded', 1),
      refund('r1', 'failed', 9),
      refund('r2', 'succeeded', 2),
    ]
    for (const order of permutations(facts)) {
      const { refunded, status } = fold(order)
      assert.deepEqual([refunded, status], [300n, 'partially_refunded'])
    }
  })

  test('a decided dispute outranks an open one; a won one holds nothing', () => {
    const won = [attempt('succeeded', 0), dispute('open', 5), dispute('won', 4)]
    for (const order of permutations(won)) assert.deepEqual([fold(order).disputed, fold(order).isDisputed], [0n, false])
    const lost = [attempt('succeeded', 0), dispute('open', 5), dispute('lost', 4)]
    for (const order of permutations(lost))
      assert.deepEqual([fold(order).disputed, fold(order).isDisputed], [1000n, false])
  })

  const mismatches: readonly [string, Partial<AttemptFact>][] = [
    ['amount', { amount: usd(999n), captured: usd(999n) }],
    ['currency', { amount: { minor: 1000n, currency: 'EUR' }, captured: { minor: 1000n, currency: 'EUR' } }],
    ['account', { account: 'acct_other' }],
    ['livemode', { livemode: false }],
    ['payment-id', { paymentId: 'another' }],
  ]
  for (const [fault, change] of mismatches)
    test(`60: money of another ${fault} is held and captures nothing`, () => {
      const { captured, review, attempts } = fold([attempt('requires_action', 0), attempt('succeeded', 1, change)])
      assert.deepEqual([captured, review], [0n, [fault]])
      assert.equal(attempts[0]?.suspended.length, 1)
      assert.ok((attempts[0]?.suspended[0]?.money.minor ?? 0n) >= 999n)
    })

  test('what a second object took beyond the amount is overpaid, not captured', () => {
    const both = ['a', 'b'].map((id) => ({
      ...{ id, account: 'acct', livemode: true, submission: 'accepted' as const },
      facts: [attempt('succeeded', 1, { attemptRef: id })],
    }))
    const { captured, overpaid, status } = fold([], { attempts: both })
    assert.deepEqual([captured, overpaid, status], [1000n, 1000n, 'captured'])
  })

  test('61: amounts beyond the exact range of numbers stay exact', () => {
    const minor = 2n ** 60n + 1n
    const facts = [attempt('succeeded', 1, { amount: usd(minor), captured: usd(minor) })]
    assert.equal(fold(facts, { amount: usd(minor) }).captured, minor)
  })
})
