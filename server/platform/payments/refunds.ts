import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { violatedConstraint } from '../../kernel/db/sqlstate.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Money } from '../../kernel/money.ts'
import { readAttempt } from './intents.ts'
import { openItem } from './items.ts'
import { observe } from './observe.ts'
import { type InTx, type PaymentsParts, providerOf } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import { type Fact, ProviderRefusal } from './provider.ts'
import { enqueue } from './queue.ts'
import { scrub } from './scrub.ts'
import { attemptsOf, lockPayment, settle } from './settle.ts'
import { tellOfRefund } from './settle-parts.ts'
import type { Reader } from './subject.ts'
import type { AttemptRow, PaymentRow, PaymentTables, RefundRow } from './tables.ts'

const CLAIM_SECONDS = 30

export interface RefundInput {
  readonly paymentId: Id<'payment'>
  readonly amount: Money
  readonly reason: string
  readonly key: string
  readonly by: Id<'user'> | null
}

/**
 * Reserves a refund and asks for it by a job. The same key gives the same refund. Throws payments/refund-too-large beyond what was captured
 * and is not refunded or reserved yet, payments/disputed, payments/refund-other-currency, http/idempotency-key-reused.
 */
export async function requestRefund(tx: Tx, { paymentId, amount, reason, key, by }: RefundInput): Promise<RefundRow> {
  const payment = await lockPayment(tx, paymentId)
  const refunds = await refundsOf(tx, paymentId)
  const known = refunds.find((one) => one.idem_key === key)
  if (known !== undefined) {
    if (known.amount_minor !== amount.minor || known.currency !== amount.currency)
      throw httpProblem('idempotency-key-reused')
    return known
  }
  if (payment.currency !== amount.currency) throw paymentsProblem('refund-other-currency')
  if (await isDisputed(tx, paymentId)) throw paymentsProblem('disputed')
  const attempt = (await attemptsOf(tx, paymentId)).find((one) => leftOf(one, refunds) >= amount.minor)
  if (attempt === undefined || amount.minor <= 0n) throw paymentsProblem('refund-too-large')
  return await reserveRefund(tx, payment, { attemptId: attempt.id, minor: amount.minor, key, reason, by })
}

/** The most that one refund may be: a refund is of one attempt, and what has not failed is taken. */
export function refundableOf(
  { captured_minor: captured }: PaymentRow,
  attempts: readonly AttemptRow[],
  refunds: readonly RefundRow[],
): bigint {
  const taken = refunds.filter(({ status }) => status !== 'failed').reduce((sum, one) => sum + one.amount_minor, 0n)
  const most = attempts.map((one) => leftOf(one, refunds)).reduce((best, left) => (left > best ? left : best), 0n)
  return most < captured - taken ? most : captured - taken
}

function leftOf({ id, captured_minor: captured }: AttemptRow, refunds: readonly RefundRow[]): bigint {
  return refunds
    .filter((one) => one.attempt_id === id && one.status !== 'failed')
    .reduce((left, one) => left - one.amount_minor, captured)
}

export function refundsOf(from: Reader, paymentId: Id<'payment'>): Promise<RefundRow[]> {
  return from
    .query<PaymentTables>()
    .selectFrom('payments.refund')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('id')
    .execute()
}

async function isDisputed(tx: Tx, paymentId: Id<'payment'>): Promise<boolean> {
  const open = await tx.raw("SELECT id FROM payments.dispute WHERE payment_id = $1 AND status = 'open'", [paymentId])
  return open.length > 0
}

interface Reservation {
  readonly attemptId: Id<'attempt'>
  readonly minor: bigint
  readonly key: string
  readonly reason: string
  readonly by: Id<'user'> | null
}

/** Writes a refund that nobody has been asked for yet; the database refuses one beyond what was captured. */
export async function reserveRefund(
  tx: Tx,
  { id: paymentId, currency }: PaymentRow,
  { attemptId, minor, key, reason, by }: Reservation,
): Promise<RefundRow> {
  const id = newId<'refund'>()
  const row = await tx
    .query<PaymentTables>()
    .insertInto('payments.refund')
    .values({
      ...{ id, payment_id: paymentId, attempt_id: attemptId, amount_minor: minor, currency },
      ...{ idem_key: key, reason, requested_by: by, created_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'refund_within_capture' ? paymentsProblem('refund-too-large') : error
    })
  await tx.audit({
    action: 'payments.refund.requested',
    subject: { kind: 'payment', id: paymentId },
    details: { refundId: id, amount: minor.toString(), currency },
  })
  await enqueue(tx, 'payments.send-refund', { refundId: id })
  return row
}

type Answer =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'refused'; readonly note: string }
  | { readonly kind: 'uncertain'; readonly why: unknown }

