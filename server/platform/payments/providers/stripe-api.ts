import type Stripe from 'stripe'
import type { Secret } from '../../../kernel/config/secret.ts'
import { ProviderRefusal, ProviderUncertain } from '../provider.ts'
import { said } from './said.ts'

/** The version that requests are made and answers are read in, whatever the account's own is. */
const API_VERSION = '2026-10-28.endive'
const TIMEOUT_MS = 10_000
/** The request was not carried out, and is right: another one is under way, or there were too many. */
const COME_AGAIN = new Set([408, 409, 425, 429])

/** Calls of Stripe's SDK, which is loaded at the first one. */
export interface StripeApi {
  /** Throws ProviderRefusal when Stripe said no, ProviderUncertain when it is not known what it did. */
  call<Result>(work: (stripe: Stripe) => Promise<Result>): Promise<Result>
}

/** Does not repeat by itself: who calls has stored the key before, and repeats with it. */
export function createStripeApi(account: {
  readonly secretKey: Secret
  readonly apiBase: URL
  readonly timeoutMs?: number
}): StripeApi {
  const { secretKey, apiBase, timeoutMs = TIMEOUT_MS } = account
  let client: { readonly key: string; readonly sdk: Promise<Stripe> } | null = null

  async function load(key: string): Promise<Stripe> {
    const { default: Sdk } = await import('stripe')
    const isPlain = apiBase.protocol === 'http:'
    return new Sdk(key, {
      apiVersion: API_VERSION,
      maxNetworkRetries: 0,
      timeout: timeoutMs,
      telemetry: false,
      host: apiBase.hostname,
      port: apiBase.port === '' ? (isPlain ? 80 : 443) : apiBase.port,
      protocol: isPlain ? 'http' : 'https',
      // The default client counts its time anew with each piece that comes; this one's is for the whole call.
      httpClient: Sdk.createFetchHttpClient((url, init) => fetch(url, { ...init, redirect: 'error' })),
    })
  }
  return {
    async call(work) {
      const key = secretKey.reveal()
      if (client?.key !== key) client = { key, sdk: load(key) }
      const stripe = await client.sdk
      try {
        return await work(stripe)
      } catch (error) {
        throw told(error)
      }
    },
  }
}

/** Without the SDK's error in it, which holds headers and parameters. */
function told(error: unknown): Error {
  const { type, statusCode, code, message } = error as Partial<Stripe.errors.StripeError>
  if (typeof type !== 'string' || !type.startsWith('Stripe')) return error as Error
  if (type === 'StripeConnectionError' || statusCode === undefined)
    return new ProviderUncertain('Stripe did not answer')
  if (statusCode >= 500 || COME_AGAIN.has(statusCode)) return new ProviderUncertain(`Stripe answered ${statusCode}`)
  return new ProviderRefusal(code ?? type, said(`Stripe: ${message ?? statusCode}`))
}
