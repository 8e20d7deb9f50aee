import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { ComeBackLater, enqueue, type JobContext, job, PermanentFailure, type Schedule } from '../../kernel/jobs/job.ts'
import { recipient } from '../../kernel/mail/address.ts'
import { type OutboundAnswer, OutboundFailure } from '../../kernel/outbound/outbound.ts'
import { signedHeaders } from '../../kernel/outbound/signature.ts'
import { type Endpoint, secretsOf } from './endpoints.ts'
import { endpointOffMail } from './mails.ts'
import { hasFailedForDays, recordDead, recordOutcome, switchOff } from './outcome.ts'
import type { WebhooksDeps } from './parts.ts'
import { createPlaces, PLACES } from './places.ts'
import type { WebhookTables } from './tables.ts'

/** With a backoff that doubles from 15 s to an hour: about eight hours in all. */
const ATTEMPTS = 16
const BUSY_SECONDS = 5
/** An endpoint that rests has answered, or is switched off, before this is over: what waits for it meanwhile loses no try. */
const PUT_OFF_DAYS = 7
const KEPT_DAYS = 30
const GONE = 410

/** The job behind every delivery. */
export function deliverJob(deps: WebhooksDeps) {
  const places = createPlaces()
  return job({
    name: 'webhooks.deliver',
    description: 'Sends one message to one webhook endpoint.',
    data: object({ deliveryId: idOf('webhook-delivery') }),
    attempts: ATTEMPTS,
    backoffSeconds: 15,
    deadlineSeconds: 60,
    concurrency: PLACES,
    idempotentBy: 'the message id, which is the same for every try: receivers tell repetitions by it',
    async handle(context, { deliveryId }) {
      const due = await readDue(context.db, deliveryId)
      if (due === undefined) return
      const { endpoint } = due
      const restMs = (endpoint.resting_until?.getTime() ?? 0) - nowMs()
      if (restMs > 0) throw new ComeBackLater('the endpoint rests after failures', restMs / 1000, PUT_OFF_DAYS)
      const giveBack = places.take(endpoint)
      if (giveBack === null) throw new ComeBackLater('the endpoint is busy with others', BUSY_SECONDS, PUT_OFF_DAYS)
      try {
        await deliver(deps, context, deliveryId, due)
      } finally {
        giveBack()
      }
    },
    onDead: (tx, { deliveryId }, { message }) => recordDead(tx, deliveryId, message),
  })
}

/** Queues what `writeDeliveries` wrote. */
export async function enqueueDeliveries(
  deps: WebhooksDeps,
  tx: Tx,
  deliveryIds: readonly Id<'webhook-delivery'>[],
): Promise<void> {
  const target = deliverJob(deps)
  for (const deliveryId of deliveryIds) await enqueue(tx, target, { deliveryId })
}

interface Due {
  readonly endpoint: Endpoint
  readonly message: { readonly id: string; readonly body: string }
}

async function readDue(db: Db, id: Id<'webhook-delivery'>): Promise<Due | undefined> {
  const row = await db
    .query<WebhookTables>()
    .selectFrom('webhooks.delivery as delivery')
    .innerJoin('webhooks.message as message', 'message.id', 'delivery.message_id')
    .innerJoin('webhooks.endpoint as endpoint', 'endpoint.id', 'delivery.endpoint_id')
    .selectAll('endpoint')
    .select(['delivery.message_id', 'message.body'])
    .where('delivery.id', '=', id)
    .where('delivery.state', '=', 'waiting')
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { message_id: messageId, body, ...endpoint } = row
  return { endpoint, message: { id: messageId, body } }
}

