import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
}

export interface WireAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** An object goes out as JSON. */
  readonly body?: object | string
}

/** `cut` ends the connection without an answer, `hang` never answers. */
export type Handler = (request: SeenRequest) => WireAnswer | 'cut' | 'hang' | Promise<WireAnswer | 'cut' | 'hang'>

export interface WireServer {
  readonly baseUrl: string
  /** Every request that came whole, in its order. */
  readonly seen: readonly SeenRequest[]
  seenAt(route: string): SeenRequest[]
  close(): Promise<void>
}

/** An HTTP server on a free port of the loopback that answers by `METHOD /path`, and 404 with a problem elsewhere. */
export async function startWireServer(routes: Readonly<Record<string, Handler>>): Promise<WireServer> {
  const seen: SeenRequest[] = []
  const server = createServer((message, response) => {
    read(message).then(
      async (request) => {
        seen.push(request)
        const handler = routes[`${request.method} ${request.path}`] ?? (() => problem(404, 'http/no-such-route'))
        answer(response, await handler(request))
      },
      () => response.destroy(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    seenAt: (route) => seen.filter(({ method, path }) => `${method} ${path}` === route),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

export function problem(status: number, code: string, more: object = {}): WireAnswer {
  const body = JSON.stringify({ type: `/problems/${code}`, title: 'Refused', status, code, ...more })
  return { status, headers: { 'content-type': 'application/problem+json' }, body }
}

/** Answers in turn, the last one for good. */
export function inTurn(...answers: readonly (WireAnswer | 'cut' | 'hang')[]): Handler {
  let at = 0
  return () => {
    const answer = answers[Math.min(at, answers.length - 1)]
    at += 1
    if (answer === undefined) throw new TypeError('inTurn needs an answer')
    return answer
  }
}

async function read(message: IncomingMessage): Promise<SeenRequest> {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece)
  const url = new URL(message.url ?? '/', 'http://server')
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]))
  return {
    method: message.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers,
    body: Buffer.concat(pieces),
  }
}

function answer(response: ServerResponse, outcome: WireAnswer | 'cut' | 'hang'): void {
  if (outcome === 'hang') return
  if (outcome === 'cut') {
    response.destroy()
    return
  }
  const { status, headers = {}, body = '' } = outcome
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {}
  response.writeHead(status, { ...type, ...headers }).end(typeof body === 'object' ? JSON.stringify(body) : body)
}
