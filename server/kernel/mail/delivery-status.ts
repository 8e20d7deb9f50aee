import PostalMime, { type Email } from 'postal-mime'
import { reasonOf } from './reason.ts'

/** What a mail server says became of one mail (RFC 3464). */
export interface DeliveryStatus {
  /** `bounce`: there is no such mailbox; `soft-bounce`: not now, or not this mail; null: nothing went wrong. */
  readonly kind: 'bounce' | 'soft-bounce' | null
  /** Three numbers as RFC 3463 has them. */
  readonly status: string
  readonly detail: string | null
}

/**
 * Reads a delivery status notification; null for anything else, an answer from a holiday among them. Mail of ours goes to one address:
 * where that passed it on to several, it is a bounce only when none of them has a mailbox.
 */
export async function parseDeliveryStatus(message: Buffer): Promise<DeliveryStatus | null> {
  const recipients = recipientsIn((await reportIn(message)) ?? '')
  const failed = recipients.filter(({ kind }) => kind !== null)
  const [first] = failed
  if (first === undefined) return recipients[0] ?? null
  const isBounce = recipients.every(({ kind }) => kind === 'bounce')
  return isBounce ? first : { ...first, kind: 'soft-bounce' }
}

const REPORT = /^multipart\/report\b.*\breport-type="?delivery-status\b/i
const STATUS_PART = /^message\/(?:global-)?delivery-status$/

/** The machine-readable part; null when the message is no report. */
async function reportIn(message: Buffer): Promise<string | null> {
  const email = await parsed(message)
  const type = email?.headers.find(({ key }) => key === 'content-type')?.value ?? ''
  const part = email?.attachments.find(({ mimeType }) => STATUS_PART.test(mimeType))
  if (part === undefined || !REPORT.test(type)) return null
  return typeof part.content === 'string' ? part.content : new TextDecoder().decode(part.content)
}

/** The mail that is returned with a report is left closed. */
async function parsed(message: Buffer): Promise<Email | null> {
  try {
    return await PostalMime.parse(message, {
      forceRfc822Attachments: true,
      maxNestingDepth: 10,
      maxHeadersSize: 65_536,
    })
  } catch {
    // Beyond the limits above: nothing that a mail server writes.
    return null
  }
}

/** The groups of fields that speak of a recipient; none when one of them is not as RFC 3464 has it. */
function recipientsIn(report: string): DeliveryStatus[] {
  const groups = report
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
    .split(/\n[ \t]*\n/)
    .map(fieldsIn)
    .filter((fields) => fields.has('action') || fields.has('status'))
  const read = groups.map(recipientIn)
  return read.some((one) => one === null) ? [] : read.filter((one) => one !== null)
}

function fieldsIn(group: string): ReadonlyMap<string, string> {
  const lines = group.split('\n').map((line) => /^([a-z-]{1,60})[ \t]*:(.*)$/i.exec(line))
  return new Map(
    lines.flatMap((found) => (found === null ? [] : [[String(found[1]).toLowerCase(), String(found[2]).trim()]])),
  )
}

const FAILING = new Set(['failed', 'delayed'])
const FINE = new Set(['delivered', 'relayed', 'expanded'])

function recipientIn(fields: ReadonlyMap<string, string>): DeliveryStatus | null {
  const action = /^[a-z]+/i.exec(fields.get('action') ?? '')?.[0].toLowerCase() ?? ''
  const status = /^[245]\.\d{1,3}\.\d{1,3}(?![\d.])/.exec(fields.get('status') ?? '')?.[0]
  if (status === undefined || !(FAILING.has(action) || FINE.has(action))) return null
  const said = fields.get('diagnostic-code') ?? ''
  const kind = action === 'failed' && saysNoMailbox(status, said) ? 'bounce' : 'soft-bounce'
  return { kind: FINE.has(action) ? null : kind, status, detail: reasonOf(`${status} ${said}`.trim()) }
}

/**
 * Failures for good that speak of the address: none such, moved, disabled, a domain that is not there. Policy (5.7), a full mailbox
 * (5.2.2), content and the rest say nothing of it.
 */
const NO_MAILBOX = /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.[01]|4\.4)$/
/** What stands behind 5.0.0 where the other side gave no enhanced code. */
const NO_MAILBOX_REPLY = /^smtp[ \t]*;[ \t]*55[013]\b/i

function saysNoMailbox(status: string, said: string): boolean {
  return NO_MAILBOX.test(status) || (status === '5.0.0' && NO_MAILBOX_REPLY.test(said))
}
