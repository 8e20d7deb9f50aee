import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** What a scanner says of bytes: the name of what it found, or null for nothing. */
export type Finding = string | null

/** clamd over TCP. */
export interface Scanner {
  /** Reads the stream to its end. Throws ScannerAway when there is no verdict, for whatever reason: that is never taken for a clean one. */
  scan(source: Readable, signal?: AbortSignal): Promise<Finding>
  /** Throws ScannerAway. */
  ping(): Promise<void>
}

/** No verdict: the scanner cannot be reached, broke off, or would not take bytes so long. */
export class ScannerAway extends Error {
  override readonly name = 'ScannerAway'
}

const CONNECT_MS = 2_000
/** Between two signs of life; the verdict on a long file is one. */
const SILENCE_MS = 60_000

/** Speaks INSTREAM of clamd(8) to `tcp://host:port`, one connection for each file. */
export function createClamd(url: URL): Scanner {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || 3310)
  return {
    async scan(source, signal) {
      const socket = await open(host, port)
      const answered = answerOf(socket)
      answered.catch(() => {
        // Awaited below: a refusal that comes in the middle of the bytes must not count as unhandled until then.
      })
      try {
        await write(socket, Buffer.from('zINSTREAM\0'))
        for await (const chunk of source as AsyncIterable<Buffer>) {
          signal?.throwIfAborted()
          if (socket.destroyed || socket.readableLength > 0) break
          if (chunk.length > 0) await write(socket, framed(chunk))
        }
        if (!socket.destroyed) await write(socket, framed(Buffer.alloc(0)))
        return verdictOf(await answered)
      } finally {
        source.destroy()
        socket.destroy()
      }
    },
    async ping() {
      const socket = await open(host, port)
      try {
        const answered = answerOf(socket)
        await write(socket, Buffer.from('zPING\0'))
        const answer = await answered
        if (answer !== 'PONG') throw new ScannerAway(`the scanner answered ${answer}`)
      } finally {
        socket.destroy()
      }
    },
  }
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
    const fail = (error?: Error): void => reject(new ScannerAway('the scanner gave no answer', { cause: error }))
    socket.once('error', fail).once('close', () => fail())
  })
}

const FOUND = /^stream: (.+) FOUND$/

function verdictOf(answer: string): Finding {
  if (answer === 'stream: OK') return null
  const found = FOUND.exec(answer)?.[1]
  if (found === undefined) throw new ScannerAway(`the scanner answered ${answer}`)
  return found
}
