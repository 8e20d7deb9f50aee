import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ComeBackLater, PermanentFailure } from '../jobs/job.ts'
import { parseMailbox } from './address.ts'
import { DeliveryUncertain } from './delivery-uncertain.ts'
import { outgoing } from './outgoing.test-support.ts'
import type { MailTransport } from './transport.ts'

/** A mail as whoever is behind the transport has it. */
export interface DeliveredMail {
  readonly to: readonly string[]
  readonly subject: string
  /** Of all parts. */
  readonly content: string
  readonly headers: Readonly<Record<string, string>>
  readonly attachments: readonly { readonly filename: string; readonly contentType: string; readonly text: string }[]
}

/** What happens to the next mail: refused for good, told to wait, taken but never answered, taken and the connection closed. */
export type Mishap = 'refused' | 'busy' | 'slow' | 'cut'

export interface TransportUnderTest {
  /** Gives up after 300 ms. */
  readonly transport: MailTransport
  delivered(): Promise<readonly DeliveredMail[]>
  next(mishap: Mishap): void
  /** What a try repeated after a cut leaves: one mail, or two that a receiver can tell to be one. */
  readonly afterCut: 'one' | 'two under one Message-ID'
  close(): Promise<void>
}

/** What every adapter of MailTransport holds to; `alone`: there is nobody behind it to go wrong. */
export function transportSuite(name: string, make: () => Promise<TransportUnderTest>, alone = false): void {
  describe(`${name} as a mail transport`, () => {
    let made: TransportUnderTest | undefined
    const under = (): TransportUnderTest => {
      assert.ok(made)
      return made
    }
    before(async () => {
      made = await make()
    })
    after(async () => {
      await made?.transport.close()
      await made?.close()
    })
    const held = alone ? delivering : { ...delivering, ...failing }
    for (const [title, check] of Object.entries(held)) test(title, () => check(under()))
  })
}

const newest = async ({ delivered }: TransportUnderTest): Promise<DeliveredMail> => {
  const mail = (await delivered()).at(-1)
  assert.ok(mail)
  return mail
}

const delivering: Record<string, (under: TransportUnderTest) => Promise<void>> = {
  async 'hands over subject and both parts, to the one address'(under) {
    await under.transport.send(outgoing({ replyTo: parseMailbox('help@example.com') }))
    const { to, subject, content, headers } = await newest(under)
    assert.deepEqual(to, ['ada@example.org'])
    assert.equal(subject, 'Hello')
    assert.match(content, /plain words[\s\S]*marked-up words|marked-up words[\s\S]*plain words/)
    if (under.transport.name !== 'mailbox') assert.equal(headers['Auto-Submitted'], 'auto-generated')
  },
  async 'reaches nobody but the address, whatever the name says'(under) {
    for (const name of [
      'Doe, John" <evil@e.com>, x:; (y)',
      'evil@e.com,',
      'undisclosed: evil@e.com;',
      '\\"<evil@e.com>',
    ]) {
      await under.transport.send(outgoing({ to: parseMailbox({ name, address: 'john@example.org' }) }))
      assert.deepEqual((await newest(under)).to, ['john@example.org'], name)
    }
  },
  async 'a sender with syntax in its name sends'(under) {
    const before = (await under.delivered()).length
    const name = 'Plinth, "the" \\ <x@y.z>'
    await under.transport.send(outgoing({ from: parseMailbox({ name, address: 'no-reply@example.com' }) }))
    assert.equal((await under.delivered()).length, before + 1)
  },
  async 'a mail of news carries what a mail program ends it by, another mail does not'(under) {
    const unsubscribeUrl = `https://app.example.com/api/mail/unsubscribe?token=${'x'.repeat(300)}`
    await under.transport.send(outgoing({ purpose: 'news', unsubscribeUrl }))
    const { headers } = await newest(under)
    assert.equal(headers['List-Unsubscribe'], `<${unsubscribeUrl}>`)
    assert.equal(headers['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
    await under.transport.send(outgoing())
    assert.equal((await newest(under)).headers['List-Unsubscribe'], undefined)
  },
  async 'hands over an attachment byte for byte'(under) {
    const text = `BEGIN:VCALENDAR\r\nSUMMARY:Grüße\\, ${'x'.repeat(90)}\r\n.\r\nEND:VCALENDAR\r\n`
    const sent = { filename: 'appointment.ics', contentType: 'text/calendar; charset=utf-8; method=REQUEST', text }
    await under.transport.send(outgoing({ attachments: [sent] }))
    const { attachments, content } = await newest(under)
    assert.deepEqual(attachments, [sent])
    assert.match(content, /plain words/)
    await under.transport.send(outgoing())
    assert.deepEqual((await newest(under)).attachments, [])
  },
  async 'says that it is well'({ transport }) {
    assert.equal((await transport.verify()).status, 'pass')
  },
}

const failing: Record<string, (under: TransportUnderTest) => Promise<void>> = {
  async 'a mail refused for good says why, without the address, and is not tried again'({ transport, next }) {
    next('refused')
    await assert.rejects(transport.send(outgoing()), (error: Error) => {
      assert.ok(error instanceof PermanentFailure, error.message)
      assert.match(error.message, /\(address\)/)
      assert.doesNotMatch(`${error.stack}${JSON.stringify({ ...error })}`, /ada@/)
      return true
    })
  },
  async 'one told to wait is not to blame, and is taken afterwards'({ transport, next, delivered }) {
    const before = (await delivered()).length
    const message = outgoing()
    next('busy')
    const waits = await seconds(transport.send(message))
    await new Promise((resolve) => setTimeout(resolve, waits * 1000 + 20))
    await transport.send(message)
    assert.equal((await delivered()).length, before + 1)
  },
  async 'an answer that does not come in time leaves the mail in doubt'({ transport, next }) {
    next('slow')
    const startedMs = performance.now()
    await assert.rejects(transport.send(outgoing()), DeliveryUncertain)
    const tookMs = performance.now() - startedMs
    assert.ok(tookMs > 250 && tookMs < 5000, `${tookMs} ms`)
  },
  async 'a connection cut after the mail was taken leaves what was promised'({ transport, next, delivered, afterCut }) {
    const before = (await delivered()).length
    const message = outgoing()
    next('cut')
    await assert.rejects(transport.send(message), DeliveryUncertain)
    await transport.send(message)
    const since = (await delivered()).slice(before)
    if (afterCut === 'one') return assert.equal(since.length, 1)
    assert.deepEqual(
      since.map(({ headers }) => headers['Message-ID']),
      [message.messageId, message.messageId],
    )
  },
}

/** How long to wait for the next try. */
async function seconds(sending: Promise<unknown>): Promise<number> {
  const error = await sending.then(
    () => assert.fail('it was taken'),
    (thrown: unknown) => thrown,
  )
  assert.ok(isTemporary(error))
  return error instanceof ComeBackLater ? error.seconds : 0
}

function isTemporary(error: unknown): boolean {
  assert.ok(error instanceof Error && !(error instanceof PermanentFailure), String(error))
  return true
}
