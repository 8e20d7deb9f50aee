import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid } from '../../kernel/id.ts'
import { attach, attemptOfPayment } from './attach.ts'
import { whenCertain } from './check.ts'
import { readFact, type StoredFact, storeFact } from './facts.ts'
import { readAttempt } from './intents.ts'
import { openItem } from './items.ts'
import { attemptByRef } from './observe.ts'
import { type InTx, type PaymentsParts, providerOf } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import type { Fact, PaymentProvider, RawWebhook, Verified } from './provider.ts'
import { enqueue } from './queue.ts'
import { lockPayment, settle } from './settle.ts'
import type { AttemptRow, ProviderName } from './tables.ts'

type Genuine = Exclude<Verified, { kind: 'refused' }>

/** Of the headers only what tells of the message itself: no credential, no cookie. */
const KEPT_HEADERS =
  /^(content-type|user-agent|stripe-signature|paypal-(transmission-(id|time|sig)|auth-algo|cert-url))$/

/**
 * Checks who sent a webhook and puts it into the inbox; what follows from it is a job's work. A repetition is in the inbox already. Throws
 * payments/webhook-refused, and then nothing is kept.
 */
export async function takeWebhook(
  parts: PaymentsParts,
  inTx: InTx,
  provider: PaymentProvider,
  webhook: RawWebhook,
): Promise<void> {
  const verified = await provider.verify(webhook)
  if (verified.kind === 'refused') {
    parts.log.warn({ provider: provider.name, why: verified.why }, 'a webhook was refused')
    throw paymentsProblem('webhook-refused')
  }
  if (verified.livemode !== provider.livemode) {
    parts.log.warn({ provider: provider.name, livemode: verified.livemode }, 'a webhook of the other mode was refused')
    throw paymentsProblem('webhook-refused')
  }
  await inTx((tx) => storeEvent(tx, provider, verified, webhook))
}

/** Puts an event into the inbox once, by its id; true when it was not there. */
export async function storeEvent(
  tx: Tx,
  { name: provider, account }: PaymentProvider,
  event: Genuine,
  webhook: RawWebhook | null,
): Promise<boolean> {
  const { eventId, attemptRef, facts } = event
  const isOfUse = attemptRef !== null
  const paymentRef = facts.find((fact) => fact.paymentId !== null)?.paymentId ?? null
  const at = webhook?.receivedAt ?? now()
  const inserted = await tx.raw(
    `INSERT INTO payments.provider_event (provider, account, event_id, type, livemode, sig_ok, source, attempt_ref, payment_ref,
       facts, body, headers, status, received_at, done_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     ON CONFLICT (provider, account, event_id) DO NOTHING RETURNING event_id`,
    [
      ...[provider, account, eventId, event.type.slice(0, 200), event.livemode, event.kind === 'verified'],
      ...[webhook === null ? 'list' : 'webhook', attemptRef, paymentRef, JSON.stringify(facts.map(storeFact))],
      ...[
        webhook === null ? null : (event.kept ?? webhook.body),
        webhook === null ? null : JSON.stringify(keptHeaders(webhook.headers)),
      ],
      ...[isOfUse ? 'received' : 'ignored', at, isOfUse ? null : at],
    ],
  )
  if (inserted.length > 0 && isOfUse) await enqueue(tx, 'payments.take-event', { provider, account, eventId })
  return inserted.length > 0
}

function keptHeaders(headers: RawWebhook['headers']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)))
}

interface EventRow {
  readonly attempt_ref: string
  readonly payment_ref: string | null
  readonly sig_ok: boolean
  readonly source: 'webhook' | 'list'
  readonly facts: readonly StoredFact[]
  [column: string]: unknown
}

interface EventKey {
  readonly provider: ProviderName
  readonly account: string
  readonly eventId: string
}

/**
 * Carries an event out: the provider is asked for the object as it is now, and the event is done in the transaction of what follows from
 * it. One about an attempt we do not know yet is parked until we do.
 */
export async function takeEvent(parts: PaymentsParts, inTx: InTx, key: EventKey): Promise<void> {
  const [event] = await parts.db.raw<EventRow>(
    `SELECT attempt_ref, payment_ref, sig_ok, source, facts FROM payments.provider_event
      WHERE provider = $1 AND account = $2 AND event_id = $3 AND status IN ('received', 'parked')`,
    [key.provider, key.account, key.eventId],
  )
  if (event === undefined) return
  const provider = providerOf(parts, key.provider)
  const told = event.facts.map(readFact)
  const read = await whenCertain(() => provider.read(event.attempt_ref))
  if (read === undefined && (!event.sig_ok || told.length === 0))
    throw new Error('the provider could not be asked about a message that does not tell by itself')
  if (read === null && !event.sig_ok)
    return await inTx((tx) => endEvent(tx, key, { status: 'ignored', attemptId: null }))
  await inTx((tx) => carryOut(tx, key, event, { facts: read ?? told, told, isRead: read != null }))
}

