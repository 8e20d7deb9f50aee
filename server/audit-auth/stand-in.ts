import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server in this process that stands where a provider would. */
export interface StandIn {
  readonly url: string
  close(): Promise<void>
}

/** Listens on loopback, on a free port when none is given; the handler is made when the address is known. */
export async function standIn(
  make: (url: string) => RequestListener | Promise<RequestListener>,
  at: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 },
): Promise<StandIn> {
  let handle: RequestListener | null = null
  const server = createServer((request, response) => handle?.(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  const url = `http://${at.host}:${(server.address() as AddressInfo).port}`
  handle = await make(url)
  return {
    url,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const part of request) text += part
  return new URLSearchParams(text)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

export function redirect(response: ServerResponse, to: URL): void {
  response.writeHead(302, { location: to.href }).end()
}
