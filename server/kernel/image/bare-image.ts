import { crc32 } from 'node:zlib'
import { orientationBlock, orientationOf } from './exif-orientation.ts'

/**
 * A JPEG, PNG or WebP with its pixels as they are and without what else came along: no EXIF but the orientation, no place, thumbnail,
 * XMP, comment or text, nothing appended. Its colour profile stays, for the colours are wrong without. Null for bytes that are none
 * of these, or broken in their structure; the same buffer where there was nothing to leave out.
 */
export function bareImage(bytes: Buffer): Buffer | null {
  const parts = partsOf(bytes)
  if (parts === null) return null
  const bare = Buffer.concat(parts)
  return bare.equals(bytes) ? bytes : bare
}

function partsOf(bytes: Buffer): Buffer[] | null {
  if (bytes.length < RIFF_HEAD_BYTES) return null
  if (bytes.readUInt16BE(0) === START_OF_IMAGE) return bareJpeg(bytes)
  if (bytes.subarray(0, PNG.length).equals(PNG)) return barePng(bytes)
  const isWebp = tagAt(bytes, 0) === 'RIFF' && tagAt(bytes, 8) === 'WEBP'
  return isWebp ? bareWebp(bytes) : null
}

const tagAt = (bytes: Buffer, at: number): string => bytes.subarray(at, at + 4).toString('latin1')

const START_OF_IMAGE = 0xffd8
const END_OF_IMAGE = Buffer.from([0xff, 0xd9])
/** Markers of ITU-T T.81, table B.1. */
const marker = {
  tem: 0x01,
  rst0: 0xd0,
  rst7: 0xd7,
  eoi: 0xd9,
  sos: 0xda,
  app0: 0xe0,
  app15: 0xef,
  comment: 0xfe,
} as const
const JFIF_BYTES = 18

function bareJpeg(bytes: Buffer): Buffer[] | null {
  const kept: Buffer[] = []
  let orientation = 1
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const kind = bytes[at + 1]
    if (bytes[at] !== 0xff || kind === undefined) return null
    if (kind === marker.eoi) break
    const isAlone = kind === marker.tem || (kind >= marker.rst0 && kind <= marker.rst7)
    const end = isAlone ? at + 2 : at + 4 <= bytes.length ? at + 2 + bytes.readUInt16BE(at + 2) : Number.NaN
    if (!(end <= bytes.length) || end < at + 2) return null
    const segment = bytes.subarray(at, end)
    if (kind === 0xe1 && orientation === 1) orientation = orientationOf(segment.subarray(4))
    const bare = bareSegment(kind, segment)
    if (bare !== null) kept.push(bare)
    at = end
    if (kind !== marker.sos) continue
    at = endOfScan(bytes, end)
    kept.push(bytes.subarray(end, at))
    // Broken off within its pixels: what is there is a picture still.
    if (at >= bytes.length) break
  }
  const exif = orientationBlock(orientation)
  const isFirst = kept[0]?.[1] === marker.app0 ? 1 : 0
  if (exif !== null) kept.splice(isFirst, 0, exifSegment(exif))
  return [bytes.subarray(0, 2), ...kept, END_OF_IMAGE]
}

/** Where the next marker stands that is no part of the pixels. */
function endOfScan(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(0xff, start); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next !== 0 && next !== 0xff && !(next >= marker.rst0 && next <= marker.rst7)) return at
  }
  return bytes.length
}

/** A segment as it is kept; null for one that is left out. */
function bareSegment(kind: number, segment: Buffer): Buffer | null {
  if (kind === marker.comment) return null
  if (kind < marker.app0 || kind > marker.app15) return segment
  const name = segment.subarray(4, 16).toString('latin1')
  if (kind === 0xe0 && name.startsWith('JFIF\0')) return withoutThumbnail(segment)
  const isColour = (kind === 0xe2 && name === 'ICC_PROFILE\0') || (kind === 0xee && name.startsWith('Adobe'))
  return isColour ? segment : null
}

