import type { Purpose } from '../files/index.ts'

/** Variants of every picture in content, by name, with their width in pixels. */
export const WIDTHS = { small: 480, medium: 960, wide: 1920 } as const

/** Where one variant of a public picture is. */
export function imageUrl(fileId: string, variant: string): string {
  return `/api/files/${fileId}/variants/${variant}/content`
}

/** Where the bytes of another public file are. */
export function fileUrl(fileId: string): string {
  return `/api/files/${fileId}/content`
}

const MEGABYTE = 1_000_000

export const IMAGE_PURPOSE = 'content.image'
export const DOCUMENT_PURPOSE = 'content.document'

/** What editors upload: pictures, shown in three widths, and documents to be downloaded. */
export function mediaPurposes(isOpenTo: NonNullable<Purpose['isOpenTo']>): readonly Purpose[] {
  return [
    {
      name: IMAGE_PURPOSE,
      maxBytes: 15 * MEGABYTE,
      contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
      visibility: 'public',
      isOpenTo,
      image: { variants: Object.entries(WIDTHS).map(([name, width]) => ({ name, width, format: 'webp' })) },
    },
    {
      name: DOCUMENT_PURPOSE,
      maxBytes: 25 * MEGABYTE,
      contentTypes: ['application/pdf'],
      visibility: 'public',
      isOpenTo,
    },
  ]
}
