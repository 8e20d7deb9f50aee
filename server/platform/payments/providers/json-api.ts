import { ProviderUncertain } from '../provider.ts'

export type Json = Readonly<Record<string, unknown>>

export interface ApiAnswer {
  readonly status: number
  /** An empty object for what is no JSON object, as gateways before the provider answer. */
  readonly body: Json
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** For the whole of the call; 10 s when absent. */
  readonly timeoutMs?: number | undefined
}

const TIMEOUT_MS = 10_000
const ANSWER_MAX_BYTES = 1024 * 1024
/** Codes of a connection that never was, so that nothing went over it. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])

/** Nothing was sent, since there was nobody to send it to. */
export class NeverConnected extends ProviderUncertain {}

/**
 * Asks the API of `provider` and gives whatever it answers. Redirects are refused: keys go to the configured host only. Throws
 * ProviderUncertain, without the request in it, when no whole answer came.
 */
export async function askApi(provider: string, url: URL, request: ApiRequest): Promise<ApiAnswer> {
  const { timeoutMs = TIMEOUT_MS, ...init } = request
  try {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return { status: answer.status, body: parse(await textOf(answer)) }
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: unknown }; name: string }
    const code = String(cause?.code ?? name)
    const why = `${provider} did not answer: ${code}`
    throw NEVER_CONNECTED.has(code) ? new NeverConnected(why) : new ProviderUncertain(why)
  }
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > ANSWER_MAX_BYTES) throw new RangeError('the answer is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): Json {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Json) : {}
  } catch {
    // What is no JSON comes from a gateway, whose status says enough.
    return {}
  }
}

/** The field as text; empty when it is none. */
export function textAt(body: Json, name: string): string {
  const value = body[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