function withoutThumbnail(segment: Buffer): Buffer {
  if (segment.length <= JFIF_BYTES) return segment
  const bare = Buffer.from(segment.subarray(0, JFIF_BYTES))
  bare.writeUInt16BE(JFIF_BYTES - 2, 2)
  bare.writeUInt16BE(0, JFIF_BYTES - 2)
  return bare
}

function exifSegment(block: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from('Exif\0\0', 'latin1')])
  head.writeUInt16BE(head.length - 2 + block.length, 2)
  return Buffer.concat([head, block])
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
/** Pixels, colours, size on paper and frames. PNG 3, 5.6. */
const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)
const CHUNK_FRAME_BYTES = 12

function barePng(bytes: Buffer): Buffer[] | null {
  const kept: Buffer[] = []
  let orientation = 1
  for (let at = PNG.length; ; ) {
    if (at + CHUNK_FRAME_BYTES > bytes.length) return null
    const end = at + CHUNK_FRAME_BYTES + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const type = tagAt(bytes, at + 4)
    if (type === 'eXIf') orientation = orientationOf(bytes.subarray(at + 8, end - 4))
    if (PNG_KEPT.has(type)) kept.push(bytes.subarray(at, end))
    at = end
    if (type === 'IEND') break
  }
  const exif = orientationBlock(orientation)
  if (exif !== null) kept.splice(1, 0, pngChunk('eXIf', exif))
  return [PNG, ...kept]
}

function pngChunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(named), 4)
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)])
}

const RIFF_HEAD_BYTES = 12
const CHUNK_HEAD_BYTES = 8
/** Where the pixels of a frame begin within its chunk. */
const FRAME_HEAD_BYTES = 16
const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Of VP8X: that there is EXIF, and XMP. */
const flag = { exif: 0x08, xmp: 0x04 } as const

interface WebpChunk {
  readonly type: string
  readonly data: Buffer
}

function bareWebp(bytes: Buffer): Buffer[] | null {
  const end = CHUNK_HEAD_BYTES + bytes.readUInt32LE(4)
  const chunks = end <= bytes.length ? chunksOf(bytes.subarray(RIFF_HEAD_BYTES, end)) : null
  if (chunks === null) return null
  const told = chunks.find(({ type }) => type === 'EXIF')
  const exif = told === undefined ? null : orientationBlock(orientationOf(told.data))
  const kept = chunks
    .filter(({ type }) => WEBP_KEPT.has(type))
    .map((chunk) => (chunk.type === 'VP8X' ? { type: 'VP8X', data: flagged(chunk.data, exif !== null) } : chunk))
    .map((chunk) => (chunk.type === 'ANMF' ? { type: 'ANMF', data: bareFrame(chunk.data) } : chunk))
  const all = [...kept, ...(exif === null ? [] : [{ type: 'EXIF', data: exif }])].map(webpChunk)
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  head.writeUInt32LE(4 + all.reduce((sum, { length }) => sum + length, 0), 4)
  return [head, ...all]
}

function chunksOf(bytes: Buffer): WebpChunk[] | null {
  const chunks: WebpChunk[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + CHUNK_HEAD_BYTES > bytes.length) return null
    const length = bytes.readUInt32LE(at + 4)
    const data = bytes.subarray(at + CHUNK_HEAD_BYTES, at + CHUNK_HEAD_BYTES + length)
    if (data.length < length) return null
    chunks.push({ type: tagAt(bytes, at), data })
    at += CHUNK_HEAD_BYTES + length + (length % 2)
  }
  return chunks
}

function bareFrame(frame: Buffer): Buffer {
  const chunks = chunksOf(frame.subarray(FRAME_HEAD_BYTES)) ?? []
  const kept = chunks.filter(({ type }) => WEBP_KEPT.has(type)).map(webpChunk)
  return Buffer.concat([frame.subarray(0, FRAME_HEAD_BYTES), ...kept])
}

function flagged(data: Buffer, hasExif: boolean): Buffer {
  const flags = Buffer.from(data)
  flags[0] = ((data[0] ?? 0) & ~(flag.exif | flag.xmp)) | (hasExif ? flag.exif : 0)
  return flags
}

function webpChunk({ type, data }: WebpChunk): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}
