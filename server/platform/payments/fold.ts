import type { Currency, Money } from '../../kernel/money.ts'
import { factText } from './facts.ts'
import type { AttemptFactState, Fact } from './provider.ts'
import type { AttemptStatus, PaymentStatus, Submission } from './tables.ts'

/**
 * The state of a payment is a function of the set of what providers have said of it: order, repetition and the way a fact came by change
 * nothing. Money outranks its absence, so that `succeeded` is never taken back by a later word to the contrary; a refund may bounce, so
 * there `failed` outranks; a decided dispute outranks an open one.
 */
const RANK: Readonly<Record<AttemptFactState, number>> = {
  requires_action: 1,
  processing: 2,
  authorized: 3,
  failed: 4,
  canceled: 4,
  expired: 4,
  succeeded: 5,
}
const REFUND_RANK = { pending: 1, succeeded: 2, failed: 3 } as const
const DISPUTE_RANK = { open: 1, won: 2, lost: 2 } as const

type AttemptFact = Extract<Fact, { kind: 'attempt' }>
type RefundFact = Extract<Fact, { kind: 'refund' }>
type DisputeFact = Extract<Fact, { kind: 'dispute' }>

/** Why facts and what we asked for do not agree. */
export type Fault = 'amount' | 'currency' | 'account' | 'livemode' | 'payment-id'

export interface AttemptInput {
  readonly id: string
  readonly account: string
  readonly livemode: boolean
  readonly submission: Submission
  readonly facts: readonly Fact[]
}

export interface FoldInput {
  readonly paymentId: string
  readonly amount: Money
  readonly isCanceled: boolean
  readonly attempts: readonly AttemptInput[]
}

/** Money that came otherwise than it was asked for. */
export interface Suspended {
  readonly account: string
  readonly livemode: boolean
  readonly money: Money
}

export interface FoldedPart<State extends string> {
  readonly ref: string
  readonly state: State
  readonly amount: bigint
}

export interface FoldedAttempt {
  readonly id: string
  readonly status: AttemptStatus
  /** What was taken as it was asked for. */
  readonly captured: bigint
  readonly capturedAt: Date | null
  readonly reason: string | null
  readonly suspended: readonly Suspended[]
  readonly faults: readonly Fault[]
  /** The provider has denied later what it had said was paid. */
  readonly isContradicted: boolean
  readonly refunds: readonly FoldedPart<RefundFact['state']>[]
  readonly disputes: readonly FoldedPart<DisputeFact['state']>[]
  /** The fact that decides, null while only we know of it. */
  readonly decidedBy: AttemptFact | null
}

export interface FoldedPayment {
  readonly status: PaymentStatus
  readonly captured: bigint
  /** Taken beyond the amount: by a second object at the provider. */
  readonly overpaid: bigint
  readonly refunded: bigint
  readonly disputed: bigint
  readonly isDisputed: boolean
  readonly capturedAt: Date | null
  /** Not empty: nothing is fulfilled until a human has looked. */
  readonly review: readonly string[]
  readonly attempts: readonly FoldedAttempt[]
}

/** Folds what is known of a payment. */
export function foldPayment(input: FoldInput): FoldedPayment {
  const attempts = input.attempts.map((attempt) => foldAttempt(attempt, input))
  const taken = sum(attempts.map(({ captured }) => captured))
  const captured = least(taken, input.amount.minor)
  const refunds = attempts.flatMap(({ refunds }) => refunds).filter(({ state }) => state === 'succeeded')
  const disputes = attempts.flatMap(({ disputes }) => disputes).filter(({ state }) => state !== 'won')
  const refundedAll = sum(refunds.map(({ amount }) => amount))
  const refunded = least(refundedAll, captured)
  const faults = attempts.flatMap(({ faults }) => faults)
  const isUnderpaid = taken < input.amount.minor && attempts.some(({ status }) => status === 'succeeded')
  const isBeyond =
    refundedAll > taken + sum(attempts.flatMap(({ suspended }) => suspended.map(({ money }) => money.minor)))
  const review = [
    ...faults,
    ...(isUnderpaid && faults.length === 0 ? ['underpaid'] : []),
    ...(isBeyond ? ['refunds'] : []),
  ]
  return {
    status: statusOf(input, { captured, refunded, attempts }),
    captured,
    overpaid: taken - captured,
    refunded,
    disputed: least(sum(disputes.map(({ amount }) => amount)), captured),
    isDisputed: disputes.some(({ state }) => state === 'open'),
    capturedAt: captured < input.amount.minor ? null : latest(attempts.map(({ capturedAt }) => capturedAt)),
    review: [...new Set(review)].sort(),
    attempts,
  }
}

function statusOf(
  { amount, isCanceled }: FoldInput,
  folded: { captured: bigint; refunded: bigint; attempts: readonly FoldedAttempt[] },
): PaymentStatus {
  const { captured, refunded, attempts } = folded
  if (captured > 0n && refunded === captured) return 'refunded'
  if (refunded > 0n) return 'partially_refunded'
  if (captured === amount.minor) return 'captured'
  if (captured > 0n) return 'partially_captured'
  if (isCanceled) return 'canceled'
  return attempts.some(({ status }) => status === 'authorized') ? 'authorized' : 'open'
}

