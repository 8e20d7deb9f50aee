import { randomUUID } from 'node:crypto'
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

const ANSWER_MS_MAX = 15_000
const PAUSE_MS_MAX = 40

export interface ClientCounts {
  answered: number
  /** Clients whose last answer told them that the connection closes. */
  told: number
  /** Clients who found nobody listening any more: nothing was sent, so nothing failed. */
  refused: number
  /** Requests that were sent and came to nothing, or to an answer of 400 and above. */
  readonly failures: string[]
}

export interface Clients {
  readonly counts: ClientCounts
  /** Resolves when every client is at its end. */
  readonly ended: Promise<unknown>
  /** Resolves when so many requests were answered. */
  answered(count: number): Promise<void>
}

/**
 * Clients that read and write in turn, each on one connection that it keeps and with pauses in which that connection is idle. A
 * client ends when it is told that its connection closes, when nobody listens any more, and at a failure.
 */
export function startClients(url: string, token: string, count: number): Clients {
  const counts: ClientCounts = { answered: 0, told: 0, refused: 0, failures: [] }
  const clients = Array.from({ length: count }, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let turn = 0; await takeTurn({ url, token, agent, writes: turn % 2 === 0 }, counts); turn += 1) {
      await sleep(Math.random() * PAUSE_MS_MAX)
    }
    agent.destroy()
  })
  return {
    counts,
    ended: Promise.all(clients),
    async answered(wanted) {
      while (counts.answered < wanted && counts.failures.length === 0) await sleep(5)
    },
  }
}

export interface Turn {
  readonly url: string
  readonly token: string
  readonly agent: Agent
  readonly writes: boolean
}

/** Sends one request; answers whether the client goes on. */
async function takeTurn(turn: Turn, counts: ClientCounts): Promise<boolean> {
  try {
    const { status, closes } = await send(turn)
    counts.answered += 1
    if (status >= 400) counts.failures.push(`answered ${status}`)
    else if (closes) counts.told += 1
    return status < 400 && !closes
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : String(error)
    if (code === 'ECONNREFUSED') counts.refused += 1
    else counts.failures.push(`no answer: ${code}`)
    return false
  }
}

export interface Sent {
  readonly status: number
  readonly type: string
  /** Whether the answer said that its connection closes. */
  readonly closes: boolean
}

/** One request of a client, a read or a write, on a connection of its agent. */
export function send({ url, token, agent, writes }: Turn): Promise<Sent> {
  const path = writes ? '/api/playlists' : '/api/artist/applications?limit=5'
  const headers = { authorization: `Bearer ${token}`, ...(writes ? { 'content-type': 'application/json' } : {}) }
  const signal = AbortSignal.timeout(ANSWER_MS_MAX)
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method: writes ? 'POST' : 'GET', agent, headers, signal })
    sent.once('error', reject)
    sent.once('response', (answer: IncomingMessage) => {
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          type: answer.headers['content-type'] ?? '',
          closes: answer.headers.connection === 'close',
        }),
      )
      answer.resume()
    })
    sent.end(writes ? JSON.stringify({ title: randomUUID() }) : undefined)
  })
}
