import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { hashRequest, readIdempotencyKey } from '../../kernel/http/idempotency.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { idOf, line, object } from '../../kernel/http/schema.ts'
import { lookAt, recordFacts } from './check.ts'
import { type Opened, openIntent, readAttempt, type Wanted } from './intents.ts'
import { lastAttempt, ownPayment } from './own-payment.ts'
import { type InTx, type PaymentsParts, providerOf } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import { ProviderRefusal, ProviderUncertain } from './provider.ts'
import { findPayment } from './reads.ts'
import { isLive } from './settle.ts'
import { intentShape, moneyText, ownShape, providerName, shownState, showOwn } from './shapes.ts'
import { submitAttempt } from './submit.ts'
import type { AttemptRow, PaymentRow } from './tables.ts'

/** How long a payer waits for the provider's answer; after that a job goes on and the answer is 202. */
const WAIT_MS = 6000
/** A provider's own deadline is 10 s, twice: the former attempt is ended first. */
const DEADLINE_MS = 25_000

const intentBody = object({
  subject: object({ type: line(100), id: line(200) }),
  provider: providerName,
  token: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  phone: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{6,14}$' })),
  returnUrl: Type.Optional(Type.String({ maxLength: 1000 })),
})
const byPayment = object({ id: idOf('payment') })

export function payerRoutes(parts: PaymentsParts): Route[] {
  return [createRoute(parts), confirmRoute(parts)]
}

function createRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.createIntent',
      method: 'POST',
      path: '/api/payments/create-intent',
      summary:
        'Begins to pay for something at the price it has here; the same call gives the same payment. 202 while the provider has not answered.',
      policy: { access: 'optional', rate: 'write', idempotency: 'required' },
      schema: { body: intentBody, response: { 201: intentShape } },
      problems: [
        ...['payments/subject-unknown', 'payments/provider-unknown', 'payments/amount-not-payable'],
        ...['payments/phone-missing', 'payments/bad-return-address', 'payments/in-progress', 'payments/refused'],
        'identity/csrf',
      ],
      deadlineMs: DEADLINE_MS,
    },
    async (call) => {
      const inTx = inRequest(parts, call)
      const attempt = await openOne(parts, inTx, wantedOf(parts, call))
      await settledSoon(parts, inTx, attempt)
      const [payment, current] = await Promise.all([
        findPayment(parts.db, attempt.payment_id),
        readAttempt(parts.db, attempt.id),
      ])
      if (current.submission === 'refused') throw paymentsProblem('refused', { params: { reason: codeOf(current) } })
      const shown = showIntent(payment, current)
      if (current.submission === 'accepted') return shown
      call.reply.code(202).header('content-type', 'application/json; charset=utf-8').send(shown)
      return undefined
    },
  )
}

/** The provider's code alone: its sentence is for staff. */
function codeOf({ reason }: AttemptRow): string | null {
  return reason?.split(':')[0] ?? null
}

function showIntent(payment: PaymentRow, attempt: AttemptRow) {
  const amount = moneyText({ minor: payment.amount_minor, currency: payment.currency })
  return { paymentId: payment.id, state: shownState(attempt), amount, next: attempt.next }
}

/** Outside the kernel's own keeping of answers: the answer is known only after the provider's, which no transaction waits for. */
function inRequest({ db }: PaymentsParts, call: Pick<Call, 'origin'>): InTx {
  return (work) => db.transaction(call.origin, work)
}

type CreateCall = Call<{ body: typeof intentBody; response: Record<number, null> }>

function wantedOf({ publicUrl }: PaymentsParts, call: CreateCall): Wanted {
  const { subject, provider, token, phone, returnUrl } = call.body
  const key = readIdempotencyKey(call.request.headers['idempotency-key'], true) ?? ''
  const back = URL.parse(returnUrl ?? '/', publicUrl.href)
  if (back === null || back.origin !== publicUrl.origin) throw paymentsProblem('bad-return-address')
  return {
    ...{ subject, provider, key, phone: phone ?? null, returnUrl: back },
    payer: { userId: call.principal?.actor.userId ?? null, token: token ?? null },
    requestHash: hashRequest('payments.createIntent', [call.body]),
  }
}

/** An attempt that stands in the way is ended at the provider first; what it took meanwhile counts. */
async function openOne(parts: PaymentsParts, inTx: InTx, wanted: Wanted): Promise<AttemptRow> {
  const opened = await inTx((tx) => openIntent(parts, tx, wanted))
  if (opened.kind === 'attempt') return opened.attempt
  await giveWay(parts, inTx, opened)
  const again = await inTx((tx) => openIntent(parts, tx, wanted))
  if (again.kind === 'supersede') throw paymentsProblem('in-progress')
  return again.attempt
}

async function giveWay(parts: PaymentsParts, inTx: InTx, { attempt }: Opened): Promise<void> {
  try {
    const facts = await providerOf(parts, attempt.provider).cancel(attempt.provider_ref ?? '')
    await recordFacts(inTx, attempt, facts, { source: 'api' })
  } catch (error) {
    if (error instanceof ProviderUncertain || error instanceof ProviderRefusal)
      throw paymentsProblem('in-progress', { cause: error })
    throw error
  }
}

/** Ends when the attempt is submitted, or when the payer has waited long enough: then it goes on without them. */
async function settledSoon(parts: PaymentsParts, inTx: InTx, attempt: AttemptRow): Promise<void> {
  const submitted = submitAttempt(parts, inTx, attempt.id).catch((error: unknown) => {
    parts.log.error({ err: error, attemptId: attempt.id }, 'an attempt could not be submitted; the job goes on')
  })
  const waited = new AbortController()
  const patience = sleep(WAIT_MS, undefined, { signal: waited.signal }).catch((error: unknown) => {
    if (!waited.signal.aborted) throw error
  })
  await Promise.race([submitted, patience])
  waited.abort()
}

function confirmRoute(parts: PaymentsParts): Route {
  return route(
    {
      id: 'payments.confirm',
      method: 'POST',
      path: '/api/payments/{id}/confirm',
      summary: 'The payer is back: asks the provider at once how the payment stands.',
      policy: { access: 'optional', rate: 'write' },
      schema: { params: byPayment, response: { 200: ownShape } },
      problems: ['payments/not-found', 'identity/csrf'],
      deadlineMs: DEADLINE_MS,
    },
    async (call) => {
      const { id } = await ownPayment(parts.db, call, call.params.id)
      const attempt = await lastAttempt(parts.db, id)
      if (attempt !== undefined && isLive(attempt)) await lookAt(parts, inRequest(parts, call), attempt)
      return showOwn(await findPayment(parts.db, id), await lastAttempt(parts.db, id))
    },
  )
}
