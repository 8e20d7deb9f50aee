import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A TCP relay that goes wrong when it is told to. */
export interface FaultProxy {
  /** The same database, reached through the proxy. */
  readonly url: string
  /** Cuts the connection in place of the answer to the first request whose bytes match: the server has done it, the client never hears. */
  cutAnswerTo(pattern: RegExp): void
  /** Cuts every connection whose first bytes match, those that are open and each new one; null lets them be again. */
  sever(pattern: RegExp | null): void
  /** Holds every byte of both directions back, connections stay open. */
  stall(): void
  /** Lets bytes through again, those held back first. */
  resume(): void
  /** From now on every answer comes so much later, in order; 0 ends it. */
  delay(ms: number): void
  /** How many connections were cut. */
  cuts(): number
  /** How often a client of PostgreSQL has asked for an answer: by a simple query, or by Sync after any number of statements. */
  questions(): number
  close(): Promise<void>
}

/** Sync, and the beginning of a simple query: https://www.postgresql.org/docs/18/protocol-message-formats.html */
const QUESTIONS = ['S\0\0\0\u0004', 'Q\0\0']

function questionsIn(bytes: string): number {
  return QUESTIONS.reduce((found, question) => found + bytes.split(question).length - 1, 0)
}

interface State {
  pattern: RegExp | null
  severed: RegExp | null
  cuts: number
  questions: number
  delayMs: number
}

/** Starts the relay to the server of `databaseUrl` on a free port. */
export async function startFaultProxy(databaseUrl: string): Promise<FaultProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const greetings = new Map<Socket, string>()
  const state: State = { pattern: null, severed: null, cuts: 0, questions: 0, delayMs: 0 }

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let cutting = false
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      // Both ends go down together; which error said so does not matter to a relay.
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        greetings.delete(from)
        to.destroy()
      })
    }
    client.once('data', (bytes) => void greetings.set(client, bytes.toString('latin1')))
    client.on('data', (bytes) => {
      if (state.severed?.test(greetings.get(client) ?? '') === true) return void client.destroy()
      if (state.pattern?.test(bytes.toString('latin1')) === true) {
        state.pattern = null
        cutting = true
      }
      state.questions += questionsIn(bytes.toString('latin1'))
      upstream.write(bytes)
    })
    const pass = delayed(client, state)
    upstream.on('data', (bytes) => {
      if (cutting) {
        state.cuts += 1
        client.destroy()
      } else pass(bytes)
    })
  })
  const url = await addressedAt(server, databaseUrl)

  return {
    url,
    cutAnswerTo(pattern) {
      state.pattern = pattern
    },
    delay(ms) {
      state.delayMs = ms
    },
    sever(pattern) {
      state.severed = pattern
      for (const [client, greeting] of greetings) if (pattern?.test(greeting) === true) client.destroy()
    },
    stall() {
      for (const socket of sockets) socket.pause()
    },
    resume() {
      for (const socket of sockets) socket.resume()
    },
    cuts: () => state.cuts,
    questions: () => state.questions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Listens, and answers the URL with this address in place of its own. */
async function addressedAt(server: Server, databaseUrl: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  if (typeof address === 'object' && address !== null) url.host = `127.0.0.1:${address.port}`
  return url.href
}

/** Writes in order, each piece as much later as is wanted when it comes. */
function delayed(client: Socket, wanted: { readonly delayMs: number }): (bytes: Buffer) => void {
  let last: Promise<unknown> = Promise.resolve()
  let held = 0
  return (bytes) => {
    if (wanted.delayMs === 0 && held === 0) return void client.write(bytes)
    held += 1
    last = Promise.all([last, sleep(wanted.delayMs)]).then(() => {
      held -= 1
      client.write(bytes)
    })
  }
}
