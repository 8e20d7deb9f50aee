import { setTimeout as sleep } from 'node:timers/promises'

/** An answer, read whole. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed JSON; null without. */
  readonly json: unknown
  /** The code of a problem; null for any other answer. */
  readonly code: string | null
  readonly setCookies: readonly string[]
  /** The text at a path such as `user.id`; throws, with the answer, when there is none. */
  at(path: string): string
}

export interface Sending {
  readonly body?: unknown
  /** A body that is not JSON of ours; goes with a content-type of the caller's. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Which node answers; by turns when absent. */
  readonly node?: number
}

/** A caller with a cookie jar and nothing else of a browser: no header is sent that was not asked for, save cookies. */
export interface Client {
  readonly jar: Map<string, string>
  send(method: string, path: string, sending?: Sending): Promise<Answer>
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Fetches the CSRF token and returns the header that carries it. */
  csrf(): Promise<Readonly<Record<string, string>>>
  /** The value of the first cookie whose name ends so, `at` or `rt`; throws without. */
  cookie(ending: 'at' | 'rt' | 'csrf' | 'td'): { readonly name: string; readonly value: string }
}

/** Where requests go. */
export interface Nodes {
  readonly urls: readonly string[]
  /** The node of the next request. */
  next(): string
}

const ANSWER_MS_MAX = 30_000
const LIMIT_WAITS_MAX = 3

/** The nodes in turn, so that two requests after each other meet different processes. */
export function takingTurns(urls: readonly string[]): Nodes {
  let turn = 0
  return {
    urls,
    next() {
      turn += 1
      return urls[turn % urls.length] ?? ''
    },
  }
}

/** A client with an empty jar; `common` headers go with every request. */
export function createClient(nodes: Nodes, common: Readonly<Record<string, string>> = {}): Client {
  const jar = new Map<string, string>()
  const send: Client['send'] = async (method, path, sending = {}) => {
    const base = (sending.node === undefined ? undefined : nodes.urls[sending.node]) ?? nodes.next()
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const body = sending.raw ?? (sending.body === undefined ? undefined : JSON.stringify(sending.body))
    const headers = {
      ...common,
      ...(cookie === '' ? {} : { cookie }),
      ...(sending.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sending.headers,
    }
    const answer = await request(new URL(path, base), { method, headers, ...(body === undefined ? {} : { body }) })
    for (const line of answer.setCookies) keep(jar, line)
    return answer
  }
  return {
    jar,
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body = {}, headers = {}) => send('POST', path, { body, headers }),
    csrf: async () => ({ 'x-csrf-token': (await send('GET', '/api/auth/csrf')).at('csrfToken') }),
    cookie(ending) {
      const found = [...jar].find(([name]) => name.endsWith(ending))
      if (found === undefined) throw new Error(`no cookie *${ending} is held`)
      return { name: found[0], value: found[1] }
    },
  }
}

/** Sends one request; where the instance limits requests by network, waits as long as it is told to. */
async function request(url: URL, init: RequestInit): Promise<Answer> {
  for (let waits = 0; ; waits += 1) {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(ANSWER_MS_MAX), ...init })
    const answer = await readAnswer(response)
    if (answer.code !== 'http/too-many-requests' || waits === LIMIT_WAITS_MAX) return answer
    await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000)
  }
}

/** Asks again while the instance says that it has too much to do: for what a case needs before it begins. */
export async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let waits = 0; ; waits += 1) {
    const answer = await ask()
    if (answer.status !== 503 || waits === LIMIT_WAITS_MAX) return answer
    await sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000)
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : null
  const code = valueAt(json, 'code')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    code: typeof code === 'string' ? code : null,
    setCookies: response.headers.getSetCookie(),
    at(path) {
      const value = valueAt(json, path)
      if (typeof value === 'string') return value
      throw new Error(
        `no ${path} in the answer of ${new URL(response.url).pathname}: ${response.status} ${text.slice(0, 200)}`,
      )
    },
  }
}

/** What stands at a path such as `items.0.id` in parsed JSON. */
export function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      json,
    )
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
  if (/;\s*Max-Age=0(;|$)/i.test(line)) jar.delete(name)
  else jar.set(name, value)
}
