import { createHmac, timingSafeEqual } from 'node:crypto'
import { nowMs } from '../../kernel/clock.ts'
import type { Money } from '../../kernel/money.ts'
import { readFact, type StoredFact, storeFact } from './facts.ts'
import { paymentsProblem } from './problems.ts'
import {
  type AttemptFactState,
  type BalanceEntry,
  type Fact,
  type PaymentProvider,
  ProviderRefusal,
  ProviderUncertain,
  type RawWebhook,
  type SubmitInput,
  type Submitted,
  type Verified,
} from './provider.ts'

/** What the provider does with its next call. `lost`: it does its work and nobody hears of it; `down`: it does nothing. */
export type Mood = 'well' | 'lost' | 'down' | 'refuses'

interface Refund {
  readonly ref: string
  readonly key: string
  readonly amount: Money
  state: 'pending' | 'succeeded' | 'failed'
  at: Date
}

interface Dispute {
  readonly ref: string
  readonly amount: Money
  state: 'open' | 'won' | 'lost'
  at: Date
}

/** One object at the provider, as it truly stands. */
export interface Truth {
  readonly ref: string
  readonly key: string
  paymentId: string | null
  amount: Money
  account: string
  livemode: boolean
  state: AttemptFactState
  captured: bigint
  at: Date
  readonly refunds: Refund[]
  readonly disputes: Dispute[]
}

type Genuine = Exclude<Verified, { kind: 'refused' }>

export interface Delivery {
  readonly body: Buffer
  readonly headers: Record<string, string>
}

/** A provider whose history the test writes: the truth that our state must come to, whatever was lost, doubled or late on the way. */
export interface Oracle {
  readonly provider: PaymentProvider
  readonly truths: Map<string, Truth>
  /** Every call that reached it, in order. */
  readonly calls: string[]
  /** What is said of each change, oldest first. */
  readonly history: { readonly event: Genuine; readonly at: Date }[]
  readonly book: BalanceEntry[]
  /** Of the next calls, in order. */
  readonly moods: Mood[]
  only(): Truth
  change(
    truth: Truth,
    change: Partial<Pick<Truth, 'state' | 'captured' | 'amount' | 'account' | 'livemode' | 'paymentId'>>,
  ): void
  pay(truth: Truth): void
  changeRefund(truth: Truth, ref: string, state: Refund['state']): void
  refundElsewhere(truth: Truth, minor: bigint): void
  dispute(truth: Truth, minor: bigint, state: Dispute['state']): void
  deliveryOf(event: Genuine): Delivery
  /** An object that nobody here asked for. */
  make(input: { readonly paymentId: string | null; readonly amount: Money }): Truth
}

export interface OracleOptions {
  readonly name?: PaymentProvider['name']
  readonly keyLifetimeSeconds?: number | null
  readonly signs?: boolean
  /** Items on a page of its lists. */
  readonly pageItems?: number
  /** Runs at the start and the end of each call: where a test ends the process. */
  readonly onCall?: (point: string) => void
}

const ACCOUNT = 'acct_oracle'
const SECRET = 'oracle-secret'
const PAGE_ITEMS = 50

/** The truth, and what of it was told. */
interface World {
  readonly name: PaymentProvider['name']
  readonly keyLifetimeSeconds: number | null
  readonly signs: boolean
  readonly onCall: (point: string) => void
  readonly pageItems: number
  readonly truths: Map<string, Truth>
  readonly history: Oracle['history']
  readonly calls: string[]
  readonly book: BalanceEntry[]
  readonly moods: Mood[]
  ticks: number
}

export function createOracle(options: OracleOptions = {}): Oracle {
  const {
    name = 'stripe',
    keyLifetimeSeconds = 24 * 3600,
    signs = true,
    onCall = () => undefined,
    pageItems = PAGE_ITEMS,
  } = options
  const world: World = {
    ...{ name, keyLifetimeSeconds, signs, onCall, pageItems, ticks: 0 },
    ...{ truths: new Map(), history: [], calls: [], book: [], moods: [] },
  }
  const { truths, history, calls, book, moods } = world
  return {
    ...{ truths, history, calls, book, moods },
    only() {
      const [truth, ...more] = truths.values()
      if (truth === undefined || more.length > 0) throw new Error(`the provider has ${truths.size} objects`)
      return truth
    },
    make: (input) => make(world, { ...input, key: `elsewhere-${truths.size}` }),
    change: (truth, changed) => change(world, truth, changed),
    pay: (truth) => change(world, truth, { state: 'succeeded', captured: truth.amount.minor }),
    changeRefund(truth, ref, state) {
      const refund = truth.refunds.find((one) => one.ref === ref)
      if (refund === undefined) throw new Error(`there is no refund ${ref}`)
      Object.assign(refund, { state, at: tick(world) })
      tell(world, truth, `refund.${state}`)
    },
    refundElsewhere(truth, minor) {
      addRefund(world, truth, { key: `elsewhere-${world.ticks}`, amount: { ...truth.amount, minor } })
    },
    dispute: (truth, minor, state) => dispute(world, truth, minor, state),
    deliveryOf: (event) => deliveryOf(event, nowMs()),
    provider: oracleProvider(world),
  }
}

