/** An answer with its body parsed when it is JSON. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of answers whose shape they assert on
  readonly body: any
  /** As it came over the wire. */
  readonly bytes: Buffer
}

export interface HttpClient {
  get(path: string, headers?: Record<string, string>): Promise<HttpAnswer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<HttpAnswer>
  delete(path: string, headers?: Record<string, string>): Promise<HttpAnswer>
  /** Sends anything: raw bodies, odd methods. */
  send(path: string, init: RequestInit): Promise<HttpAnswer>
}

/** A stream of events does not end by itself. */
async function leave(stream: Response): Promise<Buffer> {
  await stream.body?.cancel()
  return Buffer.alloc(0)
}

/** A client for tests: fetch without cookies, JSON in and out. */
export function createHttpClient(url: string, common: Record<string, string> = {}): HttpClient {
  async function send(path: string, init: RequestInit): Promise<HttpAnswer> {
    const response = await fetch(new URL(path, url), {
      redirect: 'manual',
      ...init,
      headers: { ...common, ...(init.headers as Record<string, string> | undefined) },
    })
    const type = response.headers.get('content-type') ?? ''
    const bytes = type.startsWith('text/event-stream')
      ? await leave(response)
      : Buffer.from(await response.arrayBuffer())
    const text = bytes.toString()
    const json = type.includes('json')
    const body = json && text !== '' ? JSON.parse(text) : text
    return { status: response.status, headers: response.headers, body, bytes }
  }
  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method,
        headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
  return {
    send,
    get: (path, headers = {}) => send(path, { headers }),
    delete: (path, headers = {}) => send(path, { method: 'DELETE', headers }),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: withBody('PATCH'),
  }
}
