import { asId, type Id, isUuid } from '../id.ts'
import { PermanentFailure } from '../jobs/job.ts'
import { parseMailbox } from './address.ts'
import { reasonOf } from './reason.ts'
import { MAIL_ID_TAG } from './transport.ts'

export type Provider = 'resend' | 'sendgrid'

/** What a provider says became of one mail of ours. */
export interface MailReport {
  readonly mailId: Id<'mail'>
  /** `bounce`: there is no such mailbox; `soft-bounce`: not now, or not this mail; `complaint`: the person called it spam. */
  readonly kind: 'bounce' | 'soft-bounce' | 'complaint'
  readonly recipient: string
  readonly occurredAt: Date
  readonly detail: string | null
}

/** Stands for a report that is not of the form its provider documents. */
const MALFORMED = Symbol('malformed')

type Json = Readonly<Record<string, unknown>>
type Read = MailReport | typeof MALFORMED | null

/**
 * The reports in a verified body, and how many of them could not be read. Events of other kinds, and of mail that carries no id of
 * ours, are left out. Throws PermanentFailure for what is not JSON.
 */
export function parseReports(provider: Provider, body: string): { reports: MailReport[]; malformed: number } {
  const parsed = parseJson(body)
  const events = Array.isArray(parsed) ? parsed : [parsed]
  const read = provider === 'resend' ? fromResend : fromSendgrid
  const found = events.filter(isObject).flatMap((event) => read(event) ?? [])
  const reports = found.filter((one) => one !== MALFORMED)
  return { reports, malformed: found.length - reports.length }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw new PermanentFailure('the verified body is not JSON', { cause: error })
  }
}

/** https://resend.com/docs/webhooks/emails/bounced and its neighbours. */
function fromResend({ type, created_at, data }: Json): Read {
  if (!isObject(data) || !Array.isArray(data.to)) return null
  const kind = resendKind(type, data)
  const about = isObject(data.bounce) ? data.bounce : isObject(data.suppressed) ? data.suppressed : {}
  return kind === null
    ? null
    : report({
        kind,
        mailId: resendTag(data.tags),
        recipient: data.to[0],
        occurredAt: new Date(typeof created_at === 'string' ? created_at : Number.NaN),
        detail: about.message,
      })
}

function resendKind(type: unknown, { bounce }: Json): MailReport['kind'] | null {
  if (type === 'email.complained') return 'complaint'
  if (type === 'email.suppressed') return 'bounce'
  if (type !== 'email.bounced') return null
  return isObject(bounce) && bounce.type === 'Permanent' ? 'bounce' : 'soft-bounce'
}

/** An object by name in webhooks, a list of pairs as it was sent. */
function resendTag(tags: unknown): unknown {
  if (Array.isArray(tags)) return tags.filter(isObject).find(({ name }) => name === MAIL_ID_TAG)?.value
  return isObject(tags) ? tags[MAIL_ID_TAG] : undefined
}

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event; custom arguments stand beside the event's own fields. */
function fromSendgrid(event: Json): Read {
  const kind = sendgridKind(event)
  return kind === null
    ? null
    : report({
        kind,
        mailId: event[MAIL_ID_TAG],
        recipient: event.email,
        occurredAt: new Date(typeof event.timestamp === 'number' ? event.timestamp * 1000 : Number.NaN),
        detail: event.reason,
      })
}

/** A `bounce` of type `blocked` is about this mail or this hour; `dropped` tells what SendGrid's own lists know. */
function sendgridKind({ event, type, reason }: Json): MailReport['kind'] | null {
  if (event === 'spamreport') return 'complaint'
  if (event === 'bounce') return type === 'blocked' ? 'soft-bounce' : 'bounce'
  if (event !== 'dropped' || typeof reason !== 'string') return null
  if (/^bounced address/i.test(reason)) return 'bounce'
  return /^spam reporting address/i.test(reason) ? 'complaint' : null
}

interface Told {
  readonly kind: MailReport['kind']
  readonly mailId: unknown
  readonly recipient: unknown
  readonly occurredAt: Date
  readonly detail: unknown
}

function report({ kind, mailId, recipient, occurredAt, detail }: Told): Read {
  if (typeof mailId !== 'string' || !isUuid(mailId)) return null
  const address = addressIn(recipient)
  if (address === null || Number.isNaN(occurredAt.getTime())) return MALFORMED
  return {
    ...{ kind, occurredAt, mailId: asId<'mail'>(mailId), recipient: address },
    detail: typeof detail === 'string' ? reasonOf(detail) : null,
  }
}

function addressIn(recipient: unknown): string | null {
  if (typeof recipient !== 'string') return null
  try {
    return parseMailbox(recipient).address
  } catch {
    // Counted as malformed by the caller: no mail of ours went to what is no address.
    return null
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