/** Later than every moment told before. */
function tick(world: World): Date {
  world.ticks += 1
  return new Date(nowMs() + (world.ticks % 1000))
}

function tell(world: World, truth: Truth, type: string): void {
  const event: Genuine = {
    kind: world.signs ? 'verified' : 'unsigned',
    ...{ eventId: `evt_${world.name}_${world.history.length + 1}`, type },
    ...{ livemode: truth.livemode, attemptRef: truth.ref, facts: factsOf(truth) },
  }
  world.history.push({ event, at: truth.at })
}

interface Making {
  readonly paymentId: string | null
  readonly amount: Money
  readonly key: string
}

function make(world: World, { paymentId, amount, key }: Making): Truth {
  const truth: Truth = {
    ...{ ref: `pi_${world.name}_${world.truths.size + 1}`, key, paymentId, amount, account: ACCOUNT, livemode: false },
    state: world.name === 'mpesa' ? 'processing' : 'requires_action',
    ...{ captured: 0n, at: tick(world), refunds: [], disputes: [] },
  }
  world.truths.set(truth.ref, truth)
  tell(world, truth, 'attempt.created')
  return truth
}

function change(world: World, truth: Truth, changed: Partial<Truth>): void {
  Object.assign(truth, changed, { at: tick(world) })
  tell(world, truth, `attempt.${truth.state}`)
}

function addRefund(world: World, truth: Truth, { key, amount }: Pick<Refund, 'key' | 'amount'>): Refund {
  const ref = `re_${truth.ref}_${truth.refunds.length + 1}`
  const refund: Refund = { ref, key, amount, state: 'succeeded', at: tick(world) }
  truth.refunds.push(refund)
  tell(world, truth, 'refund.succeeded')
  return refund
}

function dispute(world: World, truth: Truth, minor: bigint, state: Dispute['state']): void {
  const known = truth.disputes[0]
  const at = tick(world)
  if (known === undefined)
    truth.disputes.push({ ref: `dp_${truth.ref}`, amount: { ...truth.amount, minor }, state, at })
  else Object.assign(known, { state, at })
  tell(world, truth, `dispute.${state}`)
}

/** One call over the wire: it may end before it begins, and after it is done. */
async function call<Answer>(world: World, what: string, work: () => Answer): Promise<Answer> {
  world.onCall(`${what} is called`)
  world.calls.push(what)
  const mood = world.moods.shift() ?? 'well'
  if (mood === 'down') throw new ProviderUncertain('the provider is away')
  if (mood === 'refuses') throw new ProviderRefusal('card_declined', 'the provider said no to 4242 4242 4242 4242')
  const answer = work()
  world.onCall(`${what} has answered`)
  if (mood === 'lost') throw new ProviderUncertain('the answer was lost')
  return answer
}

function known(world: World, ref: string): Truth {
  const truth = world.truths.get(ref)
  if (truth === undefined) throw new ProviderRefusal('unknown', 'no such object')
  return truth
}

function submit(world: World, { providerKey, paymentId, amount }: SubmitInput): Submitted {
  const all = [...world.truths.values()]
  const same = world.keyLifetimeSeconds === null ? undefined : all.find(({ key }) => key === providerKey)
  const truth = same ?? make(world, { paymentId: world.signs ? paymentId : null, amount, key: providerKey })
  const [fact] = factsOf(truth)
  if (fact?.kind !== 'attempt') throw new TypeError('the first fact is of the attempt')
  if (world.name === 'mpesa') return { fact, next: { kind: 'wait' } }
  return { fact, next: { kind: 'card-form', clientSecret: `${truth.ref}_secret`, publishableKey: null, standIn: null } }
}

