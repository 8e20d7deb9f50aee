/** One malformed request, byte for byte, and the problem it must be answered with. */
export interface BadInput {
  readonly name: string
  readonly bytes: Buffer
  /** Sent with a session's credential, so that it gets past the sign-in check. */
  readonly signedIn: boolean
  readonly status: number
  /** `unit/code`. */
  readonly code: string
}

const HOST = 'Host: localhost'

/** The bytes of a request with one Host, `headers` as they stand and a Content-Length when there is a body. */
export function requestBytes(
  line: string,
  headers: readonly string[] = [],
  body: string | Buffer | null = null,
): Buffer {
  const bytes = body === null ? Buffer.alloc(0) : Buffer.from(body)
  const own = headers.some((header) => /^(host|content-length|transfer-encoding):/i.test(header))
  const length = body === null || own ? [] : [`Content-Length: ${bytes.length}`]
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : [HOST]
  return Buffer.concat([
    Buffer.from(`${[`${line} HTTP/1.1`, ...host, ...headers, ...length].join('\r\n')}\r\n\r\n`, 'latin1'),
    bytes,
  ])
}

/** A POST of JSON text (or bytes) to `path`. */
export function jsonPost(path: string, body: string | Buffer): Buffer {
  return requestBytes(`POST ${path}`, ['Content-Type: application/json'], body)
}

/** The same request with one more header, put first. */
export function withHeader(bytes: Buffer, header: string): Buffer {
  const firstLine = bytes.indexOf('\r\n') + 2
  return Buffer.concat([
    bytes.subarray(0, firstLine),
    Buffer.from(`${header}\r\n`, 'latin1'),
    bytes.subarray(firstLine),
  ])
}
