import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { now } from '../../../kernel/clock.ts'
import type { RawWebhook } from '../provider.ts'

/** Takes webhooks as they come, and answers each with 204. */
export interface WebhookReceiver {
  readonly url: string
  /** Oldest first. */
  readonly received: RawWebhook[]
  /** Answers the next ones with 503. */
  refuse(times: number): void
  close(): Promise<void>
}

/** Listens on loopback. The last segment of the path is the path's secret. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: RawWebhook[] = []
  let refusals = 0
  async function take(incoming: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const pathSecret = incoming.url?.split('/').at(-1) ?? null
    const body = Buffer.concat(chunks)
    received.push({ body, headers: incoming.headers, pathSecret, from: '127.0.0.1', receivedAt: now() })
  }
  const server = createServer((incoming, response) => {
    if (refusals > 0) {
      refusals -= 1
      response.writeHead(503).end()
      return
    }
    void take(incoming).then(() => response.writeHead(204).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    refuse(times) {
      refusals += times
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
