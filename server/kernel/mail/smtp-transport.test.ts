import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { Secret, secret } from '../config/secret.ts'
import { PermanentFailure } from '../jobs/job.ts'
import { parseMailbox } from './address.ts'
import { outgoing as mail } from './outgoing.test-support.ts'
import { createSmtpCarrier } from './smtp-carrier.ts'
import { type Receiver, startReceiver } from './smtp-receiver.test-support.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { parseSmtpUrl } from './smtp-url.ts'
import { AddressRefused, type MailTransport } from './transport.ts'

describe('over plain SMTP on loopback', () => {
  let receiver: Receiver
  let transport: MailTransport
  before(async () => {
    receiver = await startReceiver()
    transport = createSmtpTransport(receiver.server)
  })
  after(async () => {
    await transport.close()
    await receiver.close()
  })
  const last = () => receiver.received.at(-1)

  test('text and HTML arrive at the one mailbox, under the given Message-ID', async () => {
    const message = mail({ replyTo: parseMailbox('help@example.com') })
    await transport.send(message)
    assert.equal(last()?.from, 'no-reply@example.com')
    assert.deepEqual(last()?.to, ['ada@example.org'])
    const raw = last()?.raw ?? ''
    for (const header of [
      'From: Plinth <no-reply@example.com>',
      'To: Ada Lovelace <ada@example.org>',
      'Reply-To: help@example.com',
      'Subject: Hello',
      `Message-ID: ${message.messageId}`,
      'Auto-Submitted: auto-generated',
    ]) {
      assert.ok(raw.includes(`${header}\r\n`), header)
    }
    assert.match(raw, /Content-Type: multipart\/alternative/)
    assert.match(
      raw,
      /Content-Type: text\/plain[\s\S]*plain words[\s\S]*Content-Type: text\/html[\s\S]*marked-up words/,
    )
  })

  test('a name full of syntax stays a name', async () => {
    const name = 'Doe, John" <evil@e.com>, x:; (y)'
    await transport.send(mail({ to: parseMailbox({ name, address: 'john@example.org' }) }))
    assert.deepEqual(last()?.to, ['john@example.org'])
    const unfolded = last()?.raw.replace(/\r\n[ \t]/g, ' ') ?? ''
    assert.deepEqual(unfolded.match(/^(?:To|Cc|Bcc): .*$/gim), [
      String.raw`To: "Doe, John\" <evil@e.com>, x:; (y)" <john@example.org>`,
    ])
  })

  test('a subject with a line break, had the renderer let it pass, adds no header', async () => {
    await transport.send(mail({ subject: 'x\r\nBcc: evil@e.com\r\n\r\nbody' }))
    assert.deepEqual(last()?.to, ['ada@example.org'])
    assert.doesNotMatch(last()?.raw ?? '', /^Bcc:/im)
  })

  for (const at of ['from', 'to', 'content'] as const) {
    test(`a 550 to the ${at} step refuses this mail for good, with the reason and without the address`, async () => {
      receiver.refuse({ at, code: 550, text: 'no mailbox ada@example.org here' })
      await assert.rejects(transport.send(mail()), (error: Error) => {
        assert.ok(error instanceof PermanentFailure)
        assert.match(error.message, /^550 no mailbox \(address\) here$/)
        assert.ok(!JSON.stringify({ ...error }).includes('ada@'))
        return true
      })
    })

    test(`a 451 to the ${at} step lets another try pass`, async () => {
      receiver.refuse({ at, code: 451, text: 'greylisted, come back' })
      await assert.rejects(transport.send(mail()), (error: Error) => {
        assert.ok(!(error instanceof PermanentFailure))
        assert.match(error.message, /451 greylisted/)
        return true
      })
      await transport.send(mail())
    })
  }

  for (const [code, text, isAddress] of [
    [550, 'no mailbox here', true],
    [551, 'moved away', true],
    [553, 'no such name', true],
    [550, '5.1.1 no such user', true],
    [550, '5.2.1 mailbox disabled', true],
    [550, '5.7.1 your network is on a list', false],
    [550, '5.1.8 the sender does not exist', false],
    [552, '5.2.2 mailbox full', false],
    [552, 'too much', false],
    [554, 'policy', false],
  ] as const)
    test(`a ${code} ${text} to the recipient ${isAddress ? 'is' : 'is not'} about the address`, async () => {
      receiver.refuse({ at: 'to', code, text })
      await assert.rejects(transport.send(mail()), (error) => {
        assert.ok(error instanceof PermanentFailure)
        assert.equal(error instanceof AddressRefused, isAddress)
        return true
      })
    })

  test('a refusal of the sender or of the content is not about the address', async () => {
    for (const at of ['from', 'content'] as const) {
      receiver.refuse({ at, code: 550, text: '5.1.1 no' })
      await assert.rejects(transport.send(mail()), (error) => !(error instanceof AddressRefused))
    }
  })

  test('a server that is shutting down (421) and one that turns the connection away (554) are temporary', async () => {
    receiver.refuse({ at: 'to', code: 421, text: 'closing' })
    await assert.rejects(transport.send(mail()), (error) => !(error instanceof PermanentFailure))
    const away = createSmtpTransport(receiver.server)
    receiver.refuse({ at: 'connect', code: 554, text: 'not today' })
    await assert.rejects(away.send(mail()), (error) => !(error instanceof PermanentFailure))
    await away.close()
  })

  test('verify says where it would hand over, or why it cannot', async () => {
    assert.deepEqual(await transport.verify(), { status: 'pass', observed: `127.0.0.1:${receiver.port} takes mail` })
    const nobody = createSmtpTransport({ ...receiver.server, port: 9 })
    const finding = await nobody.verify()
    assert.equal(finding.status, 'fail')
    assert.match(finding.observed, /^127\.0\.0\.1:9: .*ECONNREFUSED/)
    await nobody.close()
  })
})

