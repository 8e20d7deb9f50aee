import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { attach } from './attach.ts'
import { readAttempt } from './intents.ts'
import { type InTx, type PaymentsParts, providerOf } from './parts.ts'
import { type Fact, type PaymentProvider, ProviderRefusal, type Submitted } from './provider.ts'
import { scrub } from './scrub.ts'
import { lockPayment, settle } from './settle.ts'
import type { AttemptRow, PaymentRow, PaymentTables, Submission } from './tables.ts'

/** Longer than a call may take: whoever claimed it is gone by then. */
const CLAIM_SECONDS = 30

type Outcome =
  | { readonly kind: 'submitted'; readonly submitted: Submitted }
  | { readonly kind: 'found'; readonly facts: readonly Fact[] }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'uncertain' | 'abandoned'; readonly why: unknown }

/**
 * Asks the provider to take an attempt: claimed and committed, called with no transaction open, recorded. Safe to be ended anywhere: the key
 * was stored with the attempt, and where the provider has no keys a second call is never made. Does nothing while another call is under way.
 */
export async function submitAttempt(parts: PaymentsParts, inTx: InTx, attemptId: Id<'attempt'>): Promise<void> {
  const claim = await inTx((tx) => claimAttempt(tx, attemptId))
  if (claim === null) return
  const provider = providerOf(parts, claim.attempt.provider)
  const outcome = await ask(provider, claim)
  if (outcome.kind === 'uncertain')
    parts.log.warn({ err: outcome.why, attemptId }, 'a payment provider gave no clear answer')
  await inTx((tx) => recordOutcome(tx, claim.attempt, outcome))
}

interface Claim {
  readonly attempt: AttemptRow
  readonly payment: PaymentRow
  readonly former: Submission
}

async function claimAttempt(tx: Tx, attemptId: Id<'attempt'>): Promise<Claim | null> {
  const { payment_id: paymentId } = await readAttempt(tx, attemptId)
  const payment = await lockPayment(tx, paymentId)
  const attempt = await readAttempt(tx, attemptId)
  const { submission: former, claimed_until: claimedUntil } = attempt
  const isOpen = former === 'created' || former === 'submitting' || former === 'uncertain'
  if (!isOpen || (claimedUntil !== null && claimedUntil > now())) return null
  const isCalledOff = payment.canceled_at !== null && former === 'created'
  await tx
    .query<PaymentTables>()
    .updateTable('payments.attempt')
    .set(
      isCalledOff
        ? { submission: 'abandoned' }
        : {
            ...{ submission: 'submitting', claimed_until: inSeconds(CLAIM_SECONDS) },
            submitted_at: attempt.submitted_at ?? now(),
          },
    )
    .where('id', '=', attemptId)
    .execute()
  await settle(tx, paymentId)
  return isCalledOff ? null : { attempt, payment, former }
}

/** A first call, or the same once more while the provider's key protects; else only a look for what the first has made. */
async function ask(provider: PaymentProvider, { attempt, payment, former }: Claim): Promise<Outcome> {
  const lifetime = provider.keyLifetimeSeconds
  const ageSeconds = (nowMs() - (attempt.submitted_at?.getTime() ?? nowMs())) / 1000
  const isProtected = former === 'created' || (lifetime !== null && ageSeconds < lifetime)
  try {
    if (isProtected) return { kind: 'submitted', submitted: await provider.submit(inputOf(attempt, payment)) }
    const facts = await provider.find(payment.id, attempt.submitted_at ?? attempt.created_at)
    if (facts !== null && facts.length > 0) return { kind: 'found', facts }
    // What was made under a key that has run out was never shown to the payer; without keys it may still be on the payer's phone.
    return { kind: lifetime === null ? 'uncertain' : 'abandoned', why: 'nothing was found at the provider' }
  } catch (error) {
    if (error instanceof ProviderRefusal && isProtected)
      return { kind: 'refused', reason: `${error.code}: ${error.message}` }
    return { kind: 'uncertain', why: error }
  }
}

function inputOf(attempt: AttemptRow, payment: PaymentRow) {
  return {
    ...{ paymentId: payment.id, providerKey: attempt.provider_key, description: payment.description },
    amount: { minor: payment.amount_minor, currency: payment.currency },
    ...{ email: payment.payer_email, phone: attempt.phone, returnUrl: new URL(attempt.return_url) },
  }
}

async function recordOutcome(tx: Tx, { id, payment_id: paymentId }: AttemptRow, outcome: Outcome): Promise<void> {
  await lockPayment(tx, paymentId)
  const attempt = await readAttempt(tx, id)
  if (outcome.kind === 'submitted')
    await attach(tx, attempt, {
      facts: [outcome.submitted.fact],
      next: outcome.submitted.next,
      heard: { source: 'api' },
    })
  else if (outcome.kind === 'found')
    await attach(tx, attempt, { facts: outcome.facts, next: null, heard: { source: 'api' } })
  else if (attempt.submission === 'submitting') {
    await tx
      .query<PaymentTables>()
      .updateTable('payments.attempt')
      .set({
        ...{ submission: outcome.kind, claimed_until: null },
        ...(outcome.kind === 'refused' ? { reason: scrub(outcome.reason) } : {}),
      })
      .where('id', '=', id)
      .execute()
  }
  await settle(tx, paymentId)
}
