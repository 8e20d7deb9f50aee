import { readFile } from 'node:fs/promises'
import { nowMs } from '../../../kernel/clock.ts'
import { type Secret, secret } from '../../../kernel/config/secret.ts'
import type { VaultSettings } from '../../../kernel/config/secrets.ts'
import { faultOfStatus, retryAfterOf, SecretFault } from './fault.ts'

interface VaultCall {
  /** What is asked for, in words of a fault. */
  readonly subject: string
  readonly signal: AbortSignal
  readonly body?: unknown
}

/** Calls of Vault's HTTP API with a token that is kept alive. */
export interface VaultApi {
  /** Throws SecretFault. */
  ask<Answer>(method: string, path: string, call: VaultCall): Promise<Answer>
  /** Renews the token when two thirds of its time are over. */
  tend(signal: AbortSignal): Promise<void>
}

interface Token {
  readonly text: Secret
  /** Null: it does not end, or nobody may renew it. */
  readonly renewAtMs: number | null
  readonly endsAtMs: number | null
}
interface AuthAnswer {
  readonly auth?: { readonly client_token: string; readonly lease_duration: number; readonly renewable: boolean }
  readonly data?: { readonly ttl: number; readonly renewable: boolean }
}

const ANSWER_BYTES_MAX = 1024 * 1024
const RENEW_AFTER = 2 / 3

/** Signs in by the first call, again when the token has ended, and once more when a token is refused that was given by a sign-in. */
export function createVaultApi(settings: VaultSettings): VaultApi {
  const { login } = settings
  let token: Promise<Token> | null = null

  const send = sender(settings)

  async function signIn(signal: AbortSignal): Promise<Token> {
    const call = { subject: `sign-in by ${login.method}`, signal }
    if (login.method === 'token') {
      const { data } = await send<AuthAnswer>('GET', 'auth/token/lookup-self', call, login.token)
      return tokenOf(login.token, data?.ttl ?? 0, data?.renewable ?? false)
    }
    const body =
      login.method === 'approle'
        ? { role_id: login.roleId, secret_id: login.secretId.reveal() }
        : { role: login.role, jwt: await podToken(login.tokenPath) }
    const { auth } = await send<AuthAnswer>('POST', `auth/${login.authPath}/login`, { ...call, body }, null)
    if (auth === undefined) throw new SecretFault('invalid', 'vault: the sign-in gave no token')
    return tokenOf(secret(auth.client_token), auth.lease_duration, auth.renewable)
  }

  async function renewed(old: Token, signal: AbortSignal): Promise<Token> {
    try {
      const call = { subject: 'renewal of the token', signal, body: {} }
      const { auth } = await send<AuthAnswer>('POST', 'auth/token/renew-self', call, old.text)
      return tokenOf(old.text, auth?.lease_duration ?? 0, auth?.renewable ?? false)
    } catch (error) {
      // The old token is good until it ends; a sign-in gives a new one when there is a way.
      return login.method === 'token' ? { ...old, renewAtMs: renewalAgain(old, error) } : await signIn(signal)
    }
  }

  /** One sign-in or renewal at a time; one that failed is not kept. */
  async function current(signal: AbortSignal): Promise<Token> {
    const running = token ?? keep(signIn(signal))
    const known = await running
    const atMs = nowMs()
    if (known.endsAtMs !== null && atMs >= known.endsAtMs)
      return await (token === running ? keep(signIn(signal)) : (token ?? running))
    if (known.renewAtMs !== null && atMs >= known.renewAtMs)
      return await (token === running ? keep(renewed(known, signal)) : (token ?? running))
    return known
  }
  function keep(next: Promise<Token>): Promise<Token> {
    token = next
    next.catch(() => {
      if (token === next) token = null
    })
    return next
  }

  return {
    async ask(method, path, call) {
      const used = await current(call.signal)
      try {
        return await send(method, path, call, used.text)
      } catch (error) {
        if (!(error instanceof SecretFault) || error.kind !== 'denied' || login.method === 'token') throw error
        // Vault answers 403 for a token that was revoked as for a path that is forbidden.
        const next = await keep(signIn(call.signal))
        return await send(method, path, call, next.text)
      }
    },
    tend: async (signal) => void (await current(signal)),
  }
}

function sender({ address, namespace }: VaultSettings) {
  return async <Answer>(method: string, path: string, call: VaultCall, bearer: Secret | null): Promise<Answer> => {
    const response = await fetch(new URL(`/v1/${path}`, address), {
      method,
      headers: {
        'x-vault-request': 'true',
        ...(bearer === null ? {} : { 'x-vault-token': bearer.reveal() }),
        ...(namespace === null ? {} : { 'x-vault-namespace': namespace }),
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      redirect: 'error',
      signal: call.signal,
    })
    const text = await response.text()
    if (!response.ok)
      throw faultOfStatus(response.status, `vault: ${call.subject}`, retryAfterOf(response.headers.get('retry-after')))
    if (text.length > ANSWER_BYTES_MAX) throw new SecretFault('invalid', `vault: ${call.subject} is too large`)
    return parsed<Answer>(text, call.subject)
  }
}

function tokenOf(text: Secret, ttlSeconds: number, renewable: boolean): Token {
  if (ttlSeconds === 0) return { text, renewAtMs: null, endsAtMs: null }
  const startMs = nowMs()
  return {
    text,
    renewAtMs: renewable ? startMs + ttlSeconds * 1000 * RENEW_AFTER : null,
    endsAtMs: startMs + ttlSeconds * 1000,
  }
}

function renewalAgain({ endsAtMs }: Token, error: unknown): number | null {
  if (error instanceof SecretFault && error.kind === 'denied') return null
  return endsAtMs === null ? null : nowMs() + Math.max(1000, (endsAtMs - nowMs()) / 3)
}

/** Read at each sign-in: Kubernetes puts a new one there before the old one ends. */
async function podToken(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    throw new SecretFault('unavailable', `vault: the token of the pod, ${path}, cannot be read`)
  }
}

function parsed<Answer>(text: string, subject: string): Answer {
  try {
    return JSON.parse(text === '' ? '{}' : text) as Answer
  } catch {
    throw new SecretFault('unavailable', `vault: ${subject} was answered by something that is no JSON`)
  }
}