describe('credentials and TLS', () => {
  const account = { user: 'plinth@example.com', pass: 'p%ss:w/rd' }

  async function connect(
    t: TestContext,
    options: Parameters<typeof startReceiver>[0],
    urlOf: (port: number) => string,
  ) {
    const receiver = await startReceiver(options)
    const transport = createSmtpTransport(parseSmtpUrl(secret(urlOf(receiver.port))))
    t.after(async () => {
      await transport.close()
      await receiver.close()
    })
    return { receiver, transport }
  }
  const signedIn = (pass: string) => (port: number) =>
    `smtp://${encodeURIComponent(account.user)}:${encodeURIComponent(pass)}@127.0.0.1:${port}`

  test('signs in with the decoded user and password', async (t) => {
    const { receiver, transport } = await connect(t, { account }, signedIn(account.pass))
    await transport.send(mail())
    assert.equal(receiver.received[0]?.user, account.user)
  })

  test('a wrong password is temporary, as the mail is not to blame, and is not told', async (t) => {
    const { transport } = await connect(t, { account }, signedIn('wrong-password'))
    await assert.rejects(transport.send(mail()), (error: Error) => {
      assert.ok(!(error instanceof PermanentFailure))
      assert.match(error.message, /535/)
      assert.doesNotMatch(`${error.message}${error.stack}`, /wrong-password/)
      return true
    })
  })

  for (const [startTls, what] of [
    [false, 'that offers no STARTTLS'],
    [true, 'whose certificate nobody vouches for'],
  ] as const) {
    test(`hands nothing to a server ${what}`, async (t) => {
      const required = (port: number): string => `smtp://127.0.0.1:${port}?tls=required`
      const { receiver, transport } = await connect(t, { startTls }, required)
      await assert.rejects(transport.send(mail()), startTls ? /certificate/ : /STARTTLS/)
      assert.equal(receiver.received.length, 0)
    })
  }
})

test('a renewed URL carries what is sent from then on', async () => {
  const [one, other] = [await startReceiver(), await startReceiver()]
  const url = Secret.renewable(one.url)
  const carrier = createSmtpCarrier(url.secret, null)
  await carrier.send(mail())
  url.renew(other.url)
  await carrier.send(mail())
  assert.deepEqual([one.received.length, other.received.length], [1, 1])
  await carrier.close()
  await Promise.all([one.close(), other.close()])
})
