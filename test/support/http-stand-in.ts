import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it came; `body` is parsed where it is JSON, `text` is what came. */
export interface StandInRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
  readonly text: string
}

export interface StandInAnswer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Instead of the answer: `cut` does the work and then closes the connection, `slow` does it and never answers. */
export type StandInFault = StandInAnswer | 'cut' | 'slow'

/** Somebody's JSON API on a free port of loopback. */
export interface HttpStandIn {
  readonly url: string
  /** Requests that arrived, refused ones too. */
  readonly requests: readonly StandInRequest[]
  /** The next requests meet these, one each. */
  next(...faults: StandInFault[]): void
  close(): Promise<void>
}

/** Starts a server that answers by `answerOf`, which keeps what state there is. */
export async function startHttpStandIn(answerOf: (request: StandInRequest) => StandInAnswer): Promise<HttpStandIn> {
  const requests: StandInRequest[] = []
  const faults: StandInFault[] = []

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(incoming)
    const { method = '', url: path = '', headers } = incoming
    const body: unknown = headers['content-type']?.includes('json') && text !== '' ? JSON.parse(text) : undefined
    const request = { method, path, headers, body, text }
    requests.push(request)
    const fault = faults.shift()
    const answer = typeof fault === 'object' ? fault : answerOf(request)
    if (fault === 'cut') return void incoming.socket.destroy()
    if (fault === 'slow') return
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body))
  }

  const server = createServer((incoming, response) => void handle(incoming, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...more) => void faults.push(...more),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
