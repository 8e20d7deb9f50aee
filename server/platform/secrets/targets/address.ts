import type { Secret } from '../../../kernel/config/secret.ts'
import type { LeaseKind } from '../tables.ts'

const SCHEMES: Readonly<Record<LeaseKind, RegExp>> = { postgresql: /^postgres(?:ql)?:$/, redis: /^rediss?:$/ }

/** A connection as the URL that it is. Throws an Error, without the URL, for what is none of the kind. */
export function urlOf(kind: LeaseKind, connection: Secret): URL {
  const text = connection.reveal()
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !SCHEMES[kind].test(url.protocol)) throw new Error(`the connection is no URL of ${kind}`)
  return url
}

/** Where a client connects to. */
export function addressOf(kind: LeaseKind, connection: Secret) {
  const url = urlOf(kind, connection)
  return {
    host: url.searchParams.get('host') ?? url.hostname,
    port: Number(url.port || (kind === 'postgresql' ? 5432 : 6379)),
    database: decodeURIComponent(url.pathname.slice(1)),
    tls: url.protocol === 'rediss:' || /^(?:require|verify-)/.test(url.searchParams.get('sslmode') ?? ''),
  }
}

const REASON_MAX = 300

/** Why a target failed, of what it said alone: errors of clients carry what was sent. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: unknown; code?: unknown }
  const said = typeof message === 'string' && message !== '' ? message : String(code ?? 'it did not answer')
  return said.replaceAll('\0', '').slice(0, REASON_MAX)
}

/** Does `work`, and throws what went wrong in it as words alone. */
export async function inWordsOf(target: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    throw new Error(`${target}: ${reasonOf(error)}`)
  }
}
