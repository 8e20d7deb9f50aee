import { createServer, type Server, type Socket } from 'node:net'

/** Speaks clamd's PING and INSTREAM on a loopback port, and answers of bytes what a test wants. */
export interface ClamdStandIn {
  readonly url: string
  /** Lengths of what it was asked about to the end or to its limit, in order. */
  readonly asked: number[]
  /** More bytes are refused as clamd refuses what is over its StreamMaxLength. */
  limit: number
  /** Its line about bytes; null hangs up. */
  answer: (bytes: Buffer) => string | null
  /** Listens, or listens again. */
  start(): Promise<void>
  /** Nobody is there any more. */
  stop(): Promise<void>
}

const CLEAN = 'stream: OK'

/** One on this port; `start` makes it be there. */
export function clamdStandIn(port: number): ClamdStandIn {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const standIn: ClamdStandIn = {
    url: `tcp://127.0.0.1:${port}`,
    asked: [],
    limit: Number.POSITIVE_INFINITY,
    answer: () => CLEAN,
    async start() {
      const begun = createServer((socket) => {
        sockets.add(socket.on('error', () => undefined))
        socket.on('close', () => sockets.delete(socket))
        listen(standIn, socket)
      })
      server = begun
      await new Promise<void>((resolve) => begun.listen(port, '127.0.0.1', resolve))
    },
    async stop() {
      const ended = server
      server = null
      for (const socket of sockets) socket.destroy()
      if (ended !== null) await new Promise((resolve) => ended.close(resolve))
    },
  }
  return standIn
}

function listen(standIn: ClamdStandIn, socket: Socket): void {
  const state = { received: Buffer.alloc(0), isOver: false }
  const say = (line: string | null): void => {
    state.isOver = true
    if (line === null) socket.destroy()
    else socket.end(`${line}\0`)
  }
  socket.on('data', (piece) => {
    if (state.isOver) return
    state.received = Buffer.concat([state.received, piece])
    if (state.received.toString('latin1', 0, 6) === 'zPING\0') say('PONG')
    else if (state.received.toString('latin1', 0, 10) === 'zINSTREAM\0') {
      const { bytes, isComplete } = streamOf(state.received.subarray(10))
      if (!isComplete && bytes.length <= standIn.limit) return
      standIn.asked.push(bytes.length)
      say(bytes.length > standIn.limit ? 'INSTREAM size limit exceeded. ERROR' : standIn.answer(bytes))
    }
  })
}

/** Whole chunks, each after its length in four bytes; a length of nothing ends them. */
function streamOf(received: Buffer): { readonly bytes: Buffer; readonly isComplete: boolean } {
  const chunks: Buffer[] = []
  let at = 0
  while (at + 4 <= received.length) {
    const length = received.readUInt32BE(at)
    if (length === 0) return { bytes: Buffer.concat(chunks), isComplete: true }
    if (at + 4 + length > received.length) break
    chunks.push(received.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return { bytes: Buffer.concat(chunks), isComplete: false }
}
