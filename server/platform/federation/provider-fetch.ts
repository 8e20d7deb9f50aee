import type { CustomFetch } from 'openid-client'
import { Problem } from '../../kernel/problem.ts'
import { federationProblem } from './problems.ts'

const TIMEOUT_MS = 5_000
const BODY_BYTES_MAX = 256 * 1024
const BODYLESS = new Set([101, 204, 205, 304])

/** Origins that a provider may be asked at, by its settings: its metadata can name others, and is not believed. */
export type Reach = (url: URL) => boolean

/** The issuer's own origin, and by https the hosts named in settings. */
export function reachOf(own: readonly URL[], hosts: readonly string[]): Reach {
  const origins = new Set(own.map((url) => url.origin))
  return (url) =>
    origins.has(url.origin) || (url.protocol === 'https:' && url.port === '' && hosts.includes(url.hostname))
}

/**
 * Fetches from a provider: only where `reach` allows, without following redirects, within 5 s and 256 KiB, the body included. Throws
 * federation/provider-broken and federation/provider-unavailable.
 */
export function createProviderFetch(reach: Reach): CustomFetch {
  return async (url, options) => {
    if (!reach(new URL(url)))
      throw federationProblem('provider-broken', { detail: 'It names an address outside its settings.' })
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS)
      const answer = await fetch(url, { ...options, redirect: 'manual', signal } as RequestInit)
      const bytes = await readBounded(answer)
      return new Response(BODYLESS.has(answer.status) ? null : bytes, {
        status: answer.status,
        headers: answer.headers,
      })
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      throw federationProblem('provider-unavailable', { cause, retryAfterSeconds: 5 })
    }
  }
}

async function readBounded(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of answer.body ?? []) {
    length += part.byteLength
    if (length > BODY_BYTES_MAX) throw federationProblem('provider-broken', { detail: 'Its answer is too large.' })
    parts.push(part)
  }
  return Buffer.concat(parts)
}
