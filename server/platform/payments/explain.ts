import { Type } from 'typebox'
import type { Db } from '../../kernel/db/database.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { moneyShape } from '../../kernel/money.ts'
import { factHash, readFact, type StoredFact } from './facts.ts'
import { type FoldedAttempt, faultsOf } from './fold.ts'
import { findPayment } from './reads.ts'
import { attemptsOf, foldOf } from './settle.ts'
import { paymentShape, showPayment } from './shapes.ts'
import type { AttemptRow, PaymentRow } from './tables.ts'

const factShape = object({
  kind: Type.String(),
  state: Type.String(),
  reference: Type.String(),
  amount: moneyShape,
  captured: nullable(moneyShape),
  reason: nullable(Type.String()),
  source: Type.String(),
  eventId: nullable(Type.String()),
  providerAt: instant,
  seenAt: instant,
  /** What does not agree with what was asked for. */
  faults: Type.Array(Type.String()),
  decides: Type.Boolean(),
})

/** Everything that a payment's state follows from. */
export const explanationShape = object({
  payment: paymentShape,
  attempts: Type.Array(
    object({
      id: idOf('attempt'),
      provider: Type.String(),
      submission: Type.String(),
      state: Type.String(),
      rule: Type.String(),
      facts: Type.Array(factShape),
    }),
  ),
  book: Type.Array(
    object({
      /** Entries of one transaction add up to zero. */
      transactionId: idOf('ledger-tx'),
      rule: Type.String(),
      step: Type.Integer(),
      account: Type.String(),
      amount: moneyShape,
      postedAt: instant,
    }),
  ),
})

interface ObservationRow {
  readonly attempt_id: string
  readonly fact: StoredFact
  readonly fact_hash: Buffer
  readonly source: string
  readonly event_id: string | null
  readonly provider_at: Date
  readonly seen_at: Date
  [column: string]: unknown
}

/** The facts that led to a payment's state, the one that decided, by which rule, and what was booked for it. Throws payments/not-found. */
export async function explainPayment(db: Db, id: Id<'payment'>) {
  const payment = await findPayment(db, id)
  const attempts = await attemptsOf(db, id)
  const [folded, observations, book] = await Promise.all([
    foldOf(db, payment, attempts),
    db.raw<ObservationRow>('SELECT * FROM payments.observation WHERE payment_id = $1 ORDER BY id', [id]),
    readBook(db, id),
  ])
  return {
    payment: showPayment(payment),
    attempts: folded.attempts.map((one) => {
      const row = attempts.find((attempt) => attempt.id === one.id)
      return {
        ...{ id: one.id, provider: row?.provider ?? '', submission: row?.submission ?? '', state: one.status },
        rule: ruleOf(one, row),
        facts: observations
          .filter(({ attempt_id: attemptId }) => attemptId === one.id)
          .map((observation) => showFact(observation, one, row, payment)),
      }
    }),
    book,
  }
}

function ruleOf(folded: FoldedAttempt, row: AttemptRow | undefined): string {
  if (folded.faults.length > 0) return 'money that does not agree with what was asked for is held in suspense'
  if (folded.decidedBy === null) return `nothing was heard: the state is how far our own asking is (${row?.submission})`
  if (folded.isContradicted) return 'succeeded is never taken back: a later denial is a matter for a person'
  if (folded.status === 'succeeded') return 'succeeded outranks every other word'
  if (folded.status !== folded.decidedBy.state) return 'given up here, and the provider has not said how it ended'
  return 'the furthest state counts; of several ends the latest'
}

function showFact(
  observation: ObservationRow,
  folded: FoldedAttempt,
  row: AttemptRow | undefined,
  payment: PaymentRow,
) {
  const { fact: stored } = observation
  const fact = readFact(stored)
  const asked = { paymentId: payment.id, amount: { minor: payment.amount_minor, currency: payment.currency } }
  return {
    ...{ kind: stored.kind, state: stored.state, reference: stored.ref ?? stored.attemptRef, amount: stored.amount },
    ...{ captured: stored.captured ?? null, reason: stored.reason ?? null },
    ...{ source: observation.source, eventId: observation.event_id },
    ...{ providerAt: observation.provider_at, seenAt: observation.seen_at },
    faults: fact.kind === 'attempt' && row !== undefined ? faultsOf(fact, row, asked) : [],
    decides: folded.decidedBy !== null && factHash(folded.decidedBy).equals(observation.fact_hash),
  }
}

async function readBook(db: Db, id: Id<'payment'>) {
  const rows = await db.raw<{
    transactionId: Id<'ledger-tx'>
    rule: string
    step: number
    account: string
    minor: bigint
    currency: string
    posted_at: Date
  }>(
    `SELECT tx.id AS "transactionId", tx.rule, tx.step, entry.account, entry.amount_minor AS minor, entry.currency, tx.posted_at
       FROM payments.ledger_tx tx JOIN payments.ledger_entry entry ON entry.tx_id = tx.id
      WHERE tx.payment_id = $1 ORDER BY tx.id, entry.n`,
    [id],
  )
  return rows.map(({ minor, currency, posted_at: postedAt, ...row }) => ({
    ...row,
    amount: { minor: minor.toString(), currency },
    postedAt,
  }))
}
