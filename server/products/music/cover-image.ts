import { createHash } from 'node:crypto'
import type { Metadata, Sharp } from 'sharp'
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
const decodeSecondsMax = 20
export const coverVariantSizes: readonly number[] = [64, 320, 640, 1280]

/**
 * Turns an uploaded cover into a JPEG in sRGB of at most 3000 px, upright and without any metadata. JPEG, PNG or WebP
 * by content; square after its EXIF orientation, at least 1000 px; every fault of the image is a finding.
 */
export async function normaliseCover(bytes: Uint8Array): Promise<CoverResult> {
  if (!isAcceptedType(bytes)) return failed('ART_TYPE', 'The cover must be a JPEG, PNG or WebP image.')
  const metadata = await imageOrNull((await openImage(bytes, false)).metadata())
  if (metadata === null) return failed('ART_MALFORMED', 'The image cannot be read.')
  const refusal = checkShape(metadata)
  if (refusal !== null) return refusal
  const { data, info } = (await imageOrNull(renderJpeg(await openImage(bytes, true)))) ?? { data: null, info: null }
  if (data === null) return failed('ART_MALFORMED', 'The image is damaged or incomplete.')
  const sha256 = createHash('sha256').update(data).digest('hex')
  const warnings =
    metadata.space === 'cmyk'
      ? [finding('ART_CMYK', 'warning', 'The cover was converted from CMYK to RGB; check its colours.')]
      : []
  return { ok: true, image: { jpeg: data, widthPx: info.width, heightPx: info.height, sha256 }, warnings }
}

/** Square JPEGs of a normalised cover for the console; a size above the cover's own is left at the cover's size. */
export function coverVariants(jpeg: Buffer, sizes: readonly number[] = coverVariantSizes): Promise<CoverVariant[]> {
  return Promise.all(
    sizes.map(async (sizePx) => ({
      sizePx,
      jpeg: await (await openImage(jpeg, true))
        .resize(sizePx, sizePx, { fit: 'cover', withoutEnlargement: true })
        .jpeg({ quality: 82 })
        .toBuffer(),
    })),
  )
}

function isAcceptedType(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP')
  )
}

// NOTE: the header is read without the pixel limit, so that an oversized image is told apart from a damaged one.
// The library is loaded with the first image: most of its 20 MB and 90 ms would go to processes that never see one.
async function openImage(bytes: Uint8Array, isLimited: boolean): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels: isLimited ? pixelsMax : false, failOn: 'warning', sequentialRead: true })
}

function renderJpeg(image: Sharp): Promise<{ data: Buffer; info: { width: number; height: number } }> {
  return image
    .timeout({ seconds: decodeSecondsMax })
    .autoOrient()
    .resize(sideMaxPx, sideMaxPx, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true })
}

function checkShape(metadata: Metadata): Extract<CoverResult, { ok: false }> | null {
  const widthPx = metadata.width
  const heightPx = metadata.height
  if ((metadata.pages ?? 1) > 1) return failed('ART_TYPE', 'The cover must be a still image.')
  if (widthPx * heightPx > pixelsMax)
    return failed('ART_PIXELS', 'The image has more pixels than allowed.', { widthPx, heightPx, pixelsMax })
  if (widthPx !== heightPx) return failed('ART_NOT_SQUARE', 'The cover must be square.', { widthPx, heightPx })
  if (widthPx < sideMinPx)
    return failed('ART_SIZE', `The cover must be at least ${sideMinPx} px wide.`, { widthPx, minPx: sideMinPx })
  return null
}

// NOTE: libvips reports every fault of an image as a plain Error, and bytes in memory have no other way to fail.
async function imageOrNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch {
    return null
  }
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
