import { createHash } from 'node:crypto'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { newId } from '../../kernel/id.ts'
import { type ImageFormat, type Rendered, readImageHead, renderImage } from '../../kernel/image/raster.ts'
import { filesProblem } from './problems.ts'
import type { FileRow, FilesTables, ImageState } from './tables.ts'
import { type Changed, lockContent, settleVersion } from './versions.ts'

/** What is made of the pictures of a purpose. */
export interface ImageTerms {
  /** Width times height of what is taken; 40 million when absent. */
  readonly pixelsMax?: number
  readonly variants: readonly VariantTerms[]
}

/** A picture smaller than this keeps its size. */
export interface VariantTerms {
  /** `[a-z0-9-]+`, part of its address. */
  readonly name: string
  readonly width: number
  /** Given: both sides are filled and the rest is cut off. Absent: the whole picture at this width. */
  readonly height?: number
  readonly format: ImageFormat
}

const PIXELS_MAX = 40_000_000
const QUALITY = 82
const LATE_AFTER_SECONDS = 3600
const NAME = /^[a-z0-9-]{1,40}$/

/** Throws TypeError: a purpose is written by a developer. */
export function assertImageTerms({ variants }: ImageTerms, contentTypes: readonly string[]): void {
  const names = new Set(variants.map(({ name }) => name))
  if (variants.length === 0 || names.size !== variants.length || ![...names].every((name) => NAME.test(name)))
    throw new TypeError('a purpose for pictures names its variants, each by a name of its own of [a-z0-9-]')
  if (!contentTypes.every((type) => type.startsWith('image/')))
    throw new TypeError('a purpose for pictures takes nothing but pictures')
}

export type MadeVariant = Rendered & { readonly terms: VariantTerms }

type Made =
  | { readonly ok: true; readonly variants: readonly MadeVariant[] }
  | { readonly ok: false; readonly fault: Extract<ImageState, 'unreadable' | 'too-large'> | 'timeout' }

/** One variant after the other: each decodes the picture anew, and one decoded picture in memory is enough. */
export async function makeVariants(bytes: Buffer, terms: ImageTerms, signal: AbortSignal): Promise<Made> {
  const pixelsMax = terms.pixelsMax ?? PIXELS_MAX
  const head = await readImageHead(bytes, { pixelsMax })
  if (!head.ok) return { ok: false, fault: head.fault === 'too-many-pixels' ? 'too-large' : 'unreadable' }
  const variants: MadeVariant[] = []
  for (const one of terms.variants) {
    signal.throwIfAborted()
    const fit = one.height === undefined ? 'inside' : 'cover'
    const made = await renderImage(bytes, { ...one, fit, quality: QUALITY, pixelsMax })
    if (!made.ok) return { ok: false, fault: made.fault === 'timeout' ? 'timeout' : 'unreadable' }
    variants.push({ ...made.value, terms: one })
  }
  return { ok: true, variants }
}

/** Rows for variants, whose bytes are yet to be stored: a variant is its owner's and seen by whom the picture is seen. */
export function variantRows(source: FileRow, variants: readonly MadeVariant[]): FileRow[] {
  return variants.map(({ terms, bytes, width, height }) => {
    const id = newId<'file'>()
    return {
      ...source,
      id,
      filename: `${terms.name}.${terms.format === 'jpeg' ? 'jpg' : terms.format}`,
      content_type: `image/${terms.format}`,
      bytes: BigInt(bytes.length),
      sha256: createHash('sha256').update(bytes).digest(),
      blob_key: `generated/${id}`,
      created_at: now(),
      checked_at: null,
      fault: null,
      scan: 'none',
      ...{ scan_finding: null, scan_refusal: null, scan_tried_at: null },
      alt: null,
      ...{ image: null, image_rounds: null, image_tried_at: null },
      variant_of: source.id,
      variant: terms.name,
      width,
      height,
      ...{
        version: 1,
        newest_version: 1,
        version_of: null,
        restored_from: null,
        superseded_at: null,
        discarded_at: null,
      },
    }
  })
}

/** Stores the bytes of variants, in the order of their rows. */
export async function storeVariants(
  blobs: BlobStore,
  rows: readonly FileRow[],
  variants: readonly MadeVariant[],
): Promise<void> {
  for (const [at, { bytes }] of variants.entries()) {
    const row = rows[at]
    if (row !== undefined) await blobs.put(row.blob_key, bytes, { maxBytes: bytes.length })
  }
}

/** What became of a picture, by its bytes. */
export interface SettledImage {
  readonly blobKey: string
  readonly state: Exclude<ImageState, 'pending'>
  readonly variants: readonly FileRow[]
}

/**
 * Ends the making of variants; false when it was ended before, or the picture is gone. Owner, sight and the row they belong to are those
 * of this moment. A version whose variants are there is shown.
 */
export async function settleImage(
  tx: Tx,
  changed: Changed,
  { blobKey, state, variants }: SettledImage,
): Promise<boolean> {
  const picture = await lockContent(tx, blobKey)
  if (picture?.image !== 'pending') return false
  const query = tx.query<FilesTables>()
  await query.updateTable('files.file').set({ image: state }).where('id', '=', picture.id).execute()
  const { id, owner_id, visibility } = picture
  if (variants.length > 0)
    await query
      .insertInto('files.file')
      .values(variants.map((row) => ({ ...row, owner_id, visibility, variant_of: id })))
      .execute()
  await settleVersion(tx, changed, { ...picture, image: state }, state === 'ready')
  return true
}

/** Throws unless the variants of a picture are there; a file that is none, or stays as it is, passes. */
export function assertReadyImage({ image, image_rounds }: Pick<FileRow, 'image' | 'image_rounds'>): void {
  if (image === 'pending' && image_rounds !== null)
    throw filesProblem('image-pending', {
      detail: 'It could not be prepared; that is tried again within the hour.',
      retryAfterSeconds: LATE_AFTER_SECONDS,
    })
  if (image === 'pending') throw filesProblem('image-pending', { retryAfterSeconds: 5 })
  if (image === 'unreadable' || image === 'too-large') throw filesProblem(`image-${image}`)
}

/** Of pictures, in the order in which they were made. */
export async function variantsOf(source: Db | Tx, ids: readonly Id<'file'>[]): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return await source
    .query<FilesTables>()
    .selectFrom('files.file')
    .selectAll()
    .where('variant_of', 'in', [...ids])
    .orderBy('id')
    .execute()
}

/** The variant, or null. */
export async function findVariant(db: Db, id: Id<'file'>, name: string): Promise<FileRow | null> {
  const query = db.query<FilesTables>().selectFrom('files.file').selectAll()
  return (await query.where('variant_of', '=', id).where('variant', '=', name).executeTakeFirst()) ?? null
}
