import { createHash } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { FIRST_CHECK_SECONDS } from './ladder.ts'
import { type PaymentsParts, providerOf, subjectOf } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import type { PaymentProvider } from './provider.ts'
import { enqueue } from './queue.ts'
import { attemptsOf, isLive, lockPayment, settle } from './settle.ts'
import type { Due, Payer, Reader } from './subject.ts'
import type { AttemptRow, PaymentRow, PaymentTables, ProviderName } from './tables.ts'

/** How long a payer may take before an attempt that waits for them is ended. */
const DEADLINE_SECONDS = 24 * 3600

export interface Wanted {
  readonly subject: { readonly type: string; readonly id: string }
  readonly provider: ProviderName
  readonly phone: string | null
  readonly returnUrl: URL
  readonly payer: Payer
  readonly key: string
  readonly requestHash: Buffer
}

/** `supersede`: the payer chose another way or the amount has changed, and the attempt that waits for them has to be ended first. */
export type Opened = { readonly kind: 'attempt' | 'supersede'; readonly attempt: AttemptRow }

/**
 * Finds or makes the one live attempt for a subject: the same key, a second tab and another server all come to the same. Throws the
 * subject's own problems, payments/in-progress while another attempt may still take money, http/idempotency-key-reused.
 */
export async function openIntent(parts: PaymentsParts, tx: Tx, wanted: Wanted): Promise<Opened> {
  const principal = principalOf(wanted.payer)
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 12))', [`${principal}\n${wanted.key}`])
  const known = await attemptOfKey(tx, principal, wanted)
  if (known !== undefined) return { kind: 'attempt', attempt: known }
  const provider = providerOf(parts, wanted.provider)
  const due = await subjectOf(parts, wanted.subject.type).due(tx, wanted.subject.id, wanted.payer)
  provider.checkAmount(due.amount)
  if (provider.name === 'mpesa' && wanted.phone === null) throw paymentsProblem('phone-missing')
  const opened = await findOrMake(tx, { wanted, due, provider })
  if (opened.kind === 'attempt') {
    await tx.raw(
      'INSERT INTO payments.intent (principal, idem_key, request_hash, attempt_id, created_at) VALUES ($1, $2, $3, $4, $5)',
      [principal, wanted.key, wanted.requestHash, opened.attempt.id, now()],
    )
  }
  return opened
}

/** SHA-256 of what a guest proves a subject with: what is kept of it. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Whose key it is: a guest keeps it when the network changes. */
function principalOf({ userId, token }: Payer): string {
  if (userId !== null) return userId
  return token === null ? 'anonymous' : `guest:${tokenHash(token).toString('hex')}`
}

async function attemptOfKey(tx: Tx, principal: string, { key, requestHash }: Wanted): Promise<AttemptRow | undefined> {
  const [row] = await tx.raw<{ request_hash: Buffer; attempt_id: Id<'attempt'> }>(
    'SELECT request_hash, attempt_id FROM payments.intent WHERE principal = $1 AND idem_key = $2',
    [principal, key],
  )
  if (row === undefined) return undefined
  if (!requestHash.equals(row.request_hash)) throw httpProblem('idempotency-key-reused')
  return await readAttempt(tx, row.attempt_id)
}

