import { queryOptions } from '@tanstack/react-query'
import { api, type MediaItem } from '../api.ts'

export const IMAGE_PURPOSE = 'content.image'
export const DOCUMENT_PURPOSE = 'content.document'
export const PICTURES = 'image/jpeg,image/png,image/webp'
export const DOCUMENTS = 'application/pdf'

/** What the library is narrowed to; it stands in the address. */
export interface MediaFilter {
  readonly q?: string
  readonly kind?: MediaItem['kind']
  /** Those that were deleted and can be restored. */
  readonly removed?: true
}

export function mediaFilterIn({ q, kind, removed }: Record<string, unknown>): MediaFilter {
  return {
    ...((typeof q === 'string' && q !== '') || typeof q === 'number' ? { q: String(q) } : {}),
    ...(kind === 'image' || kind === 'document' ? { kind } : {}),
    ...(removed === true ? { removed } : {}),
  }
}

export const mediaListKey = ['content', 'media', 'list'] as const

/** A page of the library. */
export function mediaPage(filter: MediaFilter, { cursor, signal }: { cursor?: string; signal: AbortSignal }) {
  return api.content.media({ query: { ...filter, limit: 24, ...(cursor === undefined ? {} : { cursor }) }, signal })
}

export function mediaQuery(id: string) {
  return queryOptions({
    queryKey: ['content', 'media', 'one', id],
    queryFn: ({ signal }) => api.content.readMedia({ path: { id }, signal }),
    staleTime: 0,
  })
}

export const fileVersionsKey = (id: string) => ['files', id, 'versions'] as const

/** Of all that shows a file and changes with it. */
export function mediaKeys(id: string) {
  return [mediaListKey, mediaQuery(id).queryKey, ['files', id]] as const
}

/** `Used by 3 entries`. */
export function usedWords({ usedBy }: Pick<MediaItem, 'usedBy'>): string {
  if (usedBy === 0) return 'Not used'
  return usedBy === 1 ? 'Used by 1 entry' : `Used by ${usedBy} entries`
}

/** What an address of this server is to others. */
export function absoluteUrl(path: string): string {
  return new URL(path, globalThis.location.origin).href
}
