import type { Static } from 'typebox'
import { inSeconds } from '../clock.ts'
import { type SealingKey, unseal } from '../crypto/seal.ts'
import { idOf, object } from '../http/schema.ts'
import type { Id } from '../id.ts'
import { type Job, type JobContext, job } from '../jobs/job.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { DeliveryUncertain } from './delivery-uncertain.ts'
import type { Mailbox } from './mailer.ts'
import {
  type ClaimedMail,
  claimMail,
  type Failure,
  giveUp,
  markDeferred,
  markFailed,
  markSent,
  markSuppressed,
} from './outbox.ts'
import type { RenderedMail } from './render.ts'
import { SMTP_CONNECTIONS } from './smtp-transport.ts'
import { hashAddress, reasonAgainst, suppress } from './suppressions.ts'
import { AddressRefused, type MailTransport, type OutgoingMail } from './transport.ts'

interface Delivery {
  readonly transport: MailTransport
  readonly keys: readonly SealingKey[]
  readonly from: Mailbox
  readonly replyTo: Mailbox | undefined
  readonly metrics: Pick<Metrics, 'mailMessages'>
}

const mailJobData = object({ mailId: idOf('mail') })

/** With a backoff that doubles from 30 s: about an hour in all, long enough for greylisting and a restart of the mail server. */
const ATTEMPTS = 8

/** The job behind every mail. `message_id` is fixed with the row, so what a crash repeats can be recognised by the receiver. */
export function createMailJob(delivery: Delivery): Job<typeof mailJobData> {
  return job({
    name: 'mail.send',
    description: 'Hands one mail of the outbox to the mail server.',
    data: mailJobData,
    attempts: ATTEMPTS,
    backoffSeconds: 30,
    deadlineSeconds: 120,
    concurrency: SMTP_CONNECTIONS,
    idempotentBy:
      'the state of the mail row; after a try that may have been taken, only what may arrive twice is sent again, with the same Message-ID',
    handle: (context: JobContext, data: Static<typeof mailJobData>) => deliver(delivery, context, data.mailId),
    async onDead(tx, { mailId }, { message }) {
      if (!(await giveUp(tx, mailId, message))) return
      tx.afterCommit(() => delivery.metrics.mailMessages.inc({ provider: delivery.transport.name, outcome: 'failed' }))
    },
  })
}

/**
 * NOTE: the outcome is written by the row's state and not by `once`: that one refuses to write after shutdown has begun, just when a
 * mail the server has taken must not be left looking unsent.
 */
async function deliver(delivery: Delivery, context: JobContext, id: Id<'mail'>): Promise<void> {
  context.signal.throwIfAborted()
  const mail = await claimMail(context.db, id, sentOnceSince(delivery.transport))
  if (mail === null) return
  const against = await reasonAgainst(context.db, mail)
  if (against !== null) {
    await markSuppressed(context.db, id, against)
    delivery.metrics.mailMessages.inc({ provider: delivery.transport.name, outcome: 'suppressed' })
    return context.log.info({ mailId: id, template: mail.template, reason: against }, 'mail suppressed')
  }
  if (mail.wasLeft && !mayRepeat(delivery, mail)) return leaveInDoubt(delivery, context, mail, CUT_SHORT)
  if (mail.in_doubt && isTooOld(delivery, mail)) return leaveInDoubt(delivery, context, mail, FORGOTTEN_THERE)
  const taken = await handOver(delivery, context, mail)
  if (taken === null) return
  await markSent(context.db, id, taken.subject)
  delivery.metrics.mailMessages.inc({ provider: delivery.transport.name, outcome: 'sent' })
  context.log.info({ mailId: id, template: mail.template, providerId: taken.providerId }, 'mail sent')
}

/** Null: it is in doubt, and stays so. */
async function handOver(delivery: Delivery, context: JobContext, mail: ClaimedMail) {
  const { transport, metrics } = delivery
  try {
    const message = messageOf(delivery, mail)
    return { ...(await transport.send(message)), subject: message.subject }
  } catch (error) {
    const failure: Failure = { reason: (error as Error).message, inDoubt: error instanceof DeliveryUncertain }
    if (failure.inDoubt && !mayRepeat(delivery, mail)) {
      await leaveInDoubt(delivery, context, mail, failure.reason)
      return null
    }
    const final = context.isFinal(error)
    if (error instanceof AddressRefused && !mail.forgets) await suppressRefused(context, mail, error)
    await (final ? markFailed : markDeferred)(context.db, mail.id, failure)
    metrics.mailMessages.inc({ provider: transport.name, outcome: final ? 'failed' : 'deferred' })
    throw error
  }
}

const CUT_SHORT = 'the worker that handed it over ended before an answer came'

const FORGOTTEN_THERE = 'an earlier try may have been taken, and the provider would not know it again'

/** Since when a mail was made that goes out once, however often it is handed over; null where none does. */
function sentOnceSince({ deduplicatesHours: hours }: MailTransport): Date | null {
  if (hours === 0) return null
  return Number.isFinite(hours) ? inSeconds(-hours * 3600) : new Date(0)
}

function mayRepeat({ transport }: Delivery, mail: ClaimedMail): boolean {
  const since = sentOnceSince(transport)
  return mail.repeatable || (since !== null && mail.created_at > since)
}

/** It was to be repeated while its provider still knew it. */
function isTooOld(delivery: Delivery, mail: ClaimedMail): boolean {
  return delivery.transport.deduplicatesHours > 0 && !mayRepeat(delivery, mail)
}

/** Ends the job without a fault: another try would be blind. The person asks for a new code, or an operator sends this one again. */
async function leaveInDoubt(
  { transport, metrics }: Delivery,
  { db, log }: JobContext,
  { id, template }: ClaimedMail,
  reason: string,
): Promise<void> {
  await markFailed(db, id, { reason, inDoubt: true })
  metrics.mailMessages.inc({ provider: transport.name, outcome: 'uncertain' })
  log.warn({ mailId: id, template, reason }, 'mail may or may not have been taken: it is not sent again')
}

/** What a provider would report as a bounce. */
async function suppressRefused({ db }: JobContext, mail: ClaimedMail, { message }: AddressRefused): Promise<void> {
  await suppress(db, {
    ...{ addressHash: hashAddress(mail.to_address), address: mail.to_address, detail: message, mailId: mail.id },
    ...{ reason: 'bounce', scope: 'ordinary' },
  })
}

function messageOf({ keys, from, replyTo }: Delivery, mail: ClaimedMail): OutgoingMail {
  const rendered = JSON.parse(unseal(keys, mail.id, mail.sealed_message)) as RenderedMail
  const to = parseMailbox({ name: mail.to_name, address: mail.to_address })
  const { id, template, purpose, message_id: messageId } = mail
  return { ...rendered, id, messageId, template, purpose, from, replyTo, to }
}
