import { connect } from 'node:net'

/** What came back on a connection of which every byte was ours. */
export interface RawAnswer {
  /** 0 when the connection ended without an answer. */
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** How long until the answer was complete or the connection ended. */
  readonly tookMs: number
  /** How many answers the connection carried. */
  readonly answers: number
}

export interface RawOptions {
  /** How long to wait for the other side to finish; then we hang up. */
  readonly waitMs?: number
  /** Later bytes, written after the first ones with this pause between them. */
  readonly trickle?: { readonly chunks: readonly string[]; readonly everyMs: number }
}

const STATUS_LINE = /HTTP\/1\.1 (\d{3}) /g

/** Writes `bytes` on a connection of its own and reads until the answer is complete or the server closes. Interim 1xx answers are passed over. */
export function sendRaw(url: string, bytes: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  const startedMs = performance.now()
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const pieces: Buffer[] = []
    let timer: NodeJS.Timeout | null = null
    const done = (): void => {
      if (timer !== null) clearInterval(timer)
      clearTimeout(limit)
      socket.destroy()
      resolve(parse(Buffer.concat(pieces).toString('latin1'), performance.now() - startedMs))
    }
    const limit = setTimeout(done, options.waitMs ?? 3000)
    socket.on('data', (piece) => {
      pieces.push(piece)
      if (isComplete(Buffer.concat(pieces).toString('latin1'))) setTimeout(done, 5)
    })
    socket.on('error', done)
    socket.on('close', done)
    socket.write(bytes)
    if (options.trickle !== undefined) {
      const rest = [...options.trickle.chunks]
      timer = setInterval(() => {
        const chunk = rest.shift()
        if (chunk !== undefined && socket.writable) socket.write(chunk)
      }, options.trickle.everyMs)
    }
  })
}

function withoutInterim(text: string): string {
  return text.replace(/^(?:HTTP\/1\.1 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '')
}

function isComplete(whole: string): boolean {
  const text = withoutInterim(whole)
  const head = text.indexOf('\r\n\r\n')
  if (head === -1) return false
  if (/^HTTP\/1\.1 (?:204|304) /.test(text)) return true
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1]
  return length !== undefined && text.length >= head + 4 + Number(length)
}

function parse(whole: string, tookMs: number): RawAnswer {
  const text = withoutInterim(whole)
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const pairs = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0),
    headers: Object.fromEntries(pairs),
    text: Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString('utf8'),
    tookMs,
    answers: [...text.matchAll(STATUS_LINE)].length,
  }
}
