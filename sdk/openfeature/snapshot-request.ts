import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Snapshot } from '../flags/index.ts'

export interface RequestOptions {
  readonly baseUrl: string
  readonly apiKey: string
  readonly environment?: string | undefined
  readonly fetch: typeof globalThis.fetch
  readonly cacheFile?: string | undefined
}

/** The server refuses the key: waiting does not help. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

const askMsMax = 10_000

/** Asks for the snapshot and keeps it on disk; null: it is the same as the last time. `reached` is called when the server answers. */
export function createRequest(
  options: RequestOptions,
  ended: AbortSignal,
  reached: () => void,
): () => Promise<Snapshot | null> {
  let etag: string | null = null
  return async () => {
    const signal = AbortSignal.any([ended, AbortSignal.timeout(askMsMax)])
    const answer = await send(options, '/api/flags/snapshot', signal, etag === null ? {} : { 'if-none-match': etag })
    if (answer.status === 401 || answer.status === 403)
      throw new RefusedError(`the API key was refused: ${answer.status}`)
    if (answer.status !== 304 && !answer.ok) throw new Error(`the flags were not given: ${answer.status}`)
    reached()
    if (answer.status === 304) return null
    const snapshot = (await answer.json()) as Snapshot
    etag = answer.headers.get('etag')
    await keep(options.cacheFile, snapshot)
    return snapshot
  }
}

/** With the key and the environment of the options. */
export function send(
  { fetch, baseUrl, apiKey, environment }: RequestOptions,
  path: string,
  signal: AbortSignal,
  headers: Record<string, string> = {},
): Promise<Response> {
  const named = environment === undefined ? {} : { 'x-flags-environment': environment }
  return fetch(`${baseUrl.replace(/\/+$/, '')}${path}`, {
    headers: { authorization: `Bearer ${apiKey}`, ...named, ...headers },
    signal,
  })
}

async function keep(path: string | undefined, snapshot: Snapshot): Promise<void> {
  if (path === undefined) return
  try {
    const draft = `${path}.${process.pid}.draft`
    await writeFile(draft, JSON.stringify(snapshot), { mode: 0o600 })
    await rename(draft, path)
  } catch {
    // A full or read-only disk must not keep anybody from being served.
  }
}

/** What `createRequest` kept, of the environment that is wanted. */
export async function lastGood({ cacheFile, environment }: RequestOptions): Promise<Snapshot | null> {
  if (cacheFile === undefined) return null
  try {
    const kept = JSON.parse(await readFile(cacheFile, 'utf8')) as Snapshot
    return environment === undefined || kept.environment === environment ? kept : null
  } catch {
    // There is none, or it is not whole.
    return null
  }
}
