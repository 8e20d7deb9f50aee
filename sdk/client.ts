import type { TokenStorage } from './bearer-session.ts'
import { bearerSession, memoryStorage } from './bearer-session.ts'
import { cookieSession } from './cookie-session.ts'
import type { Operation, OperationInput } from './operation.ts'
import { clientFault } from './problem-error.ts'
import type { RetrySettings } from './retry.ts'
import { startDeadline, withRetries } from './retry.ts'
import type { Session } from './session.ts'
import { withRemedies } from './session.ts'
import type { Transport } from './transport.ts'
import { exchange } from './transport.ts'

export interface ClientOptions {
  /** `https://music.example`; empty in a page served by the server itself. */
  readonly baseUrl: string
  /** `cookie` in browsers, `bearer` elsewhere. */
  readonly credentials: 'cookie' | 'bearer'
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Keeps the refresh token in bearer mode; memory when absent. */
  readonly storage?: TokenStorage | undefined
  /** Called when the server refuses to go on with the session, or there is none in cookie mode. */
  readonly onSignedOut?: (() => void) | undefined
  readonly timeoutMs?: number | undefined
  readonly retry?: Partial<RetrySettings> | undefined
}

type Caller = { readonly transport: Transport; readonly session: Session; readonly choosesBearer: boolean }

const transports = new WeakMap<object, Transport>()
const once = { triesMax: 1, baseDelayMs: 0 }
const safeToRepeat = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

/** Builds `client.unit.verb(input)` from a table of operations; `Client` is the interface generated along with the table. */
export function buildClient<Client extends object>(
  operations: Readonly<Record<string, Operation>>,
  options: ClientOptions,
): Client {
  const transport = transportFor(options)
  const onSignedOut = options.onSignedOut ?? (() => undefined)
  const session =
    options.credentials === 'cookie'
      ? cookieSession(transport, onSignedOut)
      : bearerSession(transport, options.storage ?? memoryStorage(), onSignedOut)
  const caller = { transport, session, choosesBearer: options.credentials === 'bearer' }

  const client: Record<string, Record<string, (input?: OperationInput) => Promise<unknown>>> = {}
  for (const [operationId, operation] of Object.entries(operations)) {
    const [unit = '', verb = ''] = operationId.split('.')
    const methods = client[unit] ?? {}
    methods[verb] = (input = {}) => call(caller, operationId, operation, input)
    client[unit] = methods
  }
  transports.set(client, transport)
  return client as Client
}

/** The way to the server of a client made here, for what does not go through an operation: the bytes of an upload. */
export function transportOf(client: object): Transport {
  const transport = transports.get(client)
  if (transport === undefined) throw new TypeError('this client was not made by createClient')
  return transport
}

function transportFor({ baseUrl, credentials, fetch, timeoutMs, retry }: ClientOptions): Transport {
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    credentials: credentials === 'cookie' ? 'include' : 'omit',
    timeoutMs: timeoutMs ?? 30_000,
    retry: { triesMax: retry?.triesMax ?? 3, baseDelayMs: retry?.baseDelayMs ?? 250 },
  }
}

async function call(
  caller: Caller,
  operationId: string,
  operation: Operation,
  input: OperationInput,
): Promise<unknown> {
  const { transport, session } = caller
  const idempotencyKey = operation.idempotent === undefined ? undefined : (input.idempotencyKey ?? crypto.randomUUID())
  const request = {
    method: operation.method,
    target: targetOf(operation, input),
    body: bodyOf(operation, input, caller.choosesBearer),
  }
  const ownHeaders = headersOf(operation, input, idempotencyKey)
  const deadline = startDeadline(input.timeoutMs ?? transport.timeoutMs, input.signal)
  const mayRepeat = safeToRepeat.has(operation.method) || idempotencyKey !== undefined
  const retry = mayRepeat ? transport.retry : once
  const attempt = async (): Promise<unknown> => {
    const headers = { ...ownHeaders, ...(await session.headers(operation, deadline.signal)) }
    const send = () =>
      exchange(transport, { ...request, headers }, deadline, (response) => answerOf(operation, response))
    return withRetries(send, retry, deadline)
  }
  try {
    const answer = await withRemedies(attempt, session, deadline.signal)
    await session.learn(operationId, answer)
    return answer
  } catch (error) {
    throw deadline.faultOf(error)
  } finally {
    deadline.end()
  }
}

function targetOf(operation: Operation, input: OperationInput): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input.path?.[name]
    if (value === undefined || value === '') throw new TypeError(`${operation.path} needs path.${name}`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) query.append(name, String(one))
    }
  }
  return query.size === 0 ? path : `${path}?${query}`
}

function headersOf(operation: Operation, input: OperationInput, idempotencyKey?: string): Record<string, string> {
  const isBlob = input.body instanceof Blob && input.body.type !== ''
  const contentType = {
    json: 'application/json',
    bytes: isBlob ? (input.body as Blob).type : 'application/octet-stream',
  }
  return {
    accept: operation.answer === 'bytes' ? '*/*' : 'application/json',
    ...(operation.body !== undefined && input.body !== undefined && { 'content-type': contentType[operation.body] }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    ...input.headers,
  }
}

function bodyOf(operation: Operation, { body }: OperationInput, choosesBearer: boolean) {
  if (operation.body === undefined || body === undefined) return undefined
  if (operation.body === 'bytes') return body as Blob | Uint8Array<ArrayBuffer>
  return JSON.stringify(operation.choosesTransport && choosesBearer ? { transport: 'bearer', ...body } : body)
}

async function answerOf(operation: Operation, response: Response): Promise<unknown> {
  if (operation.answer === 'bytes') return response
  const text = await response.text()
  if (operation.answer === 'none') return undefined
  if (operation.answer === 'text') return text
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw clientFault('client/unexpected-answer', 'The body is not JSON', { status: response.status, cause })
  }
}