function foldAttempt(attempt: AttemptInput, asked: Pick<FoldInput, 'paymentId' | 'amount'>): FoldedAttempt {
  const facts = attempt.facts.filter((fact) => fact.kind === 'attempt')
  const own = attempt.facts.filter((fact) => isOwn(fact, attempt, asked))
  const clean = facts.filter((fact) => faultsOf(fact, attempt, asked).length === 0)
  const money = facts.filter(({ captured }) => captured.minor > 0n)
  const decidedBy = top(clean, ({ state }) => RANK[state])
  const captured = clean.reduce((most, fact) => greatest(most, fact.captured.minor), 0n)
  const succeeded = latest(clean.filter(({ state }) => state === 'succeeded').map(({ at }) => at))
  const denied = latest(clean.filter(({ state }) => RANK[state] === RANK.failed).map(({ at }) => at))
  return {
    id: attempt.id,
    status: attemptStatus(attempt, decidedBy),
    captured,
    capturedAt: earliest(clean.filter((fact) => fact.captured.minor === captured && captured > 0n).map(({ at }) => at)),
    reason: decidedBy?.reason ?? null,
    suspended: suspendedOf(money, captured, (fact) => faultsOf(fact, attempt, asked).length > 0),
    faults: [...new Set(money.flatMap((fact) => faultsOf(fact, attempt, asked)))].sort(),
    isContradicted: succeeded !== null && denied !== null && denied > succeeded,
    refunds: foldParts<RefundFact>(
      own.filter((fact) => fact.kind === 'refund'),
      ({ state }) => REFUND_RANK[state],
    ),
    disputes: foldParts<DisputeFact>(
      own.filter((fact) => fact.kind === 'dispute'),
      ({ state }) => DISPUTE_RANK[state],
    ),
    decidedBy,
  }
}

/** Given up by us, it is over unless the provider says how it ended. */
function attemptStatus({ submission }: AttemptInput, decidedBy: AttemptFact | null): AttemptStatus {
  if (decidedBy === null) return LOCAL[submission]
  return submission === 'abandoned' && RANK[decidedBy.state] < RANK.failed ? 'expired' : decidedBy.state
}

/** What we know ourselves, before the provider has said anything. */
const LOCAL: Readonly<Record<Submission, AttemptStatus>> = {
  created: 'created',
  submitting: 'submitting',
  uncertain: 'unknown',
  accepted: 'processing',
  found: 'processing',
  refused: 'failed',
  abandoned: 'expired',
}

/** What is wrong with a fact, by what we asked for. */
export function faultsOf(
  fact: AttemptFact,
  attempt: Pick<AttemptInput, 'account' | 'livemode'>,
  asked: Pick<FoldInput, 'paymentId' | 'amount'>,
): Fault[] {
  const isOtherCurrency =
    fact.amount.currency !== asked.amount.currency || fact.captured.currency !== asked.amount.currency
  const isOtherAmount = fact.amount.minor !== asked.amount.minor || fact.captured.minor > asked.amount.minor
  return [
    ...(isOtherCurrency ? (['currency'] as const) : isOtherAmount ? (['amount'] as const) : []),
    ...(fact.account === attempt.account ? [] : (['account'] as const)),
    ...(fact.livemode === attempt.livemode ? [] : (['livemode'] as const)),
    ...(fact.paymentId === null || fact.paymentId === asked.paymentId ? [] : (['payment-id'] as const)),
  ]
}

/** The most that was said to be taken at fault, for each account and currency; what was taken as asked is not told twice. */
function suspendedOf(
  money: readonly AttemptFact[],
  clean: bigint,
  isFaulty: (fact: AttemptFact) => boolean,
): Suspended[] {
  const most = new Map<string, Suspended>()
  for (const fact of money.filter(isFaulty)) {
    const key = `${fact.account} ${fact.livemode} ${fact.captured.currency}`
    const known = most.get(key)
    if (known === undefined || known.money.minor < fact.captured.minor)
      most.set(key, { account: fact.account, livemode: fact.livemode, money: fact.captured })
  }
  const told = new Set(money.filter((fact) => !isFaulty(fact)).map(placeOf))
  return [...most.entries()]
    .map(([key, one]) => (told.has(key) ? { ...one, money: minus(one.money, clean) } : one))
    .filter(({ money }) => money.minor > 0n)
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}

function placeOf({ account, livemode, captured }: AttemptFact): string {
  return `${account} ${livemode} ${captured.currency}`
}

function keyOf({ account, livemode, money }: Suspended): string {
  return `${account} ${livemode} ${money.currency}`
}

/** Refunds and disputes of another account, mode or currency are not of this payment. */
function isOwn(fact: Fact, { account, livemode }: AttemptInput, { amount }: Pick<FoldInput, 'amount'>): boolean {
  return fact.account === account && fact.livemode === livemode && fact.amount.currency === amount.currency
}

function foldParts<Part extends RefundFact | DisputeFact>(
  facts: readonly Part[],
  rank: (fact: Part) => number,
): FoldedPart<Part['state']>[] {
  const refs = [...new Set(facts.map(({ ref }) => ref))].sort()
  return refs.flatMap((ref) => {
    const own = facts.filter((fact) => fact.ref === ref)
    const decided = top(own, rank)
    return decided === null ? [] : [{ ref, state: decided.state, amount: decided.amount.minor }]
  })
}

/** The highest by rank; of equals the latest, then by what they say, so that no order of arrival can tell. */
function top<One extends Fact>(facts: readonly One[], rank: (fact: One) => number): One | null {
  return facts.reduce<One | null>((best, fact) => {
    if (best === null) return fact
    const byRank = rank(fact) - rank(best)
    const byTime = fact.at.getTime() - best.at.getTime()
    const isHigher = byRank !== 0 ? byRank > 0 : byTime !== 0 ? byTime > 0 : factText(fact) > factText(best)
    return isHigher ? fact : best
  }, null)
}

function minus({ minor, currency }: Money, less: bigint): { minor: bigint; currency: Currency } {
  return { minor: minor - less, currency }
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n)
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}

function greatest(one: bigint, other: bigint): bigint {
  return one > other ? one : other
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (last === null || (at !== null && at > last) ? at : last), null)
}

function earliest(instants: readonly Date[]): Date | null {
  return instants.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null)
}
