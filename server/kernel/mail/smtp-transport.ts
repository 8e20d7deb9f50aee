import type { SendMailOptions } from 'nodemailer'
import { PermanentFailure } from '../jobs/job.ts'
import type { HealthFinding } from '../telemetry/health.ts'
import { DeliveryUncertain } from './delivery-uncertain.ts'
import { headersOf } from './headers.ts'
import type { Mailbox } from './mailer.ts'
import { reasonOf } from './reason.ts'
import type { ReturnPath } from './return-path.ts'
import type { SmtpServer } from './smtp-url.ts'
import type { MailAttachment } from './template.ts'
import { AddressRefused, type MailTransport, type OutgoingMail } from './transport.ts'

/** Connections kept to the mail server, and mails sent at once. */
export const SMTP_CONNECTIONS = 2
const TIMEOUT_MS = 15_000

/** Replies 5xx that blame the connection's credentials and not the mail (RFC 4954): a mended configuration lets it pass. */
const CREDENTIAL_REPLIES = new Set([530, 534, 535, 538])

/** Sends over a small pool of connections; each step of a conversation has 15 s. TLS certificates are checked. */
export function createSmtpTransport(
  server: SmtpServer,
  timeoutMs = TIMEOUT_MS,
  returnPath: Pick<ReturnPath, 'addressOf'> | null = null,
): MailTransport {
  let opened: ReturnType<typeof openTransporter> | null = null
  /** Message-IDs of what went out whole and has no answer yet. */
  const written = new Set<string>()
  const transporter = (): ReturnType<typeof openTransporter> => {
    opened ??= openTransporter(server, timeoutMs, (messageId) => written.add(messageId))
    return opened
  }
  const place = `${server.host}:${server.port}`

  return {
    name: 'smtp',
    deduplicatesHours: 0,
    async send(message) {
      try {
        const { response } = await (await transporter()).sendMail(
          envelopeAndParts(message, returnPath?.addressOf(message.id)),
        )
        return { providerId: response }
      } catch (error) {
        throw toDeliveryError(error, written.has(message.messageId))
      } finally {
        written.delete(message.messageId)
      }
    },
    async verify(): Promise<HealthFinding> {
      try {
        await (await transporter()).verify()
        return { status: 'pass', observed: `${place} takes mail` }
      } catch (error) {
        return {
          status: 'fail',
          observed: `${place}: ${saidBy(error)}`,
          fix: 'check SMTP_URL and that the mail server runs',
        }
      }
    },
    async close() {
      if (opened !== null) (await opened).close()
    },
  }
}

/** The library is loaded with the first conversation: a process without a mail server does without it. */
async function openTransporter(server: SmtpServer, timeoutMs: number, onWritten: (messageId: string) => void) {
  const { createTransport } = await import('nodemailer')
  const transporter = createTransport({
    pool: true,
    maxConnections: SMTP_CONNECTIONS,
    // The job tries again, after the outcome was recorded.
    maxRequeues: 0,
    host: server.host,
    port: server.port,
    secure: server.tls === 'implicit',
    requireTLS: server.tls === 'starttls',
    ignoreTLS: server.tls === 'none',
    tls: { minVersion: 'TLSv1.2' },
    auth: server.auth,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // What goes over the wire is read to its end only after the server said to go on; without this last byte it takes nothing.
  return transporter.use('stream', ({ data, message }, done) => {
    message.processFunc((content) => content.once('end', () => onWritten(String(data.messageId))))
    done()
  })
}

/**
 * NOTE: nodemailer parses an address given as text as a list with groups: `x@y.z\r\nBcc: evil@e.com` reaches evil@e.com. So only
 * objects made by parseMailbox go in, and the envelope is set rather than read back from the headers.
 */
function envelopeAndParts(message: OutgoingMail, returnTo = message.from.address): SendMailOptions {
  return {
    envelope: { from: returnTo, to: [message.to.address] },
    from: asObject(message.from),
    to: [asObject(message.to)],
    ...(message.replyTo === undefined ? {} : { replyTo: asObject(message.replyTo) }),
    messageId: message.messageId,
    subject: message.subject,
    text: message.text,
    html: message.html,
    ...(message.attachments === undefined ? {} : { attachments: message.attachments.map(attachmentOf) }),
    headers: headersOf(message),
  }
}

/** Encoded whatever it holds: a calendar file's line ends must arrive as they are. */
function attachmentOf({ filename, contentType, text }: MailAttachment) {
  return { filename, contentType, content: Buffer.from(text), contentTransferEncoding: 'base64' as const }
}

function asObject({ name, address }: Mailbox) {
  return { name: name ?? '', address }
}

/** A new error, as nodemailer's own carries recipients and the conversation in its properties. */
function toDeliveryError(error: unknown, isWritten: boolean): Error {
  const { responseCode } = error as { responseCode?: unknown }
  if (isWritten && responseCode === undefined) return new DeliveryUncertain(saidBy(error))
  const refused = typeof responseCode === 'number' && responseCode >= 500 && !CREDENTIAL_REPLIES.has(responseCode)
  if (!isAboutThisMail(error) || !refused) return new Error(saidBy(error))
  return isAboutTheAddress(error, responseCode)
    ? new AddressRefused(saidBy(error))
    : new PermanentFailure(saidBy(error))
}

/** Replies to RCPT that mean no such mailbox (RFC 5321, 4.2.3), where the server gives no enhanced code. */
const NO_MAILBOX = new Set([550, 551, 553])
/** RFC 3463: an address that does not exist or has moved, or a mailbox that is disabled. 5.7 is policy, 5.2.2 a full mailbox. */
const NO_MAILBOX_ENHANCED = /^5\.(?:1\.(?:0|1|2|3|6|10)|2\.[01])$/

function isAboutTheAddress(error: unknown, responseCode: number): boolean {
  const { command, response } = error as { command?: unknown; response?: unknown }
  if (command !== 'RCPT TO' || typeof response !== 'string') return false
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1]
  return enhanced === undefined ? NO_MAILBOX.has(responseCode) : NO_MAILBOX_ENHANCED.test(enhanced)
}

function isAboutThisMail(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'EENVELOPE' || code === 'EMESSAGE'
}

/** The server's own reply when it is about the mail, else what went wrong before. */
function saidBy(error: unknown): string {
  const { message, response } = error as { message?: unknown; response?: unknown }
  return reasonOf(isAboutThisMail(error) && typeof response === 'string' ? response : String(message ?? error))
}