/** Sends a reserved refund: claimed, called with no transaction open, recorded. Throws while the outcome is not known, to be tried again. */
export async function sendRefund(parts: PaymentsParts, inTx: InTx, refundId: Id<'refund'>): Promise<void> {
  const refund = await inTx((tx) => claimRefund(tx, refundId))
  if (refund === null) return
  const answer = await askRefund(parts, refund, await readAttempt(parts.db, refund.attempt_id))
  const isKnown = await inTx((tx) => recordRefund(tx, refund, answer))
  const cause = answer.kind === 'uncertain' ? answer.why : undefined
  if (!isKnown) throw new Error('what became of a refund is not known', { cause })
}

/** The refund as it was before it was claimed. */
async function claimRefund(tx: Tx, refundId: Id<'refund'>): Promise<RefundRow | null> {
  const [row] = await tx.raw<RefundRow & Record<string, unknown>>(
    `SELECT * FROM payments.refund WHERE id = $1 AND submission IN ('reserved', 'sending', 'uncertain')
        AND (claimed_until IS NULL OR claimed_until <= $2) FOR UPDATE`,
    [refundId, now()],
  )
  if (row === undefined) return null
  await tx
    .query<PaymentTables>()
    .updateTable('payments.refund')
    .set({ submission: 'sending', claimed_until: inSeconds(CLAIM_SECONDS), submitted_at: row.submitted_at ?? now() })
    .where('id', '=', refundId)
    .execute()
  return row
}

/** Once more under the same key while it protects; after that only what the provider lists tells. */
async function askRefund(parts: PaymentsParts, refund: RefundRow, attempt: AttemptRow): Promise<Answer> {
  const provider = providerOf(parts, attempt.provider)
  const attemptRef = attempt.provider_ref ?? ''
  const ageSeconds = (nowMs() - (refund.submitted_at?.getTime() ?? nowMs())) / 1000
  const lifetime = provider.keyLifetimeSeconds
  const isProtected = refund.submission === 'reserved' || (lifetime !== null && ageSeconds < lifetime)
  try {
    if (!isProtected) return { kind: 'facts', facts: (await provider.read(attemptRef)) ?? [] }
    const amount = { minor: refund.amount_minor, currency: refund.currency }
    const fact = await provider.refund({ attemptRef, refundId: refund.id, providerKey: refund.id, amount })
    return { kind: 'facts', facts: [fact] }
  } catch (error) {
    if (error instanceof ProviderRefusal) return { kind: 'refused', note: scrub(`${error.code}: ${error.message}`) }
    return { kind: 'uncertain', why: error }
  }
}

/** True once it is known what became of it. */
async function recordRefund(
  tx: Tx,
  { id, payment_id: paymentId, attempt_id: attemptId }: RefundRow,
  answer: Answer,
): Promise<boolean> {
  const payment = await lockPayment(tx, paymentId)
  if (answer.kind === 'facts') {
    await nameRefund(tx, id, attemptId, answer.facts)
    await observe(tx, { id: attemptId, payment_id: paymentId }, answer.facts, { source: 'api' })
    await settle(tx, paymentId)
  }
  const isRefused = answer.kind === 'refused'
  const unnamed = await tx
    .query<PaymentTables>()
    .updateTable('payments.refund')
    .set({
      claimed_until: null,
      ...(isRefused ? { submission: 'refused', status: 'failed', note: answer.note } : { submission: 'uncertain' }),
    })
    .where('id', '=', id)
    .where('provider_ref', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (unnamed !== undefined && isRefused) await tellOfRefund(tx, payment, unnamed)
  return unnamed === undefined || isRefused
}

/** The answer names the refund, unless a message that came first has given that reference to one of the same amount. */
async function nameRefund(tx: Tx, id: string, attemptId: string, facts: readonly Fact[]): Promise<void> {
  const [fact, ...more] = facts.filter(({ kind }) => kind === 'refund')
  if (fact?.kind !== 'refund' || more.length > 0) return
  await tx.raw(
    `UPDATE payments.refund SET provider_ref = $3, submission = 'accepted', claimed_until = NULL
      WHERE id = $1 AND provider_ref IS NULL
        AND NOT EXISTS (SELECT FROM payments.refund other WHERE other.attempt_id = $2 AND other.provider_ref = $3)`,
    [id, attemptId, fact.ref],
  )
}

/** A refund that nobody could clear up in all its tries. */
export async function giveUpRefund(tx: Tx, refundId: Id<'refund'>): Promise<void> {
  const [refund] = await tx.raw<RefundRow & Record<string, unknown>>('SELECT * FROM payments.refund WHERE id = $1', [
    refundId,
  ])
  if (refund === undefined) return
  const { provider, account } = await readAttempt(tx, refund.attempt_id)
  const details = { refundId, amount: refund.amount_minor.toString() }
  await openItem(tx, { provider, account, kind: 'unresolved', key: refundId, paymentId: refund.payment_id, details })
}
