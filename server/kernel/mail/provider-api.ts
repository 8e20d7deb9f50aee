import type { Secret } from '../config/secret.ts'
import { unreachable } from './delivery-uncertain.ts'
import { createPause } from './provider-pause.ts'

/** An account at a provider of mail. */
export interface ProviderAccount {
  readonly apiKey: Secret
  readonly apiBase: URL
  /** For the whole of one call; 15 s when absent. */
  readonly timeoutMs?: number
}

/** What a provider answered. */
export interface ProviderAnswer {
  readonly status: number
  readonly headers: Headers
  /** An empty object for a body that is not JSON, as gateways before the provider answer. */
  readonly body: Readonly<Record<string, unknown>>
}

export interface ProviderApi {
  /** Where it is reached, for findings. */
  readonly place: string
  get(path: string): Promise<ProviderAnswer>
  /**
   * Any answer but a 429, and a 503 that says when: those throw ComeBackLater, and so does every further post of this process until
   * then, without a request, since the provider counts by account. Throws DeliveryUncertain when no answer came to what may have been sent.
   */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<ProviderAnswer>
}

const TIMEOUT_MS = 15_000

/** The API of `name`: JSON over HTTPS with a bearer key. Redirects are refused: the key goes to the configured host only. */
export function createProviderApi(name: string, account: ProviderAccount): ProviderApi {
  const { apiKey, apiBase, timeoutMs = TIMEOUT_MS } = account
  const pause = createPause(name)

  async function call(path: string, init: RequestInit): Promise<ProviderAnswer> {
    try {
      const answer = await fetch(new URL(path, apiBase), {
        ...init,
        headers: { authorization: `Bearer ${apiKey.reveal()}`, accept: 'application/json', ...init.headers },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      return { status: answer.status, headers: answer.headers, body: parse(await answer.text()) }
    } catch (error) {
      throw unreachable(name, error)
    }
  }

  return {
    place: apiBase.host,
    get: (path) => call(path, { method: 'GET' }),
    async post(path, body, headers = {}) {
      pause.throwWhileIt()
      const answer = await call(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      pause.throwIfAskedFor(answer)
      return answer
    },
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
