import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { describe, type TestContext, test } from 'node:test'
import { secret } from '../config/secret.ts'
import { PermanentFailure } from '../jobs/job.ts'
import { DeliveryUncertain } from './delivery-uncertain.ts'
import { outgoing as mail } from './outgoing.test-support.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { parseSmtpUrl } from './smtp-url.ts'

const STEP_MS = 300
const STEPS = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'content'] as const
type Step = (typeof STEPS)[number]

const REPLIES: Record<Step, string> = {
  greeting: '220 mx.example ESMTP',
  EHLO: '250 mx.example',
  MAIL: '250 sender taken',
  RCPT: '250 recipient taken',
  DATA: '354 go on',
  content: '250 taken',
}

/** A mail server that answers every step but one, and keeps its connections open. */
async function silentAt(t: TestContext, silent: Step | null) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => sockets.delete(socket))
    const reply = (step: Step): void => void (step !== silent && socket.write(`${REPLIES[step]}\r\n`))
    let inContent = false
    createInterface({ input: socket }).on('line', (line) => {
      if (inContent && line !== '.') return
      const step = inContent ? 'content' : STEPS.find((named) => line.startsWith(named))
      inContent = step === 'DATA'
      if (step !== undefined) reply(step)
    })
    reply('greeting')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const transport = createSmtpTransport(parseSmtpUrl(secret(`smtp://127.0.0.1:${port}`)), STEP_MS)
  t.after(async () => {
    await transport.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return transport
}

describe('a mail server that falls silent', () => {
  for (const step of STEPS) {
    const isInDoubt = step === 'content'
    const end = isInDoubt ? 'is in doubt' : 'was not taken'
    test(`at its answer to ${step} is given up in time, and the mail ${end}`, async (t) => {
      const transport = await silentAt(t, step)
      const startedMs = performance.now()
      await assert.rejects(transport.send(mail()), (error) => {
        assert.ok(!(error instanceof PermanentFailure))
        assert.equal(error instanceof DeliveryUncertain, isInDoubt)
        return true
      })
      const tookMs = performance.now() - startedMs
      assert.ok(tookMs >= STEP_MS - 50 && tookMs < STEP_MS * 10, `given up after ${Math.round(tookMs)} ms`)
    })
  }

  test('at no step takes the mail', async (t) => {
    const transport = await silentAt(t, null)
    assert.match((await transport.send(mail())).providerId ?? '', /^250/)
  })
})
