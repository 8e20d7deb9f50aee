import type { Static } from 'typebox'
import { now } from '../clock.ts'
import { type SealingKey, unseal } from '../crypto/seal.ts'
import { idOf, object } from '../http/schema.ts'
import type { Id } from '../id.ts'
import { type Job, type JobContext, job, PermanentFailure } from '../jobs/job.ts'
import { purgeWork } from '../jobs/purge-work.ts'
import { DeliveryUncertain } from '../mail/delivery-uncertain.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { type ClaimedSms, claimSms, giveUp, markSent, markUncertain, markUnsent, purgeSms } from './outbox.ts'
import { parsePhoneNumber } from './phone-number.ts'
import type { OutgoingSms, SmsTransport } from './transport.ts'

interface Delivery {
  readonly transport: SmsTransport
  readonly keys: readonly SealingKey[]
  readonly metrics: Pick<Metrics, 'smsMessages'>
}

const smsJobData = object({ smsId: idOf('sms') })

/** With a backoff that doubles from 10 s: what is sent are codes, and those are over after ten minutes. */
const ATTEMPTS = 5

/** The job behind every SMS. */
export function createSmsJob(delivery: Delivery): Job<typeof smsJobData> {
  return job({
    name: 'sms.send',
    description: 'Hands one SMS of the outbox to the provider.',
    data: smsJobData,
    attempts: ATTEMPTS,
    backoffSeconds: 10,
    deadlineSeconds: 60,
    idempotentBy:
      'the state of the SMS row; after a try that may have been taken it is not sent again: what is sent are codes, and the person asks for another',
    handle: (context: JobContext, data: Static<typeof smsJobData>) => deliver(delivery, context, data.smsId),
    async onDead(tx, { smsId }, { message }) {
      const outcome = await giveUp(tx, smsId, message)
      if (outcome === null) return
      tx.afterCommit(() => delivery.metrics.smsMessages.inc({ provider: delivery.transport.name, outcome }))
    },
  })
}

export const { job: purgeSmsJob, schedule: purgeSmsSchedule } = purgeWork({
  name: 'sms.purge',
  description: 'Removes counters that are over and messages older than 30 days; gives up what waits for a day.',
  cron: '23 3 * * *',
  purge: purgeSms,
})

/** NOTE: the outcome is written by the row's state and not by `once`, which refuses to write after shutdown has begun. */
async function deliver(delivery: Delivery, context: JobContext, id: Id<'sms'>): Promise<void> {
  context.signal.throwIfAborted()
  const sms = await claimSms(context.db, id)
  if (sms === null) return
  if (sms.wasLeft)
    return leaveInDoubt(delivery, context, sms, 'the worker that handed it over ended before an answer came')
  const taken = await handOver(delivery, context, sms)
  if (taken === null) return
  await markSent(context.db, id)
  delivery.metrics.smsMessages.inc({ provider: delivery.transport.name, outcome: 'sent' })
  context.log.info({ smsId: id, purpose: sms.purpose, providerId: taken.providerId }, 'sms sent')
}

/** Null: it is in doubt, and stays so. */
async function handOver(delivery: Delivery, context: JobContext, sms: ClaimedSms) {
  const { transport, keys, metrics } = delivery
  try {
    if (sms.expires_at <= now()) throw new PermanentFailure('what it says has expired')
    return await transport.send(openMessage(keys, sms))
  } catch (error) {
    if (error instanceof DeliveryUncertain) {
      await leaveInDoubt(delivery, context, sms, error.message)
      return null
    }
    const final = context.isFinal(error)
    await markUnsent(context.db, sms.id, { state: final ? 'failed' : 'queued', error: (error as Error).message })
    metrics.smsMessages.inc({ provider: transport.name, outcome: final ? 'failed' : 'deferred' })
    throw error
  }
}

/** Ends the job without a fault: a second code by SMS would cost twice and confuse. Who got none asks for another, which ends this one. */
async function leaveInDoubt(
  { transport, metrics }: Delivery,
  { db, log }: JobContext,
  { id, purpose }: ClaimedSms,
  reason: string,
): Promise<void> {
  await markUncertain(db, id, reason)
  metrics.smsMessages.inc({ provider: transport.name, outcome: 'uncertain' })
  log.warn({ smsId: id, purpose, reason }, 'sms may or may not have been taken: it is not sent again')
}

function openMessage(keys: readonly SealingKey[], { id, purpose, sealed_message }: ClaimedSms): OutgoingSms {
  const { to, text } = JSON.parse(unseal(keys, id, sealed_message)) as { to: string; text: string }
  return { id, purpose, to: parsePhoneNumber(to), text }
}
