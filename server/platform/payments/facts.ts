import { createHash } from 'node:crypto'
import { type Money, money } from '../../kernel/money.ts'
import type { Fact } from './provider.ts'
import { scrub } from './scrub.ts'

interface StoredMoney {
  readonly minor: string
  readonly currency: string
}

/** A fact as JSON holds it. */
export interface StoredFact {
  readonly kind: Fact['kind']
  readonly state: string
  readonly attemptRef: string
  readonly paymentId: string | null
  readonly account: string
  readonly livemode: boolean
  readonly at: string
  readonly amount: StoredMoney
  readonly captured?: StoredMoney
  readonly reason?: string | null
  readonly ref?: string
}

/** Its properties in one order, so that equal facts are equal texts. */
export function storeFact(fact: Fact): StoredFact {
  const { kind, state, attemptRef, paymentId, account, livemode, at, amount } = fact
  const common = {
    kind,
    state,
    attemptRef,
    paymentId,
    account,
    livemode,
    at: at.toISOString(),
    amount: storeMoney(amount),
  }
  if (fact.kind !== 'attempt') return { ...common, ref: fact.ref }
  return { ...common, captured: storeMoney(fact.captured), reason: fact.reason === null ? null : scrub(fact.reason) }
}

export function readFact(stored: StoredFact): Fact {
  const { kind, attemptRef, paymentId, account, livemode } = stored
  const source = { attemptRef, paymentId, account, livemode, at: new Date(stored.at), amount: readMoney(stored.amount) }
  const read =
    kind === 'attempt'
      ? { ...source, kind, state: stored.state, captured: readMoney(stored.captured), reason: stored.reason ?? null }
      : { ...source, kind, state: stored.state, ref: stored.ref ?? '' }
  return read as Fact
}

export function factText(fact: Fact): string {
  return JSON.stringify(storeFact(fact))
}

export function factHash(fact: Fact): Buffer {
  return createHash('sha256').update(factText(fact)).digest()
}

function storeMoney({ minor, currency }: Money): StoredMoney {
  return { minor: minor.toString(), currency }
}

function readMoney(stored: StoredMoney | undefined): Money {
  if (stored === undefined) throw new TypeError('a stored fact lacks its amount')
  return money(BigInt(stored.minor), stored.currency)
}
