import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { closeByFact } from './items.ts'
import { attemptByRef, type Heard, observe } from './observe.ts'
import type { Fact, NextStep } from './provider.ts'
import { enqueue } from './queue.ts'
import { attemptsOf } from './settle.ts'
import type { AttemptRow, PaymentTables, ProviderName } from './tables.ts'

interface Answer {
  readonly facts: readonly Fact[]
  readonly next: NextStep | null
  readonly heard: Heard
}

/**
 * Records what the provider made of our asking, under its reference; events that came before it are taken now. The payment is locked. False
 * when all of it was known: then nothing follows from it either.
 */
export async function attach(tx: Tx, attempt: AttemptRow, { facts, next, heard }: Answer): Promise<boolean> {
  let isNew = false
  for (const ref of new Set(facts.map(({ attemptRef }) => attemptRef))) {
    const own = await ownerOf(tx, attempt, ref)
    const told = facts.filter(({ attemptRef }) => attemptRef === ref)
    isNew = (await observe(tx, own, told, heard)) || isNew
    if (next !== null && own.id === attempt.id)
      await tx
        .query<PaymentTables>()
        .updateTable('payments.attempt')
        .set({ next: JSON.stringify(next) as never })
        .where('id', '=', attempt.id)
        .execute()
    await takeParked(tx, attempt, ref)
    const found = { provider: attempt.provider, account: attempt.account, key: ref }
    await closeByFact(tx, found, 'orphan', 'missing_local', 'missing_remote')
  }
  return isNew
}

/** The attempt that a reference belongs to: this one when it has none yet, else one of its own for a second object at the provider. */
async function ownerOf(tx: Tx, attempt: AttemptRow, ref: string): Promise<Pick<AttemptRow, 'id' | 'payment_id'>> {
  const known = await attemptByRef(tx, attempt.provider, attempt.account, ref)
  if (known !== undefined) return known
  const current = (await attemptsOf(tx, attempt.payment_id)).find(({ id }) => id === attempt.id) ?? attempt
  if (current.provider_ref !== null) return await writeFound(tx, current, ref)
  await tx
    .query<PaymentTables>()
    .updateTable('payments.attempt')
    .set({ provider_ref: ref, submission: 'accepted', claimed_until: null, phone: null })
    .where('id', '=', attempt.id)
    .execute()
  return current
}

async function writeFound(tx: Tx, like: AttemptRow, ref: string): Promise<Pick<AttemptRow, 'id' | 'payment_id'>> {
  const others = await attemptsOf(tx, like.payment_id)
  const id = newId<'attempt'>()
  await tx
    .query<PaymentTables>()
    .insertInto('payments.attempt')
    .values({
      ...{ id, payment_id: like.payment_id, n: others.length + 1, provider: like.provider, account: like.account },
      ...{ livemode: like.livemode, provider_key: id, provider_ref: ref, submission: 'found', phone: null },
      ...{ return_url: like.return_url, deadline: like.deadline, next_check_at: now(), created_at: now() },
    })
    .execute()
  await enqueue(tx, 'payments.check', { attemptId: id }, { delaySeconds: 1 })
  return { id, payment_id: like.payment_id }
}

async function takeParked(tx: Tx, { provider, account }: AttemptRow, ref: string): Promise<void> {
  const parked = await tx.raw<{ event_id: string }>(
    `SELECT event_id FROM payments.provider_event
      WHERE provider = $1 AND account = $2 AND attempt_ref = $3 AND status = 'parked'`,
    [provider, account, ref],
  )
  for (const { event_id: eventId } of parked) await enqueue(tx, 'payments.take-event', { provider, account, eventId })
}

/** The attempt that an object of the provider is about, made known by our payment's id when its reference is new to us. */
export async function attemptOfPayment(
  tx: Tx,
  provider: ProviderName,
  account: string,
  paymentId: Id<'payment'>,
): Promise<AttemptRow | undefined> {
  const own = (await attemptsOf(tx, paymentId)).filter((one) => one.provider === provider && one.account === account)
  return own.findLast(({ provider_ref: ref }) => ref === null) ?? own.at(-1)
}