async function deliver(
  deps: WebhooksDeps,
  context: JobContext,
  deliveryId: Id<'webhook-delivery'>,
  { endpoint, message }: Due,
): Promise<void> {
  if (endpoint.disabled_at !== null)
    return recordOutcome(context.db, {
      ...{ deliveryId, state: 'failed', durationMs: 0, status: null },
      error: 'the endpoint is switched off',
    })
  const answer = await post(deps, context, endpoint, message)
  if (!(answer instanceof OutboundFailure) && answer.status >= 200 && answer.status < 300)
    return recordOutcome(context.db, {
      ...{ deliveryId, state: 'delivered', durationMs: answer.durationMs, status: answer.status },
      error: null,
    })
  const failure = failureOf(answer)
  const isFinal = context.isFinal(failure)
  await recordOutcome(context.db, {
    deliveryId,
    state: isFinal ? 'failed' : 'waiting',
    durationMs: answer instanceof OutboundFailure ? 0 : answer.durationMs,
    status: answer instanceof OutboundFailure ? null : answer.status,
    error: answer instanceof OutboundFailure ? answer.message : answer.text,
  })
  const isGone = failure instanceof PermanentFailure
  if (isGone || hasFailedForDays(endpoint)) await offAndTold(deps, context, endpoint.id, isGone ? 'gone' : 'failing')
  throw failure
}

async function post(
  deps: WebhooksDeps,
  { signal }: JobContext,
  endpoint: Endpoint,
  { id, body }: Due['message'],
): Promise<OutboundAnswer | OutboundFailure> {
  const content = { id, body, atSeconds: Math.floor(nowMs() / 1000) }
  const headers = {
    'content-type': 'application/json',
    'user-agent': `${deps.productName} webhooks`,
    ...signedHeaders(content, await secretsOf(deps, endpoint)),
  }
  try {
    return await deps.outbound.post(new URL(endpoint.url), { headers, body, signal })
  } catch (error) {
    if (error instanceof OutboundFailure) return error
    throw error
  }
}

function failureOf(answer: OutboundAnswer | OutboundFailure): Error {
  if (answer instanceof OutboundFailure) return answer
  if (answer.status === GONE) return new PermanentFailure('the endpoint answered 410: it wants nothing any more')
  const seconds = Number(answer.retryAfter)
  const isToldWhen = (answer.status === 429 || answer.status === 503) && seconds > 0
  return isToldWhen
    ? new ComeBackLater('the endpoint said when', seconds)
    : new Error(`the endpoint answered ${answer.status}`)
}

async function offAndTold(
  deps: WebhooksDeps,
  { once }: JobContext,
  id: Id<'webhook-endpoint'>,
  reason: 'gone' | 'failing',
): Promise<void> {
  await once(async (tx) => {
    const off = await switchOff(tx, id, reason)
    if (off === undefined) return
    await tx.audit({
      action: 'webhooks.endpoint.switched-off',
      subject: { kind: 'webhook-endpoint', id },
      details: { reason },
    })
    const maker = await deps.account(off.created_by)
    if (maker === null) return
    const { host } = new URL(off.url)
    await deps.mailer.send(tx, recipient(maker), endpointOffMail, {
      ...{ product: deps.productName, name: maker.name, host },
      reason: reason === 'gone' ? 'It answered that it is gone (410).' : 'Every delivery of five days failed.',
      url: new URL('/webhooks', deps.publicUrl).href,
    })
  }, `switch-off-${now().toISOString()}`)
}

const purgeJob = job({
  name: 'webhooks.purge',
  description: 'Removes messages, and what came of them, after 30 days.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 120,
  idempotentBy: 'deleting what is old: a second run finds nothing',
  handle: async ({ once }) => {
    await once(async (tx) => {
      await tx
        .query<WebhookTables>()
        .deleteFrom('webhooks.message')
        .where('created_at', '<', inSeconds(-KEPT_DAYS * 24 * 60 * 60))
        .execute()
    })
  },
})

export const housekeeping = {
  job: purgeJob,
  schedule: { name: 'webhooks.purge', job: purgeJob, cron: '23 4 * * *', zone: 'UTC', data: {} } satisfies Schedule,
}
