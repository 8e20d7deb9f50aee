import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault, Faults } from './faults.ts'

/** A request as it came. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text is sent as it is; anything else as JSON; nothing when absent. */
  readonly body?: unknown
}

/** A request and its answer, for whoever wants to compare them with what is published. */
export interface Exchange {
  readonly call: Call
  readonly answer: Answer
}

/** Done at the stand-in from outside of what the provider publishes: a payer pays, a bank sends a refund back. */
export type Control = Readonly<Record<string, (input: Readonly<Record<string, unknown>>) => unknown>>

export interface Site {
  readonly port: number
  readonly faults: Faults
  readonly control: Control
  /** Answers in the provider's way; a `stored-failure` is its own business, the other faults are not. */
  answer(call: Call, fault: Fault | undefined): Answer
  /** Called once an answer was sent or lost. */
  finished?(call: Call): void
}

/** A provider's stand-in that listens. */
export interface RunningSite {
  readonly url: string
  /** The last thousand, oldest first. */
  readonly exchanges: readonly Exchange[]
  /** The same as `POST /_control/<name>`. */
  control(name: string, input?: Readonly<Record<string, unknown>>): Promise<unknown>
  close(): Promise<void>
}

const KEPT_MAX = 1000
const SLOW_MS = 30_000
const BODY_MAX_BYTES = 1024 * 1024
const CONTROL = '/_control/'
const UNAVAILABLE: Answer = { status: 503, body: 'upstream connect error or disconnect/reset before headers' }
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
}

/** Serves `site` on loopback. */
export async function startSite(site: Site): Promise<RunningSite> {
  const exchanges: Exchange[] = []
  const closing = new AbortController()

  async function control(name: string, input: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const action = site.control[name]
    if (action === undefined)
      throw new RangeError(`there is no control ${name}: ${Object.keys(site.control).join(', ')}`)
    return (await action(input)) ?? null
  }
  async function answerTo(call: Call, response: ServerResponse): Promise<void> {
    const fault = site.faults.ofRequest(`${call.method} ${call.path}`)
    const answer = fault?.kind === 'fail-before' ? UNAVAILABLE : site.answer(call, fault)
    if (exchanges.push({ call, answer }) > KEPT_MAX) exchanges.shift()
    if (fault?.kind === 'slow') await sleep(fault.ms ?? SLOW_MS, undefined, { signal: closing.signal })
    site.finished?.(call)
    if (fault?.kind === 'cut-after') return void response.socket?.destroy()
    write(response, fault?.kind === 'fail-after' ? UNAVAILABLE : answer)
  }
  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(incoming)
    if (call.method === 'OPTIONS' || call.path === '/favicon.ico') return write(response, { status: 204 })
    if (!call.path.startsWith(CONTROL)) return answerTo(call, response)
    write(response, await controlAnswer(call, control))
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: Error) => {
      if (closing.signal.aborted) response.socket?.destroy()
      else write(response, { status: 500, body: `the stand-in is at fault: ${error.stack}` })
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(site.port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    control,
    close() {
      closing.abort()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function controlAnswer(call: Call, control: RunningSite['control']): Promise<Answer> {
  try {
    const input: unknown = call.body.length === 0 ? {} : JSON.parse(call.body.toString('utf8'))
    if (typeof input !== 'object' || input === null) throw new RangeError('the body is a JSON object')
    return { status: 200, body: await control(call.path.slice(CONTROL.length), input as Record<string, unknown>) }
  } catch (error) {
    return { status: 400, body: { error: error instanceof Error ? error.message : String(error) } }
  }
}

async function readCall(incoming: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= BODY_MAX_BYTES) chunks.push(chunk)
  }
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stand-in')
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

function write(response: ServerResponse, { status, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string'
  const type = isText ? (body.startsWith('<!doctype') ? 'text/html; charset=utf-8' : 'text/plain') : 'application/json'
  response.writeHead(status, { ...CORS, ...(body === undefined ? {} : { 'content-type': type }), ...headers })
  response.end(body === undefined ? '' : isText ? body : JSON.stringify(body))
}
