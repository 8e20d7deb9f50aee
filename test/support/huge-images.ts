import sharp from 'sharp'

/** The longest side that libwebp writes. */
const SIDE_MAX = 0x3fff
const MANY_FRAMES = 10_000

/** Images of a few kilobytes whose heads speak of more than any memory holds. */
export interface HugeImage {
  readonly what: string
  readonly contentType: string
  readonly bytes: Buffer
}

const plain = () => sharp({ create: { width: 16, height: 16, channels: 3, background: '#336699' } })

/** WebP of both codecs and AVIF that declare more pixels than they have. */
export async function hugeImages(): Promise<HugeImage[]> {
  const [lossless, lossy, avif] = await Promise.all([
    plain().webp({ lossless: true }).toBuffer(),
    plain().webp({ quality: 50 }).toBuffer(),
    plain().avif({ effort: 0 }).toBuffer(),
  ])
  // 14 bits of each side less one, behind the signature byte 0x2f (RFC 9649, section 3.4).
  lossless.writeUInt32LE((((SIDE_MAX - 1) << 14) | (SIDE_MAX - 1)) >>> 0, lossless.indexOf('VP8L') + 9)
  // 14 bits of each side, behind the start code 9d 01 2a (RFC 6386, section 9.1).
  const lossyAt = lossy.indexOf(Buffer.from('9d012a', 'hex')) + 3
  lossy.writeUInt16LE(SIDE_MAX, lossyAt)
  lossy.writeUInt16LE(SIDE_MAX, lossyAt + 2)
  // Version and flags, then 32 bits of each side (ISO/IEC 23008-12, 6.5.3).
  const extentAt = avif.indexOf('ispe') + 8
  avif.writeUInt32BE(65_535, extentAt)
  avif.writeUInt32BE(65_535, extentAt + 4)
  return [
    { what: 'a lossless WebP of 268 million pixels', contentType: 'image/webp', bytes: lossless },
    { what: 'a lossy WebP of 268 million pixels', contentType: 'image/webp', bytes: lossy },
    { what: 'an AVIF of 4,295 million pixels', contentType: 'image/avif', bytes: avif },
  ]
}

/** A GIF of 10,000 frames of 25 million pixels each, in less than 300 kB. */
export function gifOfManyFrames(frames = MANY_FRAMES): Buffer {
  const sides = Buffer.alloc(4)
  sides.writeUInt16LE(5000, 0)
  sides.writeUInt16LE(5000, 2)
  const head = Buffer.concat([Buffer.from('GIF89a'), sides, Buffer.from('800000000000ffffff', 'hex')])
  const control = Buffer.from('21f904000a000000', 'hex')
  const frame = Buffer.concat([control, Buffer.from('2c00000000', 'hex'), sides, Buffer.from('0002024c0100', 'hex')])
  return Buffer.concat([head, ...Array<Buffer>(frames).fill(frame), Buffer.from('3b', 'hex')])
}