function oracleProvider(world: World): PaymentProvider {
  const { name, keyLifetimeSeconds, truths } = world
  const between = (from: Date, to: Date) => [...truths.values()].filter(({ at }) => at >= from && at < to)
  return {
    ...{ name, account: ACCOUNT, livemode: false, keyLifetimeSeconds },
    checkAmount({ minor, currency }) {
      if (name === 'mpesa' && (currency !== 'KES' || minor % 100n !== 0n)) throw paymentsProblem('amount-not-payable')
    },
    submit: (input) => call(world, 'submit', () => submit(world, input)),
    read: (ref) =>
      call(world, 'read', () => {
        const truth = truths.get(ref)
        return truth === undefined ? null : factsOf(truth)
      }),
    find: (paymentId) =>
      call(world, 'find', () => {
        const found = [...truths.values()].filter((truth) => truth.paymentId === paymentId)
        return found.length === 0 ? null : found.flatMap(factsOf)
      }),
    cancel: (ref) =>
      call(world, 'cancel', () => {
        const truth = known(world, ref)
        if (truth.captured === 0n) change(world, truth, { state: 'canceled' })
        return factsOf(truth)
      }),
    refund: ({ attemptRef, providerKey, amount }) =>
      call(world, 'refund', () => {
        const truth = known(world, attemptRef)
        const same = truth.refunds.find(({ key }) => key === providerKey)
        if (same === undefined && amount.minor > leftOf(truth))
          throw new ProviderRefusal('too_much', 'more than is left')
        return refundFact(truth, same ?? addRefund(world, truth, { key: providerKey, amount }))
      }),
    verify: async (webhook) => verify(webhook, world.signs),
    events: async (from, cursor) =>
      pageOf(
        world,
        world.history.filter(({ at }) => at >= from).map(({ event }) => event),
        cursor,
      ),
    objects: async (from, to, cursor) => pageOf(world, between(from, to).flatMap(factsOf), cursor),
    balance: async (from, to, cursor) =>
      pageOf(
        world,
        world.book.filter(({ at }) => at >= from && at < to),
        cursor,
      ),
  }
}

/** What was taken and not given back. */
export function leftOf({ captured, refunds }: Truth): bigint {
  return refunds.filter(({ state }) => state !== 'failed').reduce((left, { amount }) => left - amount.minor, captured)
}

function sourceOf({ ref, paymentId, account, livemode }: Truth) {
  return { attemptRef: ref, paymentId, account, livemode }
}

function factsOf(truth: Truth): Fact[] {
  const { state, amount, captured, at } = truth
  const money = { minor: captured, currency: amount.currency }
  return [
    { ...sourceOf(truth), kind: 'attempt', state, amount, captured: money, at, reason: null },
    ...truth.refunds.map((refund) => refundFact(truth, refund)),
    ...truth.disputes.map((dispute): Fact => ({ ...sourceOf(truth), kind: 'dispute', ...dispute })),
  ]
}

function refundFact(truth: Truth, { ref, state, amount, at }: Refund): Extract<Fact, { kind: 'refund' }> {
  return { ...sourceOf(truth), kind: 'refund', ref, state, amount, at }
}

function pageOf<Item>({ pageItems }: World, items: readonly Item[], cursor: string | null) {
  const from = Number(cursor ?? 0)
  return {
    items: items.slice(from, from + pageItems),
    next: from + pageItems < items.length ? String(from + pageItems) : null,
  }
}

function deliveryOf(event: Genuine, atMs: number): Delivery {
  const body = Buffer.from(JSON.stringify({ ...event, facts: event.facts.map(storeFact) }))
  return {
    body,
    headers: {
      'stripe-signature': `${atMs}.${sign(`${atMs}.${body}`)}`,
      'content-type': 'application/json',
      cookie: 'secret=1',
    },
  }
}

function sign(text: string): string {
  return createHmac('sha256', SECRET).update(text).digest('hex')
}

const TOLERANCE_MS = 300_000

function verify({ body, headers, receivedAt, pathSecret }: RawWebhook, signs: boolean): Verified {
  if (signs) {
    const [at = '', given = ''] = String(headers['stripe-signature'] ?? '').split('.')
    const expected = sign(`${at}.${body}`)
    if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected)))
      return { kind: 'refused', why: 'signature' }
    if (Math.abs(receivedAt.getTime() - Number(at)) > TOLERANCE_MS) return { kind: 'refused', why: 'timestamp' }
  } else if (pathSecret !== SECRET) return { kind: 'refused', why: 'signature' }
  const event = JSON.parse(body.toString()) as Omit<Genuine, 'facts'> & { facts: StoredFact[] }
  return { ...event, facts: event.facts.map(readFact) }
}
