import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { readFact, type StoredFact } from './facts.ts'
import { type FoldedPayment, foldPayment } from './fold.ts'
import { closeByFact, type Difference, openItem } from './items.ts'
import { postPayment } from './ledger.ts'
import { ledgerTargets } from './ledger-rules.ts'
import { paymentsProblem } from './problems.ts'
import { enqueue } from './queue.ts'
import { settleParts } from './settle-parts.ts'
import type { Reader } from './subject.ts'
import type { AttemptRow, AttemptStatus, ItemKind, PaymentRow, PaymentTables } from './tables.ts'

/** States in which the payer, the provider or the network may still change something. */
const LIVE: readonly AttemptStatus[] = [
  'created',
  'submitting',
  'unknown',
  'requires_action',
  'processing',
  'authorized',
]

export function isLive({ status }: Pick<AttemptRow, 'status'>): boolean {
  return LIVE.includes(status)
}

/** Locks the payment: whoever changes anything of it comes through here first. Throws payments/not-found. */
export async function lockPayment(tx: Tx, id: Id<'payment'>): Promise<PaymentRow> {
  const row = await tx
    .query<PaymentTables>()
    .selectFrom('payments.payment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw paymentsProblem('not-found')
  return row
}

export function attemptsOf(from: Reader, paymentId: Id<'payment'>): Promise<AttemptRow[]> {
  return from
    .query<PaymentTables>()
    .selectFrom('payments.attempt')
    .selectAll()
    .where('payment_id', '=', paymentId)
    .orderBy('n')
    .execute()
}

/**
 * Brings everything that follows from the observations up to date: rows, book, items, and the jobs for what is new. Called in the
 * transaction that added observations or changed how far our asking is; doing it again changes nothing.
 */
export async function settle(tx: Tx, paymentId: Id<'payment'>): Promise<FoldedPayment> {
  const payment = await lockPayment(tx, paymentId)
  const attempts = await attemptsOf(tx, paymentId)
  const folded = await foldOf(tx, payment, attempts)
  await updateAttempts(tx, attempts, folded)
  await settleParts(tx, payment, folded)
  const changed = await updatePayment(tx, payment, folded)
  await postPayment(tx, paymentId, ledgerTargets(changed, attempts, folded))
  await settleItems(tx, payment, attempts, folded)
  await askToFulfil(tx, payment, changed)
  return folded
}

/** The fold of a payment as it is stored. */
export async function foldOf(
  from: Reader,
  payment: PaymentRow,
  attempts: readonly AttemptRow[],
): Promise<FoldedPayment> {
  const stored = await from.raw<{ attempt_id: string; fact: StoredFact }>(
    'SELECT attempt_id, fact FROM payments.observation WHERE payment_id = $1',
    [payment.id],
  )
  return foldPayment({
    paymentId: payment.id,
    amount: { minor: payment.amount_minor, currency: payment.currency },
    isCanceled: payment.canceled_at !== null,
    attempts: attempts.map(({ id, account, livemode, submission }) => ({
      ...{ id, account, livemode, submission },
      facts: stored.filter((one) => one.attempt_id === id).map(({ fact }) => readFact(fact)),
    })),
  })
}

async function updateAttempts(tx: Tx, rows: readonly AttemptRow[], folded: FoldedPayment): Promise<void> {
  for (const { id, status, captured, reason, faults, decidedBy } of folded.attempts) {
    const row = rows.find((one) => one.id === id)
    const isOver = !isLive({ status }) || faults.length > 0
    const isSame = row?.status === status && row.captured_minor === captured && (row.next_check_at === null) === isOver
    if (isSame) continue
    await tx
      .query<PaymentTables>()
      .updateTable('payments.attempt')
      .set({
        ...{ status, captured_minor: captured },
        ...(decidedBy === null ? {} : { reason }),
        ...(isOver ? { next_check_at: null, next: null, phone: null } : {}),
      })
      .where('id', '=', id as AttemptRow['id'])
      .execute()
  }
}

/** A payment that was called off is no longer live; one taken whole stays so until it is fulfilled or handed back. */
async function updatePayment(tx: Tx, payment: PaymentRow, folded: FoldedPayment): Promise<PaymentRow> {
  const next = {
    status: folded.status,
    captured_minor: folded.captured,
    refunded_minor: folded.refunded,
    disputed_minor: folded.disputed,
    review: [...folded.review],
    captured_at: folded.capturedAt,
  }
  const isSame =
    payment.status === next.status &&
    payment.captured_minor === next.captured_minor &&
    payment.refunded_minor === next.refunded_minor &&
    payment.disputed_minor === next.disputed_minor &&
    payment.review.join() === next.review.join() &&
    payment.captured_at?.getTime() === next.captured_at?.getTime()
  if (isSame) return payment
  return await tx
    .query<PaymentTables>()
    .updateTable('payments.payment')
    .set({ ...next, version: payment.version + 1 })
    .where('id', '=', payment.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Whether a payment waits for its fulfilment, or for being handed back because nobody may have it any more. */
export function isToFulfil(payment: PaymentRow): boolean {
  if (payment.fulfilled_at !== null || payment.unsellable_at !== null) return false
  if (payment.review.length > 0 && payment.reviewed_at === null) return false
  const isWhole = payment.captured_minor === payment.amount_minor
  return isWhole || (payment.canceled_at !== null && payment.captured_minor > 0n)
}

async function askToFulfil(tx: Tx, before: PaymentRow, after: PaymentRow): Promise<void> {
  if (!isToFulfil(after) || after.version === before.version) return
  await enqueue(tx, 'payments.fulfil', { paymentId: after.id }, { key: after.id })
}

/** What a fold raises for a human, and closes when a later fact explains it. */
async function settleItems(
  tx: Tx,
  payment: PaymentRow,
  rows: readonly AttemptRow[],
  folded: FoldedPayment,
): Promise<void> {
  const known = await tx.raw<{ kind: ItemKind; key: string }>(
    `SELECT kind, key FROM payments.recon_item WHERE payment_id = $1 AND closed_at IS NULL
        AND kind IN ('mismatch', 'contradiction', 'overpaid', 'underpaid')`,
    [payment.id],
  )
  for (const { id, provider, account } of rows) {
    const attempt = folded.attempts.find((one) => one.id === id)
    if (attempt === undefined) continue
    const raised: readonly (readonly [ItemKind, boolean, Record<string, unknown>])[] = [
      ['mismatch', attempt.faults.length > 0, { faults: attempt.faults, suspended: attempt.suspended.map(shown) }],
      ['contradiction', attempt.isContradicted, { captured: attempt.captured.toString() }],
      ['overpaid', folded.overpaid > 0n && attempt.captured > 0n, { overpaid: folded.overpaid.toString() }],
      [
        'underpaid',
        folded.review.includes('underpaid') && attempt.captured > 0n,
        { captured: folded.captured.toString() },
      ],
    ]
    for (const [kind, isRaised, details] of raised) {
      const difference: Difference = { provider, account, kind, key: id, paymentId: payment.id, details }
      if (isRaised) await openItem(tx, difference)
      else if (known.some((one) => one.kind === kind && one.key === id)) await closeByFact(tx, difference, kind)
    }
  }
}

function shown({ account, livemode, money }: FoldedPayment['attempts'][number]['suspended'][number]) {
  return { account, livemode, minor: money.minor.toString(), currency: money.currency }
}

/** Marks what a subject said of a payment that was taken. */
export async function markHanded(tx: Tx, paymentId: Id<'payment'>, how: 'fulfilled' | 'unsellable'): Promise<void> {
  await tx
    .query<PaymentTables>()
    .updateTable('payments.payment')
    .set({ live: false, ...(how === 'fulfilled' ? { fulfilled_at: now() } : { unsellable_at: now() }) })
    .where('id', '=', paymentId)
    .execute()
}
