import { problemOf } from './problem-error.ts'
import type { Deadline, RetrySettings } from './retry.ts'

/** The way to one server, shared by calls, sessions and uploads of a client. */
export interface Transport {
  /** Without a slash at its end; empty for the page's own origin. */
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly credentials: 'include' | 'omit'
  readonly timeoutMs: number
  readonly retry: RetrySettings
}

export interface WireRequest {
  readonly method: string
  /** Path with its query, below the base URL. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Blob | Uint8Array<ArrayBuffer> | undefined
}

/** One exchange, nothing retried. Throws the answer's problem, or why there is none. */
export async function exchange<Answer>(
  transport: Transport,
  request: WireRequest,
  deadline: Deadline,
  read: (response: Response) => Promise<Answer>,
): Promise<Answer> {
  try {
    const response = await transport.fetch(transport.baseUrl + request.target, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      credentials: transport.credentials,
      signal: deadline.signal,
    })
    if (!response.ok && response.status !== 304) throw await problemOf(response)
    return await read(response)
  } catch (error) {
    throw deadline.faultOf(error)
  }
}