/** An attempt as it is now. */
export async function readAttempt(from: Reader, id: Id<'attempt'>): Promise<AttemptRow> {
  return await from
    .query<PaymentTables>()
    .selectFrom('payments.attempt')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

interface Asked {
  readonly wanted: Wanted
  readonly due: Due
  readonly provider: PaymentProvider
}

async function findOrMake(tx: Tx, asked: Asked): Promise<Opened> {
  const { subject } = asked.wanted
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 13))', [`${subject.type}\n${subject.id}`])
  const payment = await livePayment(tx, subject)
  if (payment === undefined) return await newAttempt(tx, await newPayment(tx, asked), 1, asked)
  await keepProof(tx, payment, asked.wanted.payer)
  const attempts = await attemptsOf(tx, payment.id)
  const last = attempts.at(-1)
  const isTaken = payment.captured_minor > 0n || payment.review.length > 0
  if (isTaken && last !== undefined) return { kind: 'attempt', attempt: last }
  const isSameAmount = payment.amount_minor === asked.due.amount.minor && payment.currency === asked.due.amount.currency
  const waiting = attempts.find(isLive)
  if (waiting !== undefined) {
    if (isSameAmount && waiting.provider === asked.provider.name) return { kind: 'attempt', attempt: waiting }
    if (waiting.status === 'requires_action') return { kind: 'supersede', attempt: waiting }
    throw paymentsProblem('in-progress')
  }
  if (isSameAmount) return await newAttempt(tx, payment, attempts.length + 1, asked)
  await callOff(tx, payment.id)
  return await newAttempt(tx, await newPayment(tx, asked), 1, asked)
}

/** A guest may hold several letters, each with a token of its own: the one that was shown last opens the payment. */
async function keepProof(tx: Tx, { id, payer_token: kept }: PaymentRow, { token }: Payer): Promise<void> {
  if (token === null || kept?.equals(tokenHash(token)) === true) return
  await tx
    .query<PaymentTables>()
    .updateTable('payments.payment')
    .set({ payer_token: tokenHash(token) })
    .where('id', '=', id)
    .execute()
}

async function livePayment(tx: Tx, { type, id }: Wanted['subject']): Promise<PaymentRow | undefined> {
  return await tx
    .query<PaymentTables>()
    .selectFrom('payments.payment')
    .selectAll()
    .where('subject_type', '=', type)
    .where('subject_id', '=', id)
    .where('live', '=', true)
    .forUpdate()
    .executeTakeFirst()
}

/** Nothing more may be paid on it; money that comes all the same is handed back. */
export async function callOff(tx: Tx, paymentId: Id<'payment'>): Promise<void> {
  await lockPayment(tx, paymentId)
  await tx
    .query<PaymentTables>()
    .updateTable('payments.payment')
    .set({ canceled_at: now(), live: false })
    .where('id', '=', paymentId)
    .where('canceled_at', 'is', null)
    .execute()
  await settle(tx, paymentId)
}

async function newPayment(tx: Tx, { wanted, due }: Asked): Promise<PaymentRow> {
  const { payer, subject } = wanted
  const row = await tx
    .query<PaymentTables>()
    .insertInto('payments.payment')
    .values({
      ...{ id: newId<'payment'>(), subject_type: subject.type, subject_id: subject.id },
      ...{ payer_id: payer.userId, payer_token: payer.token === null ? null : tokenHash(payer.token) },
      ...{ payer_email: due.email, payer_name: due.name, description: due.description },
      ...{ amount_minor: due.amount.minor, currency: due.amount.currency, created_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tx.audit({
    action: 'payments.payment.opened',
    subject: { kind: 'payment', id: row.id },
    details: {
      subject: `${subject.type}/${subject.id}`,
      amount: due.amount.minor.toString(),
      currency: due.amount.currency,
    },
  })
  return row
}

async function newAttempt(tx: Tx, payment: PaymentRow, n: number, { wanted, provider }: Asked): Promise<Opened> {
  const id = newId<'attempt'>()
  const attempt = await tx
    .query<PaymentTables>()
    .insertInto('payments.attempt')
    .values({
      ...{ id, payment_id: payment.id, n, provider: provider.name, account: provider.account },
      ...{ livemode: provider.livemode, provider_key: id, phone: wanted.phone, return_url: wanted.returnUrl.href },
      ...{ deadline: inSeconds(DEADLINE_SECONDS), next_check_at: inSeconds(FIRST_CHECK_SECONDS), created_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await enqueue(tx, 'payments.check', { attemptId: id }, { delaySeconds: FIRST_CHECK_SECONDS + 1 })
  return { kind: 'attempt', attempt }
}
