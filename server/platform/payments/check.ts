import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { readAttempt } from './intents.ts'
import { openItem } from './items.ts'
import { nextLook } from './ladder.ts'
import { type Heard, observe } from './observe.ts'
import { type InTx, type PaymentsParts, providerOf } from './parts.ts'
import { type Fact, ProviderRefusal, ProviderUncertain } from './provider.ts'
import { enqueue } from './queue.ts'
import { findPayment } from './reads.ts'
import { isLive, lockPayment, settle } from './settle.ts'
import { submitAttempt } from './submit.ts'
import type { AttemptRow, PaymentTables } from './tables.ts'

/** Looks at an attempt that is due: submits what was not, ends what waited too long, asks the provider how the rest stands. */
export async function checkAttempt(parts: PaymentsParts, inTx: InTx, attemptId: Id<'attempt'>): Promise<void> {
  const attempt = await inTx((tx) => claimLook(tx, attemptId))
  if (attempt === null) return
  const isAsking = ['created', 'submitting', 'uncertain'].includes(attempt.submission)
  if (isAsking) return await submitAttempt(parts, inTx, attemptId)
  const { canceled_at: canceledAt } = await findPayment(parts.db, attempt.payment_id)
  const isOver = canceledAt !== null || (attempt.status === 'requires_action' && attempt.deadline <= now())
  if (isOver) return await endAttempt(parts, inTx, attemptId)
  await lookAt(parts, inTx, attempt)
}

/** Takes the look that is due, once among however many ask, and puts the next one into the queue. */
async function claimLook(tx: Tx, attemptId: Id<'attempt'>): Promise<AttemptRow | null> {
  const held = await readAttempt(tx, attemptId)
  const seconds = nextLook(held.check_count)
  const [taken] = await tx.raw(
    `UPDATE payments.attempt SET check_count = check_count + 1, next_check_at = $3
      WHERE id = $1 AND check_count = $2 AND next_check_at <= $4 RETURNING id`,
    [attemptId, held.check_count, seconds === null ? null : inSeconds(seconds), now()],
  )
  if (taken === undefined) return null
  if (seconds !== null) await enqueue(tx, 'payments.check', { attemptId }, { delaySeconds: seconds + 1 })
  else await handOver(tx, held)
  return held
}

/** Nothing more is done by itself: a human finds out at the provider what became of it. */
async function handOver(tx: Tx, { id, payment_id: paymentId, provider, account, status }: AttemptRow): Promise<void> {
  await openItem(tx, { provider, account, kind: 'unresolved', key: id, paymentId, details: { status } })
}

/** Asks the provider how an attempt stands and records the answer. An unclear answer changes nothing. */
export async function lookAt(parts: PaymentsParts, inTx: InTx, attempt: AttemptRow): Promise<void> {
  if (attempt.provider_ref === null) return
  const provider = providerOf(parts, attempt.provider)
  const ref = attempt.provider_ref
  const facts = await whenCertain(() => provider.read(ref))
  if (facts != null) await recordFacts(inTx, attempt, facts, { source: 'api' })
}

/** Ends an attempt that took nothing; where the provider says it did, that counts. */
export async function endAttempt(parts: PaymentsParts, inTx: InTx, attemptId: Id<'attempt'>): Promise<void> {
  const attempt = await readAttempt(parts.db, attemptId)
  if (!isLive(attempt)) return
  if (attempt.provider_ref === null) await submitAttempt(parts, inTx, attemptId)
  const made = await readAttempt(parts.db, attemptId)
  if (made.provider_ref === null || !isLive(made)) return
  const ref = made.provider_ref
  const facts = await unlessRefused(() => providerOf(parts, made.provider).cancel(ref))
  if (facts === null) await lookAt(parts, inTx, made)
  else await recordFacts(inTx, made, facts, { source: 'api' })
}

/** Adds facts of one attempt and brings what follows from them up to date. */
export async function recordFacts(
  inTx: InTx,
  attempt: Pick<AttemptRow, 'id' | 'payment_id'>,
  facts: readonly Fact[],
  heard: Heard,
): Promise<void> {
  await inTx(async (tx) => {
    await lockPayment(tx, attempt.payment_id)
    if (await observe(tx, attempt, facts, heard)) await settle(tx, attempt.payment_id)
  })
}

/** Null where the provider cannot do it in this state, or at all. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProviderRefusal) return null
    throw error
  }
}

/** The answer, or undefined when there was none that can be relied on. */
export async function whenCertain<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProviderUncertain) return undefined
    throw error
  }
}

const SWEPT_MAX = 200
const LATE_SECONDS = 30

/** Looks that nobody took in time, as after a restore: queued anew. How many. */
export async function sweepDue(tx: Tx): Promise<number> {
  const due = await tx
    .query<PaymentTables>()
    .selectFrom('payments.attempt')
    .select('id')
    .where('next_check_at', '<=', inSeconds(-LATE_SECONDS))
    .orderBy('next_check_at')
    .limit(SWEPT_MAX)
    .execute()
  for (const { id } of due) await enqueue(tx, 'payments.check', { attemptId: id }, { key: id })
  return due.length
}
