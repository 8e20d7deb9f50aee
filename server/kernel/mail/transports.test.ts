import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ResendEmail, resendError, startResend } from '../../../test/support/resend.ts'
import { type SendgridMail, sendgridError, startSendgrid } from '../../../test/support/sendgrid.ts'
import { secret } from '../config/secret.ts'
import { headersOf } from './headers.ts'
import { createMailboxFolder } from './mailbox-folder.ts'
import { createResendTransport } from './resend-transport.ts'
import { createSendgridTransport } from './sendgrid-transport.ts'
import { type Received, startReceiver } from './smtp-receiver.test-support.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { type DeliveredMail, type TransportUnderTest, transportSuite } from './transport-suite.test-support.ts'

const TIMEOUT_MS = 300

transportSuite('SMTP', async (): Promise<TransportUnderTest> => {
  const never = Promise.withResolvers<void>()
  const mishaps: ('slow' | 'cut')[] = []
  const receiver = await startReceiver({
    beforeAnswer: async () => {
      const mishap = mishaps.shift()
      if (mishap === 'cut') receiver.cut()
      if (mishap !== undefined) await never.promise
    },
  })
  return {
    transport: createSmtpTransport(receiver.server, TIMEOUT_MS),
    delivered: async () => receiver.received.map(fromWire),
    next(mishap) {
      if (mishap === 'refused') receiver.refuse({ at: 'to', code: 550, text: '5.1.1 no such user ada@example.org' })
      else if (mishap === 'busy') receiver.refuse({ at: 'to', code: 451, text: '4.7.1 greylisted, come back' })
      else mishaps.push(mishap)
    },
    afterCut: 'two under one Message-ID',
    async close() {
      never.resolve()
      await receiver.close()
    },
  }
})

transportSuite('Resend', async (): Promise<TransportUnderTest> => {
  const resend = await startResend()
  const account = { apiKey: secret(resend.apiKey), apiBase: new URL(resend.url), timeoutMs: TIMEOUT_MS }
  return {
    transport: createResendTransport(account),
    delivered: async () => resend.emails.map(fromResend),
    next(mishap) {
      if (mishap === 'refused') resend.next(resendError(422, 'validation_error', 'Invalid `to` field: ada@example.org'))
      else if (mishap === 'busy')
        resend.next({
          ...resendError(429, 'rate_limit_exceeded', 'Too many requests'),
          headers: { 'retry-after': '1' },
        })
      else resend.next(mishap)
    },
    afterCut: 'one',
    close: resend.close,
  }
})

transportSuite('SendGrid', async (): Promise<TransportUnderTest> => {
  const sendgrid = await startSendgrid()
  const account = { apiKey: secret(sendgrid.apiKey), apiBase: new URL(sendgrid.url), timeoutMs: TIMEOUT_MS }
  return {
    transport: createSendgridTransport(account),
    delivered: async () => sendgrid.mails.map(fromSendgrid),
    next(mishap) {
      if (mishap === 'refused') sendgrid.next(sendgridError(400, 'ada@example.org is no valid address', 'to'))
      else if (mishap === 'busy') sendgrid.next(busyUntil(Date.now() + 1000))
      else sendgrid.next(mishap)
    },
    afterCut: 'two under one Message-ID',
    close: sendgrid.close,
  }
})

async function folder(): Promise<TransportUnderTest> {
  const path = await mkdtemp(join(tmpdir(), 'plinth-mailbox-'))
  const mailbox = createMailboxFolder(path)
  return {
    transport: mailbox.transport,
    delivered: async () =>
      (await mailbox.list()).toReversed().map(({ to, subject, text, html, attachments = [], ...more }) => ({
        ...{ to: [to.address], subject, content: text + html, headers: headersOf(more), attachments },
      })),
    next: () => assert.fail('nobody else takes part'),
    afterCut: 'one',
    close: () => rm(path, { recursive: true }),
  }
}

transportSuite('the mailbox folder', folder, true)

function busyUntil(atMs: number) {
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(atMs / 1000)) }
  return { ...sendgridError(429, 'too many requests'), headers }
}

function fromWire({ to, raw }: Received): DeliveredMail {
  const [head = '', ...parts] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]))
  return { to, subject: String(headers.Subject), content: parts.join('\n'), headers, attachments: partsAttached(raw) }
}

/** Parts with a name, encoded in base64. */
function partsAttached(raw: string): DeliveredMail['attachments'] {
  return raw
    .split(/\r\n--[^\r\n]+\r\n/)
    .map((part) => part.replace(/\r\n[ \t]+/g, ' ').split('\r\n\r\n'))
    .flatMap(([head = '', body = '']) => {
      const contentType = /^Content-Type: (.*?); name=/m.exec(head)?.[1]
      const filename = /filename=(\S+)/.exec(head)?.[1] ?? ''
      return contentType === undefined ? [] : [{ filename, contentType, text: decoded(body.split('\r\n--')[0] ?? '') }]
    })
}

const decoded = (content: string): string => Buffer.from(content, 'base64').toString()

function fromResend({ to, subject, text, html, headers = {}, attachments = [] }: ResendEmail): DeliveredMail {
  const attached = attachments.map(({ filename, content_type: contentType = '', content }) => ({
    ...{ filename, contentType, text: decoded(content) },
  }))
  return { to, subject, content: text + html, headers, attachments: attached }
}

function fromSendgrid(mail: SendgridMail): DeliveredMail {
  const { personalizations, subject, content, headers = {}, attachments = [] } = mail
  const attached = attachments.map(({ filename, type = '', content: bytes }) => ({
    ...{ filename, contentType: type, text: decoded(bytes) },
  }))
  assert.equal(personalizations.length, 1)
  const to = personalizations.flatMap((one) => one.to.map(({ email }) => email))
  return { to, subject, content: content.map(({ value }) => value).join('\n'), headers, attachments: attached }
}
