import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, BlockList } from 'node:net'
import { afterEach, describe, test } from 'node:test'
import { createOutbound, OutboundFailure } from './outbound.ts'

const nowhereElse = new BlockList()
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

const sent = () => ({ headers: {}, body: '{}', signal: new AbortController().signal })
const refused = (pattern: RegExp) => (error: unknown) => error instanceof OutboundFailure && pattern.test(error.message)

describe('what strangers may have us send to', () => {
  const spellings = [
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '017700000000.1',
      '0',
      '①②⑦.0.0.1',
      '169.254.169.254',
      '10.1.2.3',
    ],
    ...['172.31.255.255', '192.168.0.1', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...[
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[fe80::1]',
      '[fd00::1]',
      '[ff02::1]',
    ],
    ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[2001:db8::1]'],
  ]
  for (const host of spellings)
    test(`is not ${host}`, async () => {
      const outbound = createOutbound({ alsoAllowed: nowhereElse })
      if (!URL.canParse(`https://${host}/`)) return assert.equal(host, '017700000000.1')
      assert.notEqual(outbound.objection(new URL(`https://${host}/`)), null)
      await assert.rejects(outbound.post(new URL(`https://${host}/`), sent()), OutboundFailure)
    })

  test('is a public address over https, without a password in it', () => {
    const { objection } = createOutbound({ alsoAllowed: nowhereElse })
    for (const good of ['https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://hooks.example.com:8443/a?b'])
      assert.equal(objection(new URL(good)), null, good)
    for (const bad of [
      'http://8.8.8.8/',
      'http://hooks.example.com/',
      'ftp://8.8.8.8/',
      'file:///etc/passwd',
      'https://a:b@8.8.8.8/',
    ])
      assert.notEqual(objection(new URL(bad)), null, bad)
  })

  test('is no name that leads inside, not even with one of its addresses', async () => {
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['::1'], []]) {
      const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      const outbound = createOutbound({ alsoAllowed: nowhereElse, resolve })
      const url = new URL('https://rebind.example/')
      await assert.rejects(outbound.post(url, sent()), refused(/public Internet/), addresses.join())
    }
  })

  test('is what was checked and nothing else: a name is asked for once, and its answer is connected to', async () => {
    const port = (await serve((_, response) => response.end('inside'))).port
    const answers = [['127.0.0.1'], ['127.0.0.2']]
    let asked = 0
    const resolve = async () => (answers[asked++] ?? []).map((address) => ({ address, family: 4 }))
    const outbound = createOutbound({ alsoAllowed: loopback, resolve })
    const { status, text } = await outbound.post(new URL(`http://rebind.example:${port}/`), sent())
    assert.deepEqual([status, text, asked], [200, 'inside', 1])
  })

  test('does not follow where it is sent on to', async () => {
    let met = 0
    const inside = await serve((_, response) => {
      met += 1
      response.end()
    })
    const url = await serve((_, response) => response.writeHead(302, { location: inside.href }).end('elsewhere'))
    const { status, text } = await createOutbound({ alsoAllowed: loopback }).post(url, sent())
    assert.deepEqual([status, text, met], [302, 'elsewhere', 0])
  })
})

describe('a hostile receiver', () => {
  test('that never answers is given up', async () => {
    const outbound = createOutbound({ alsoAllowed: loopback, deadlineMs: 200 })
    await assert.rejects(outbound.post(await serve(() => undefined), sent()), refused(/no whole answer within 0.2 s/))
    const drips = await serve((_, response) => {
      response.writeHead(200)
      const dripping = setInterval(() => response.write('.'), 20)
      response.once('close', () => clearInterval(dripping))
    })
    await assert.rejects(outbound.post(drips, sent()), refused(/no whole answer within 0.2 s/))
  })

  test('that answers without end is read for 64 KiB', async () => {
    let closed: (value: unknown) => void = () => undefined
    const gone = new Promise((resolve) => {
      closed = resolve
    })
    const endless = await serve((_, response) => {
      const chunk = Buffer.alloc(16_384, 'x')
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', pour)
      }
      response.once('close', () => closed(null))
      pour()
    })
    const { text } = await createOutbound({ alsoAllowed: loopback }).post(endless, sent())
    assert.equal(text.length, 65_536)
    await gone
  })

  test('that hangs up, or is not there, says so', async () => {
    const outbound = createOutbound({ alsoAllowed: loopback })
    const cut = await serve((incoming) => incoming.socket.destroy())
    await assert.rejects(outbound.post(cut, sent()), refused(/ECONNRESET/))
    await assert.rejects(outbound.post(new URL('http://127.0.0.1:1/'), sent()), refused(/ECONNREFUSED/))
    const unknown = createOutbound({ alsoAllowed: loopback, resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    await assert.rejects(
      unknown.post(new URL('https://nowhere.example/'), sent()),
      refused(/nowhere\.example is not known/),
    )
  })

  test('is left when the caller gives up', async () => {
    const caller = new AbortController()
    const url = await serve(() => caller.abort(new Error('shutdown')))
    const asked = createOutbound({ alsoAllowed: loopback }).post(url, { ...sent(), signal: caller.signal })
    await assert.rejects(asked, /shutdown/)
  })
})

describe('what is fetched', () => {
  const limits = () => ({ headers: {}, signal: new AbortController().signal, bytesMax: 10, deadlineMs: 10_000 })
  const outbound = createOutbound({ alsoAllowed: loopback })

  test('is the whole of an answer, with what tells whether it changed', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { etag: '"a"', 'last-modified': 'Sun, 01 Mar 2026 00:00:00 GMT' })
      response.end(`${request.method} ${request.headers['content-length'] ?? 'none'}`)
    })
    assert.deepEqual(await outbound.fetch(url, { ...limits(), headers: { accept: 'text/calendar' } }), {
      ...{ status: 200, text: 'GET none', etag: '"a"', lastModified: 'Sun, 01 Mar 2026 00:00:00 GMT' },
    })
  })

  test('is nothing that is longer than is wanted, or comes too slowly', async () => {
    const exact = await serve((_, response) => response.end('x'.repeat(10)))
    assert.equal((await outbound.fetch(exact, limits())).text.length, 10)
    const longer = await serve((_, response) => response.end('x'.repeat(11)))
    await assert.rejects(outbound.fetch(longer, limits()), refused(/longer than/))
    const silent = await serve(() => undefined)
    await assert.rejects(outbound.fetch(silent, { ...limits(), deadlineMs: 200 }), refused(/no whole answer/))
  })

  test('comes from public addresses only, and from where it was asked for', async () => {
    const nowhere = createOutbound({ alsoAllowed: nowhereElse })
    await assert.rejects(nowhere.fetch(new URL('https://127.0.0.1/'), limits()), refused(/public Internet/))
    const resolve = async () => [{ address: '10.0.0.1', family: 4 }]
    const named = createOutbound({ alsoAllowed: nowhereElse, resolve })
    await assert.rejects(named.fetch(new URL('https://rebind.example/'), limits()), refused(/public Internet/))
    let met = 0
    const inside = await serve((_, response) => {
      met += 1
      response.end()
    })
    const url = await serve((_, response) => response.writeHead(302, { location: inside.href }).end())
    const { status, text } = await outbound.fetch(url, limits())
    assert.deepEqual([status, text, met], [302, '', 0])
  })
})
