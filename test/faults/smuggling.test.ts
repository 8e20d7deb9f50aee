import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { startHaproxy } from '../support/haproxy.ts'
import { createHttpClient } from '../support/http-client.ts'
import { startNginx } from '../support/nginx.ts'
import { sendRaw } from '../support/raw-http.ts'
import { requirement } from '../support/requirements.ts'
import { startServer, type TestServer } from '../support/server.ts'

interface Front {
  readonly url: string
  stop(): Promise<void>
}

const haproxy = requirement('haproxy')
const nginx = requirement('nginx')
const FRONTS: readonly { name: string; skip: string | false; start: (serverPort: number) => Promise<Front> }[] = [
  { name: 'HAProxy', skip: haproxy.skip, start: (port) => startHaproxy(haproxy.path ?? '', [port]) },
  { name: 'nginx', skip: nginx.skip, start: (port) => startNginx(nginx.path ?? '', port, 'buffered') },
  { name: 'streaming nginx', skip: nginx.skip, start: (port) => startNginx(nginx.path ?? '', port, 'streamed') },
]

const HIDDEN = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n'
const START = 'POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`
const afterLastChunk = `0\r\n\r\n${HIDDEN}`

/** In each the hidden request lies in the body as who stands in front must read it, and is one of its own to who reads it otherwise. */
const ATTACKS: Readonly<Record<string, string>> = {
  'in a chunk': `${START}Transfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
  'in a chunk, with a short length beside it': `${START}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
  'after a chunk with an extension': `${START}Transfer-Encoding: chunked\r\n\r\n${HIDDEN.length.toString(16)};a=b\r\n${HIDDEN}\r\n0\r\n\r\n`,
  ...Object.fromEntries(
    [
      'Transfer-Encoding : chunked',
      'Transfer-Encoding: xchunked',
      'Transfer-Encoding: chunked, identity',
      'Transfer-Encoding: \x0bchunked',
      'X: y\nTransfer-Encoding: chunked',
      'Transfer_Encoding: chunked',
    ].map((header) => [
      `within its length, under ${JSON.stringify(header)}`,
      `${START}Content-Length: ${afterLastChunk.length}\r\n${header}\r\n\r\n${afterLastChunk}`,
    ]),
  ),
  'within the longer of two lengths': `${START}Content-Length: ${HIDDEN.length}\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  'within the longer of two lengths in one line': `${START}Content-Length: ${HIDDEN.length}, 0\r\n\r\n${HIDDEN}`,
  'within a length with a sign': `${START}Content-Length: +${HIDDEN.length}\r\n\r\n${HIDDEN}`,
  'in a chunk of HTTP/1.0': `${START.replace('HTTP/1.1', 'HTTP/1.0')}Transfer-Encoding: chunked\r\n\r\n${chunk(HIDDEN)}0\r\n\r\n`,
}

for (const { name, skip, start } of FRONTS)
  describe(`a request that is hidden in the body of another, through ${name}`, { skip }, () => {
    let server: TestServer
    let front: Front
    before(async () => {
      server = await startServer()
      front = await start(Number(new URL(server.url).port))
    })
    after(async () => {
      await front.stop()
      await server.stop()
    })

    /** Requests that found no route, as the server counts them. */
    async function unmatched(): Promise<number> {
      const text = String((await createHttpClient(server.url).get('/metrics')).body)
      const counts = [
        ...text.matchAll(/^http_server_request_duration_seconds_count\{[^}]*http_route="unmatched"[^}]*\} (\d+)/gm),
      ]
      return counts.reduce((sum, [, count]) => sum + Number(count), 0)
    }

    for (const [where, bytes] of Object.entries(ATTACKS))
      test(`is not answered by the server behind ${name}: ${where}`, async () => {
        const before = await unmatched()
        const { answers, status } = await sendRaw(front.url, bytes, { waitMs: 500 })
        assert.ok(answers <= 1, `${answers} answers to one request`)
        assert.ok(status >= 400 || status === 0, `answered ${status}`)
        assert.equal(await unmatched(), before)
      })

    test(`is seen where it is really sent through ${name}: the count finds it`, async () => {
      const before = await unmatched()
      await sendRaw(front.url, HIDDEN, { waitMs: 500 })
      assert.equal(await unmatched(), before + 1)
    })

    test(`is answered by a server behind ${name} that knows no chunks: the attacks are real`, async () => {
      const seen: string[] = []
      const naive = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.on('data', (bytes) => {
          for (const line of bytes.toString('latin1').matchAll(/^(?:GET|POST) (\S+) HTTP/gm)) {
            seen.push(line[1] ?? '')
            socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
          }
        })
      }).listen(0, '127.0.0.1')
      await once(naive, 'listening')
      const other = await start((naive.address() as AddressInfo).port)
      await sendRaw(other.url, ATTACKS['in a chunk'] ?? '', { waitMs: 500 })
      await other.stop()
      naive.close()
      assert.ok(seen.includes('/smuggled'), seen.join())
    })
  })