interface Told {
  readonly facts: readonly Fact[]
  /** What the message itself says. */
  readonly told: readonly Fact[]
  readonly isRead: boolean
}

async function carryOut(tx: Tx, key: EventKey, event: EventRow, { facts, told, isRead }: Told): Promise<void> {
  const attempt = await findAttempt(tx, key, event, facts)
  if (attempt === null) return await endEvent(tx, key, { status: 'parked', attemptId: null })
  await lockPayment(tx, attempt.payment_id)
  const isOpen = await tx.raw(
    `UPDATE payments.provider_event SET tries = tries + 1 WHERE provider = $1 AND account = $2 AND event_id = $3
        AND status IN ('received', 'parked') RETURNING 1 AS open`,
    [key.provider, key.account, key.eventId],
  )
  if (isOpen.length === 0) return
  const source = isRead ? 'api' : event.source
  const isNew = await attach(tx, attempt, { facts, next: null, heard: { source, eventId: key.eventId } })
  if (isNew) await settle(tx, attempt.payment_id)
  if (isRead && deniesSuccess(told, facts))
    await openItem(tx, {
      ...{ provider: key.provider, account: key.account, kind: 'contradiction', key: `event ${key.eventId}` },
      ...{ paymentId: attempt.payment_id, details: { event: 'succeeded', provider: 'not succeeded' } },
    })
  await endEvent(tx, key, { status: 'done', attemptId: attempt.id })
}

/** The message says it was paid, and the provider, asked at once, that it ended otherwise. */
function deniesSuccess(told: readonly Fact[], read: readonly Fact[]): boolean {
  const ended = ['failed', 'canceled', 'expired']
  return (
    told.some((fact) => fact.kind === 'attempt' && fact.state === 'succeeded') &&
    read.some((fact) => fact.kind === 'attempt' && ended.includes(fact.state)) &&
    !read.some((fact) => fact.kind === 'attempt' && fact.state === 'succeeded')
  )
}

/** By the provider's reference, else by our payment's id as the provider kept it. */
async function findAttempt(
  tx: Tx,
  { provider, account }: EventKey,
  event: EventRow,
  facts: readonly Fact[],
): Promise<AttemptRow | null> {
  const known = await attemptByRef(tx, provider, account, event.attempt_ref)
  if (known !== undefined) return await readAttempt(tx, known.id)
  const claimed = facts.find(({ paymentId }) => paymentId !== null)?.paymentId ?? event.payment_ref
  if (claimed === null || !isUuid(claimed)) return null
  const paymentId: Id<'payment'> = asId(claimed)
  const [payment] = await tx.raw('SELECT id FROM payments.payment WHERE id = $1 FOR UPDATE', [paymentId])
  if (payment === undefined) return null
  return (await attemptOfPayment(tx, provider, account, paymentId)) ?? null
}

async function endEvent(
  tx: Tx,
  { provider, account, eventId }: EventKey,
  { status, attemptId }: { readonly status: 'done' | 'ignored' | 'parked'; readonly attemptId: Id<'attempt'> | null },
): Promise<void> {
  await tx.raw(
    `UPDATE payments.provider_event SET status = $4, attempt_id = $5, done_at = CASE WHEN $4 <> 'parked' THEN $6::timestamptz END
      WHERE provider = $1 AND account = $2 AND event_id = $3 AND status IN ('received', 'parked')`,
    [provider, account, eventId, status, attemptId, now()],
  )
}

const PARKED_TRIES_SECONDS = 24 * 3600

/** Events that wait for their attempt are tried again; after a day they are somebody's to look at. */
export async function sweepParked(tx: Tx): Promise<void> {
  const parked = await tx.raw<
    EventKey & { readonly isOld: boolean; readonly attemptRef: string; [column: string]: unknown }
  >(
    `SELECT provider, account, event_id AS "eventId", attempt_ref AS "attemptRef", received_at < $1 AS "isOld"
       FROM payments.provider_event WHERE status = 'parked' ORDER BY received_at LIMIT 200`,
    [new Date(now().getTime() - PARKED_TRIES_SECONDS * 1000)],
  )
  for (const { provider, account, eventId, attemptRef, isOld } of parked) {
    if (!isOld)
      await enqueue(tx, 'payments.take-event', { provider, account, eventId }, { key: `${provider} ${eventId}` })
    else await openItem(tx, { provider, account, kind: 'orphan', key: attemptRef, details: { eventId } })
  }
}
