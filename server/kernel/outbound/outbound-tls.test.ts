import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, BlockList, createServer as createTcpServer, type Server } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type Certified, createAuthority, selfSigned } from '../../../test/support/certificates.ts'
import { createOutbound, OutboundFailure } from './outbound.ts'

const HOST = 'hooks.example'
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')

const trusted = createAuthority('A trusted authority')
const stranger = createAuthority('Another authority')
const known = getCACertificates('default')
const daysFromNow = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000)

const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const outbound = createOutbound({ alsoAllowed: loopback, resolve })
const sent = () => ({ headers: {}, body: '{"secret":true}', signal: new AbortController().signal })
const limits = () => ({ headers: {}, signal: new AbortController().signal, bytesMax: 100, deadlineMs: 10_000 })
const refused = (pattern: RegExp) => (error: unknown) => error instanceof OutboundFailure && pattern.test(error.message)

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listening(server: Server): Promise<URL> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return new URL(`https://${HOST}:${(server.address() as AddressInfo).port}/`)
}

/** A receiver with that certificate, and how many requests it was told. */
async function receiver({ cert, key }: Certified) {
  const told: string[] = []
  const server = createServer({ cert, key }, (request, response) => {
    told.push(request.method ?? '')
    response.end('taken')
  })
  return { url: await listening(server), told }
}

describe('a receiver over TLS', () => {
  before(() => setDefaultCACertificates([...known, trusted.cert]))
  after(() => setDefaultCACertificates(known))

  test('is sent to when its certificate is of a trusted authority, of this day and for its name', async () => {
    const { url, told } = await receiver(trusted.issue({ names: [HOST] }))
    assert.equal((await outbound.post(url, sent())).text, 'taken')
    assert.equal((await outbound.fetch(url, limits())).text, 'taken')
    assert.deepEqual(told, ['POST', 'GET'])
  })

  const bad: readonly { what: string; certified: Certified; because: RegExp }[] = [
    {
      what: 'its own certificate',
      certified: selfSigned({ names: [HOST] }),
      because: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    },
    {
      what: 'a certificate of an authority nobody knows',
      certified: stranger.issue({ names: [HOST] }),
      because: /UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    },
    {
      what: 'an expired certificate',
      certified: trusted.issue({ names: [HOST], from: daysFromNow(-400), until: daysFromNow(-1) }),
      because: /CERT_HAS_EXPIRED/,
    },
    {
      what: 'a certificate of tomorrow',
      certified: trusted.issue({ names: [HOST], from: daysFromNow(1), until: daysFromNow(400) }),
      because: /CERT_NOT_YET_VALID/,
    },
    {
      what: 'a certificate for another name',
      certified: trusted.issue({ names: ['other.example', `${HOST}.evil.example`] }),
      because: /ERR_TLS_CERT_ALTNAME_INVALID/,
    },
  ]
  for (const { what, certified, because } of bad)
    test(`with ${what} is told nothing, and the failure says why`, async () => {
      const { url, told } = await receiver(certified)
      await assert.rejects(outbound.post(url, sent()), refused(because))
      await assert.rejects(outbound.fetch(url, limits()), refused(because))
      assert.deepEqual(told, [])
    })

  test('that speaks no TLS is told nothing', async () => {
    const told: string[] = []
    const plain = createPlainServer((request, response) => {
      told.push(request.method ?? '')
      response.end()
    })
    await assert.rejects(outbound.post(await listening(plain), sent()), refused(/EPROTO|ERR_SSL/))
    assert.deepEqual(told, [])
  })

  test('that never ends the handshake is given up', async () => {
    const open: { destroy(): void }[] = []
    const silent = createTcpServer((socket) => void open.push(socket.on('error', () => undefined)))
    const hasty = createOutbound({ alsoAllowed: loopback, resolve, deadlineMs: 200 })
    await assert.rejects(hasty.post(await listening(silent), sent()), refused(/no whole answer within 0.2 s/))
    for (const socket of open) socket.destroy()
  })
})
