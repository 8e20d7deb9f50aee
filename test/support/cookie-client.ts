/** An answer, read whole. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed JSON, or null. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read members of answers whose shape they assert on
  readonly body: any
  readonly setCookies: readonly string[]
}

export interface RequestOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A caller with a cookie jar, like a browser's tab without its scripts: nothing is sent that was not asked for, save cookies. */
export interface CookieClient {
  readonly jar: Map<string, string>
  send(method: string, path: string, options?: RequestOptions): Promise<Answer>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Fetches the CSRF token and returns the header that carries it. */
  csrf(): Promise<Readonly<Record<string, string>>>
}

/** A client for `baseUrl` with an empty jar; `common` headers go with every request. */
export function cookieClient(baseUrl: string, common: Readonly<Record<string, string>> = {}): CookieClient {
  const jar = new Map<string, string>()
  const send: CookieClient['send'] = async (method, path, options = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(path, baseUrl), {
      method,
      redirect: 'manual',
      headers: {
        ...common,
        ...(cookie === '' ? {} : { cookie }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    })
    const text = await answer.text()
    const setCookies = answer.headers.getSetCookie()
    for (const line of setCookies) keep(jar, line)
    const isJson = (answer.headers.get('content-type') ?? '').includes('json')
    return {
      status: answer.status,
      headers: answer.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : null,
      setCookies,
    }
  }
  return {
    jar,
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body = {}, headers = {}) => send('POST', path, { body, headers }),
    csrf: async () => ({ 'x-csrf-token': (await send('GET', '/api/auth/csrf')).body.csrfToken }),
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (/;\s*Max-Age=0(;|$)/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
