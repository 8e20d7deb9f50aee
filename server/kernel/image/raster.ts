import type { Metadata, Sharp } from 'sharp'

/** Why bytes are not taken for a picture. `timeout` says nothing about them: the machine may have been busy. */
export type ImageFault = 'type' | 'unreadable' | 'too-many-pixels' | 'timeout'

/** What the head of a picture says of it, before its EXIF orientation. */
export type ImageHead = Pick<Metadata, 'width' | 'height' | 'space' | 'pages' | 'format'>

export interface ImageLimits {
  /** Of one frame; a picture with more, or with more than a thousand frames, is refused before anything is decoded. */
  readonly pixelsMax: number
}

/** How a picture is made anew. One smaller than asked for keeps its size. */
export interface Rendering extends ImageLimits {
  readonly width: number
  /** Absent: what the proportions make of the width. */
  readonly height?: number
  /** `inside`: whole, within the two; `cover`: both filled, the rest cut off. */
  readonly fit: 'inside' | 'cover'
  readonly format: ImageFormat
  /** 1 to 100. */
  readonly quality: number
}

/** JPEG has no transparency: it is put on white. */
export type ImageFormat = 'jpeg' | 'webp' | 'png'

export interface Rendered {
  readonly bytes: Buffer
  readonly width: number
  readonly height: number
}

type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: ImageFault }

const DECODE_SECONDS_MAX = 20
/** Only the first is ever decoded, but the heads of all are read to count them. */
const FRAMES_MAX = 1000
/** From here on colours are kept in full resolution. */
const FINE_QUALITY = 90

/** True for JPEG, PNG, WebP and GIF by content. SVG, which sharp would draw, is a program and never among them. */
export function isRasterImage(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  return (
    head.startsWith('\xff\xd8\xff') ||
    head.startsWith('\x89PNG\r\n\x1a\n') ||
    head.startsWith('GIF87a') ||
    head.startsWith('GIF89a') ||
    (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP')
  )
}

/** Reads the head alone, so that a picture with too many pixels is told apart from a damaged one without decoding either. */
export async function readImageHead(bytes: Uint8Array, { pixelsMax }: ImageLimits): Promise<Outcome<ImageHead>> {
  if (!isRasterImage(bytes)) return { ok: false, fault: 'type' }
  const head = await outcomeOf((await openImage(bytes, false)).metadata())
  if (!head.ok) return head
  const { width, height, pages = 1 } = head.value
  return width * height > pixelsMax || pages > FRAMES_MAX ? { ok: false, fault: 'too-many-pixels' } : head
}

/**
 * The picture anew in sRGB, upright by its EXIF orientation, of an animated one the first frame. Nothing of the bytes but the pixels
 * goes along: no EXIF, no place, no profile, no comment, nothing appended.
 */
export async function renderImage(bytes: Uint8Array, rendering: Rendering): Promise<Outcome<Rendered>> {
  const { width, height, fit, format, quality, pixelsMax } = rendering
  if (!isRasterImage(bytes)) return { ok: false, fault: 'type' }
  const upright = (await openImage(bytes, pixelsMax)).timeout({ seconds: DECODE_SECONDS_MAX }).autoOrient()
  const sized = upright.resize({
    width,
    ...(height === undefined ? {} : { height }),
    fit,
    withoutEnlargement: true,
  })
  const flat = format === 'jpeg' ? sized.flatten({ background: '#ffffff' }) : sized
  const encoded = encode(flat.toColourspace('srgb'), format, quality)
  const made = await outcomeOf(encoded.toBuffer({ resolveWithObject: true }))
  if (!made.ok) return made
  const { data, info } = made.value
  return { ok: true, value: { bytes: data, width: info.width, height: info.height } }
}

function encode(image: Sharp, format: ImageFormat, quality: number): Sharp {
  if (format === 'png') return image.png()
  if (format === 'webp') return image.webp({ quality })
  return image.jpeg({ quality, chromaSubsampling: quality >= FINE_QUALITY ? '4:4:4' : '4:2:0' })
}

// The library is loaded with the first image: most of its 20 MB and 90 ms would go to processes that never see one.
async function openImage(bytes: Uint8Array, limitInputPixels: number | false): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp(bytes, { limitInputPixels, failOn: 'warning', sequentialRead: true })
}

const TIMED_OUT = /^timeout: \d+% complete/m

// NOTE: libvips reports every fault of an image as a plain Error, and bytes in memory have no other way to fail but their time.
async function outcomeOf<Value>(work: Promise<Value>): Promise<Outcome<Value>> {
  try {
    return { ok: true, value: await work }
  } catch (error) {
    const isLate = error instanceof Error && TIMED_OUT.test(error.message)
    return { ok: false, fault: isLate ? 'timeout' : 'unreadable' }
  }
}
