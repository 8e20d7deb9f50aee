import { api, type ContentType, type EntryStatus } from '../api.ts'
import type { EntryFilter } from './entry-filter.ts'

/** An entry as its type's own operations answer it; what its fields are, the type's schema says. */
export interface Entry extends EntryStatus {
  readonly slug: string
  readonly fields: Readonly<Record<string, unknown>>
  readonly seo: Readonly<Record<string, unknown>> | null
}

export interface EntryLine extends EntryStatus {
  readonly slug: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** What is sent of an entry. */
export interface Written {
  readonly fields: Readonly<Record<string, unknown>>
  readonly seo: Readonly<Record<string, unknown>> | null
  readonly slug?: string
}

interface EntryPage {
  readonly items: readonly EntryLine[]
  readonly nextCursor: string | null
}

interface EntryCalls {
  browse(input: { query: EntryFilter & { cursor?: string; limit?: number }; signal: AbortSignal }): Promise<EntryPage>
  read(input: { path: { id: string }; signal: AbortSignal }): Promise<Entry>
  create(input: {
    body: Written & { locale?: string }
    idempotencyKey: string
  }): Promise<EntryStatus & { slug: string }>
  update(input: { path: { id: string }; body: Partial<Written> & { version: number } }): Promise<Entry>
}

/**
 * The operations of a type that is known here by its name alone. Each declared type has them under the same names, as the server
 * says them at `/api/content/types`; the client's own types know them one by one.
 */
export function callsOf({ name, plural }: Pick<ContentType, 'name' | 'plural'>): EntryCalls {
  const operations: Readonly<Record<string, unknown>> = api.content
  const find = (operation: string): unknown => {
    const call = operations[operation]
    if (call === undefined) throw new TypeError(`the client is older than the server: it has no ${operation}`)
    return call
  }
  return {
    browse: find(`browse${capital(plural)}`) as EntryCalls['browse'],
    read: find(`read${capital(name)}`) as EntryCalls['read'],
    create: find(`create${capital(name)}`) as EntryCalls['create'],
    update: find(`update${capital(name)}`) as EntryCalls['update'],
  }
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
