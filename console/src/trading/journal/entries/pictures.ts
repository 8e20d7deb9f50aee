import type { RichNode } from '../../../rich-text/document.ts'

export const PICTURE_PURPOSE = 'trading.journal'
export const PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp']

/** A picture of an entry as the server keeps it; `wide` fills a page. */
export function pictureUrl(fileId: string, variant: 'small' | 'wide'): string {
  return `/api/files/${encodeURIComponent(fileId)}/variants/${variant}/content`
}

/** The pictures that stand in a text, each once. */
export function picturesIn(doc: RichNode | undefined): readonly string[] {
  if (doc === undefined) return []
  const own = doc.type === 'image' && typeof doc.attrs?.fileId === 'string' ? [doc.attrs.fileId] : []
  return [...new Set([...own, ...(doc.content ?? []).flatMap(picturesIn)])]
}
