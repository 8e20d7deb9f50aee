import type { Static } from 'typebox'
import { now } from '../clock.ts'
import { type SealingKey, unseal } from '../crypto/seal.ts'
import { idOf, object } from '../http/schema.ts'
import type { Id } from '../id.ts'
import { type Job, type JobContext, job, PermanentFailure, type Schedule } from '../jobs/job.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { type ClaimedSms, claimSms, markSent, markUnsent, purgeSms } from './outbox.ts'
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
      'the state of the SMS row; a process that ends after the provider took the message and before the row says so sends it again',
    handle: (context: JobContext, data: Static<typeof smsJobData>) => deliver(delivery, context, data.smsId),
  })
}

export const purgeSmsJob = job({
  name: 'sms.purge',
  description: 'Removes counters that are over and messages older than 30 days.',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'deleting what has expired: a second run finds nothing',
  handle: async ({ once }) => {
    await once(purgeSms)
  },
})

export const purgeSmsSchedule: Schedule = {
  name: 'sms.purge',
  job: purgeSmsJob,
  cron: '23 3 * * *',
  zone: 'UTC',
  data: {},
}

/** NOTE: the outcome is written by the row's state and not by `once`, which refuses to write after shutdown has begun. */
async function deliver(delivery: Delivery, context: JobContext, id: Id<'sms'>): Promise<void> {
  context.signal.throwIfAborted()
  const sms = await claimSms(context.db, id)
  if (sms === null) return
  const { providerId } = await handOver(delivery, context, sms)
  await markSent(context.db, id)
  delivery.metrics.smsMessages.inc({ provider: delivery.transport.name, outcome: 'sent' })
  context.log.info({ smsId: id, purpose: sms.purpose, providerId }, 'sms sent')
}

async function handOver({ transport, keys, metrics }: Delivery, context: JobContext, sms: ClaimedSms) {
  try {
    if (sms.expires_at <= now()) throw new PermanentFailure('what it says has expired')
    return await transport.send(openMessage(keys, sms))
  } catch (error) {
    const final = context.isFinal(error)
    await markUnsent(context.db, sms.id, { state: final ? 'failed' : 'queued', error: (error as Error).message })
    metrics.smsMessages.inc({ provider: transport.name, outcome: final ? 'failed' : 'deferred' })
    throw error
  }
}

function openMessage(keys: readonly SealingKey[], { id, purpose, sealed_message }: ClaimedSms): OutgoingSms {
  const { to, text } = JSON.parse(unseal(keys, id, sealed_message)) as { to: string; text: string }
  return { id, purpose, to: parsePhoneNumber(to), text }
}
