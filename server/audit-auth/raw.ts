import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** What came back on a connection of which every byte was ours; status 0 when it ended without an answer. */
export interface RawAnswer {
  readonly status: number
  /** Status line and headers as they came. */
  readonly head: string
  readonly text: string
}

const WAIT_MS = 3000

/** Writes a request line by line, as no HTTP library would, and reads until the other side closes or the answer is complete. */
export function sendRaw(url: string, lines: readonly string[], body = ''): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'https:'
  const target = { host: hostname, port: Number(port === '' ? (secure ? 443 : 80) : port) }
  return new Promise((resolve) => {
    const socket: Socket = secure ? connectTls({ ...target, servername: hostname }) : connect(target)
    let received = ''
    const done = (): void => {
      clearTimeout(limit)
      socket.destroy()
      resolve(parse(received))
    }
    const limit = setTimeout(done, WAIT_MS)
    socket.on('data', (piece) => {
      received += piece.toString('latin1')
      if (isComplete(received)) done()
    })
    socket.on('error', done)
    socket.on('close', done)
    socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'utf8'))
  })
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1]
  return /^HTTP\/1\.1 (?:204|304) /.test(text) || (length !== undefined && text.length >= end + 4 + Number(length))
}

function parse(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n')
  const head = end === -1 ? text : text.slice(0, end)
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    text: end === -1 ? '' : Buffer.from(text.slice(end + 4), 'latin1').toString('utf8'),
  }
}
