import type { Purpose } from '../files/index.ts'

/** Variants of every picture in content, by name, with their width in pixels. */
export const WIDTHS = { small: 480, medium: 960, wide: 1920 } as const

/** Where one variant of a public picture is; with the version that it shows, for good. */
export function imageUrl(fileId: string, variant: string, version?: number): string {
  return `/api/files/${fileId}/variants/${variant}/content${stamp(version)}`
}

/** Where the bytes of another public file are; with the version that it shows, for good. */
export function fileUrl(fileId: string, version?: number): string {
  return `/api/files/${fileId}/content${stamp(version)}`
}

function stamp(version: number | undefined): string {
  return version === undefined ? '' : `?v=${version}`
}

const MEGABYTE = 1_000_000

export const IMAGE_PURPOSE = 'content.image'
export const DOCUMENT_PURPOSE = 'content.document'

/** What editors upload: pictures, shown in three widths, and documents to be downloaded. */
export function mediaPurposes(terms: Required<Pick<Purpose, 'isOpenTo' | 'changes'>>): readonly Purpose[] {
  return [
    {
      name: IMAGE_PURPOSE,
      maxBytes: 15 * MEGABYTE,
      contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
      visibility: 'public',
      ...terms,
      image: { variants: Object.entries(WIDTHS).map(([name, width]) => ({ name, width, format: 'webp' })) },
    },
    {
      name: DOCUMENT_PURPOSE,
      maxBytes: 25 * MEGABYTE,
      contentTypes: ['application/pdf'],
      visibility: 'public',
      ...terms,
    },
  ]
}
