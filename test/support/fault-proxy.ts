import { connect, createServer, type Socket } from 'node:net'
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
  close(): Promise<void>
}

interface State {
  pattern: RegExp | null
  severed: RegExp | null
  cuts: number
  delayMs: number
}

/** Starts the relay to the server of `databaseUrl` on a free port. */
export async function startFaultProxy(databaseUrl: string): Promise<FaultProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const greetings = new Map<Socket, string>()
  const state: State = { pattern: null, severed: null, cuts: 0, delayMs: 0 }

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
      upstream.write(bytes)
    })
    relayAnswers(upstream, client, { state, isCut: () => cutting })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = new URL(databaseUrl)
  if (typeof address === 'object' && address !== null) url.host = `127.0.0.1:${address.port}`

  return {
    url: url.href,
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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Answers in their order, each as late as is said; none once it is to be cut. */
function relayAnswers(
  upstream: Socket,
  client: Socket,
  { state, isCut }: { readonly state: State; readonly isCut: () => boolean },
): void {
  let last: Promise<unknown> = Promise.resolve()
  let held = 0
  upstream.on('data', (bytes) => {
    if (isCut()) {
      state.cuts += 1
      client.destroy()
    } else if (state.delayMs === 0 && held === 0) client.write(bytes)
    else {
      held += 1
      last = Promise.all([last, sleep(state.delayMs)]).then(() => {
        held -= 1
        client.write(bytes)
      })
    }
  })
}
