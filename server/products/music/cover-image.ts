import { createHash } from 'node:crypto'
import { type ImageFault, type ImageHead, readImageHead, renderImage } from '../../kernel/image/raster.ts'
import type { Finding } from './audio-types.ts'

export type CoverImage = {
  readonly jpeg: Buffer
  readonly widthPx: number
  readonly heightPx: number
  readonly sha256: string
}

export type CoverResult =
  | { readonly ok: true; readonly image: CoverImage; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }

export type CoverVariant = { readonly sizePx: number; readonly jpeg: Buffer }

const sideMinPx = 1000
const sideMaxPx = 3000
const pixelsMax = 50_000_000
const normalQuality = 90
const variantQuality = 82
export const coverVariantSizes: readonly number[] = [64, 320, 640, 1280]

/**
 * Turns an uploaded cover into a JPEG in sRGB of at most 3000 px, upright and without any metadata. JPEG, PNG or WebP
 * by content; square after its EXIF orientation, at least 1000 px; every fault of the image is a finding.
 */
export async function normaliseCover(bytes: Uint8Array): Promise<CoverResult> {
  const head = await readImageHead(bytes, { pixelsMax })
  if (!head.ok) return refused(head.fault)
  const refusal = checkShape(head.value)
  if (refusal !== null) return refusal
  const made = await renderImage(bytes, {
    ...{ width: sideMaxPx, height: sideMaxPx, fit: 'inside', format: 'jpeg', quality: normalQuality, pixelsMax },
  })
  if (!made.ok) return failed('ART_MALFORMED', 'The image is damaged or incomplete.')
  const { bytes: jpeg, width: widthPx, height: heightPx } = made.value
  const sha256 = createHash('sha256').update(jpeg).digest('hex')
  const warnings =
    head.value.space === 'cmyk'
      ? [finding('ART_CMYK', 'warning', 'The cover was converted from CMYK to RGB; check its colours.')]
      : []
  return { ok: true, image: { jpeg, widthPx, heightPx, sha256 }, warnings }
}

/** Square JPEGs of a normalised cover for the console; a size above the cover's own is left at the cover's size. */
export function coverVariants(jpeg: Buffer, sizes: readonly number[] = coverVariantSizes): Promise<CoverVariant[]> {
  return Promise.all(sizes.map(async (sizePx) => ({ sizePx, jpeg: await squareOf(jpeg, sizePx) })))
}

async function squareOf(jpeg: Buffer, sizePx: number): Promise<Buffer> {
  const made = await renderImage(jpeg, {
    ...{ width: sizePx, height: sizePx, fit: 'cover', format: 'jpeg', quality: variantQuality, pixelsMax },
  })
  if (!made.ok) throw new Error(`a normalised cover could not be reduced: ${made.fault}`)
  return made.value.bytes
}

function refused(fault: ImageFault): Extract<CoverResult, { ok: false }> {
  if (fault === 'type') return failed('ART_TYPE', 'The cover must be a JPEG, PNG or WebP image.')
  if (fault === 'too-many-pixels') return failed('ART_PIXELS', 'The image has more pixels than allowed.', { pixelsMax })
  return failed('ART_MALFORMED', 'The image cannot be read.')
}

function checkShape(head: ImageHead): Extract<CoverResult, { ok: false }> | null {
  const { width: widthPx, height: heightPx } = head
  if (head.format === 'gif') return refused('type')
  if ((head.pages ?? 1) > 1) return failed('ART_TYPE', 'The cover must be a still image.')
  if (widthPx !== heightPx) return failed('ART_NOT_SQUARE', 'The cover must be square.', { widthPx, heightPx })
  if (widthPx < sideMinPx)
    return failed('ART_SIZE', `The cover must be at least ${sideMinPx} px wide.`, { widthPx, minPx: sideMinPx })
  return null
}

function failed(code: string, message: string, params: Finding['params'] = {}): Extract<CoverResult, { ok: false }> {
  return { ok: false, findings: [finding(code, 'error', message, params)] }
}

function finding(
  code: string,
  severity: Finding['severity'],
  message: string,
  params: Finding['params'] = {},
): Finding {
  return { code, severity, path: '/cover', params, message }
}
