import { Type } from 'typebox'
import type { Origin } from '../../kernel/db/actor.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { Files } from '../../platform/files/index.ts'
import { coverVariantSizes, coverVariants } from './cover-image.ts'

type CoverSize = 64 | 320 | 640 | 1280

export const coverQuery = object({
  size: Type.Unsafe<CoverSize>({
    type: 'integer',
    enum: [...coverVariantSizes],
    default: 640,
    description: 'Side in pixels',
  }),
})

/** How long a browser may show a cover before it asks again. */
export const coverAge = 3600

/** The variant of this size; ids are stored smallest first. */
export function variantOf(variantIds: readonly Id<'file'>[], sizePx: number): Id<'file'> {
  const id = variantIds[coverVariantSizes.indexOf(sizePx)]
  if (id === undefined) throw new TypeError(`covers are not kept at ${sizePx} px`)
  return id
}

/** Stores the four variants of a normalised cover as files of the server's own; their ids smallest first. */
export async function storeCover(
  files: Pick<Files, 'putGenerated'>,
  origin: Origin,
  jpeg: Buffer,
): Promise<Id<'file'>[]> {
  const ids: Id<'file'>[] = []
  for (const { sizePx, jpeg: bytes } of await coverVariants(jpeg)) {
    ids.push(
      await files.putGenerated(origin, {
        bytes,
        filename: `cover-${sizePx}.jpg`,
        contentType: 'image/jpeg',
        purpose: 'music.cover-variant',
        visibility: 'public',
        ownerId: null,
      }),
    )
  }
  return ids
}
