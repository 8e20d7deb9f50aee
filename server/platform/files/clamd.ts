import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** What a scanner says of bytes: the name of what it found, or null for nothing. */
export type Finding = string | null

/** clamd over TCP. */
export interface Scanner {
  /** Reads the stream to its end. Throws NoVerdict, ScannerBroke or ScannerAway when there is no verdict: that is never taken for a clean one. */
  scan(source: Readable, signal?: AbortSignal): Promise<Finding>
  /** Throws ScannerAway. */
  ping(): Promise<void>
}

/** No verdict on anything: the scanner cannot be reached. */
export class ScannerAway extends Error {
  override readonly name: string = 'ScannerAway'
}

/** It was reached, and broke off, fell silent or talked nonsense: it is away, or cannot stand these very bytes. */
export class ScannerBroke extends ScannerAway {
  override readonly name = 'ScannerBroke'
}

/** It is there and answered that it has no verdict on these bytes. */
export class NoVerdict extends Error {
  override readonly name = 'NoVerdict'
  /** It takes no bytes so long, or failed at them. */
  readonly refusal: 'too-large' | 'failed'

  constructor(answer: string) {
    super(`the scanner answered ${answer}`)
    this.refusal = TOO_LARGE.test(answer) ? 'too-large' : 'failed'
  }
}

const TOO_LARGE = /size limit exceeded/

const CONNECT_MS = 2_000
/** Between two signs of life; the verdict on a long file is one. */
const SILENCE_MS = 60_000

/** Speaks INSTREAM of clamd(8) to `tcp://host:port`, one connection for each file. */
export function createClamd(url: URL): Scanner {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || 3310)
  return {
    async scan(source, signal) {
      try {
        const socket = await open(host, port)
        try {
          return verdictOf(await streamed(socket, source, signal))
        } finally {
          socket.destroy()
        }
      } finally {
        source.destroy()
      }
    },
    async ping() {
      const socket = await open(host, port)
      try {
        const answered = answerOf(socket)
        await write(socket, Buffer.from('zPING\0'))
        const answer = await answered
        if (answer !== 'PONG') throw new ScannerBroke(`the scanner answered ${answer}`)
      } finally {
        socket.destroy()
      }
    },
  }
}

/** Sends the bytes until they end or the scanner has heard enough. */
async function streamed(socket: Socket, source: Readable, signal?: AbortSignal): Promise<string> {
  const answered = answerOf(socket)
  const heard = { enough: false }
  const enough = (): void => {
    heard.enough = true
  }
  // Awaited below: a refusal that comes in the middle of the bytes must not count as unhandled until then.
  answered.then(enough, enough)
  await write(socket, Buffer.from('zINSTREAM\0'))
  for await (const chunk of source as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    if (socket.destroyed || heard.enough) break
    if (chunk.length > 0) await write(socket, framed(chunk))
    // Time to read a refusal: a write that finds the line closed takes the answer along.
    await nextTurn()
  }
  if (!socket.destroyed && !heard.enough) await write(socket, framed(Buffer.alloc(0)))
  return await answered
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port })
  const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), CONNECT_MS)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject)
    })
  } catch (error) {
    throw new ScannerAway('the scanner cannot be reached', { cause: error })
  } finally {
    clearTimeout(timer)
  }
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('the scanner is silent')))
  return socket
}

/** Length in four bytes, big-endian, then the bytes; nothing at all ends the stream. */
function framed(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(chunk.length)
  return Buffer.concat([length, chunk])
}

/** Waits for the socket to take it, so that a slow scanner slows the reading. A broken socket is told by the answer that never comes. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
    socket.write(bytes, () => {
      socket.off('close', resolve)
      resolve()
    })
  })
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    socket.on('data', (piece) => {
      text += piece.toString('latin1')
      if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')))
    })
    const fail = (error?: Error): void => reject(new ScannerBroke('the scanner gave no answer', { cause: error }))
    socket.once('error', fail).once('close', () => fail())
  })
}

const FOUND = /^stream: (.+) FOUND$/

function verdictOf(answer: string): Finding {
  if (answer === 'stream: OK') return null
  const found = FOUND.exec(answer)?.[1]
  if (found !== undefined) return found
  throw answer.endsWith(' ERROR') ? new NoVerdict(answer) : new ScannerBroke(`the scanner answered ${answer}`)
}
