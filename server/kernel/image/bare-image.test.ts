import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { bareImage } from './bare-image.ts'

const NAME = 'Camera of Wanjiru'
const PLACE = '1/1 17/1 31/1'

/** A picture whose left half is red, 40 by 20, with all that a camera writes along. */
function photograph(orientation: number): Sharp {
  const red = { create: { width: 20, height: 20, channels: 3 as const, background: '#d01010' } }
  return sharp({ create: { width: 40, height: 20, channels: 3, background: '#1010d0' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .withMetadata({ orientation, icc: 'p3' })
    .withExifMerge({ IFD0: { Model: NAME, ImageDescription: NAME }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: PLACE } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${NAME}</x:xmpmeta>`)
}

const kinds: Readonly<Record<string, (orientation: number) => Promise<Buffer>>> = {
  'a JPEG': (orientation) => photograph(orientation).jpeg().toBuffer(),
  'a progressive JPEG': (orientation) => photograph(orientation).jpeg({ progressive: true }).toBuffer(),
  'a PNG': (orientation) => photograph(orientation).png().toBuffer(),
  'a WebP': (orientation) => photograph(orientation).webp().toBuffer(),
  'a lossless WebP': (orientation) => photograph(orientation).webp({ lossless: true }).toBuffer(),
}

const shown = (bytes: Buffer) => sharp(bytes).autoOrient().raw().toBuffer({ resolveWithObject: true })

function bared(bytes: Buffer): Buffer {
  const bare = bareImage(bytes)
  assert.ok(bare)
  return bare
}

describe('an image without its metadata', () => {
  for (const [kind, make] of Object.entries(kinds))
    for (const orientation of [1, 6, 8])
      test(`${kind} turned by ${orientation} is shown as before, and tells nothing of camera or place`, async () => {
        const taken = await make(orientation)
        const sent = Buffer.concat([taken, Buffer.from(`<html>${NAME}`)])
        assert.ok(sent.includes(NAME))
        const bare = bared(sent)
        for (const told of [NAME, 'GPS', 'xmp', 'html']) assert.equal(bare.includes(told), false, told)
        const before = await sharp(taken).metadata()
        const after = await sharp(bare).metadata()
        assert.equal(after.orientation ?? 1, orientation)
        assert.deepEqual(after.icc, before.icc)
        assert.deepEqual([after.xmp, after.comments], [undefined, undefined])
        assert.ok((after.exif?.length ?? 0) < 40, 'the orientation alone')
        const [one, other] = await Promise.all([shown(taken), shown(bare)])
        assert.deepEqual([one.info.width, one.info.height], [other.info.width, other.info.height])
        assert.ok(one.data.equals(other.data))
        assert.equal(bared(bare), bare, 'there is nothing left to leave out')
      })

  test('an animation keeps its frames', async () => {
    const frames = Buffer.concat(
      ['#d01010', '#10d010'].map((colour) => Buffer.alloc(300, Buffer.from(colour.slice(1), 'hex'))),
    )
    const raw = { width: 10, height: 20, channels: 3, pageHeight: 10 } as const
    const moving = await sharp(frames, { raw })
      .webp({ loop: 0, delay: [100, 100] })
      .withMetadata()
      .toBuffer()
    const { pages } = await sharp(bared(moving)).metadata()
    assert.deepEqual([pages, (await sharp(moving).metadata()).pages], [2, 2])
  })

  test('comments and thumbnails of a JPEG go', async () => {
    const plain = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer()
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 2 + NAME.length]), Buffer.from(NAME)])
    const thumbnail = Buffer.alloc(21, 7)
    const jfif = Buffer.from([0xff, 0xe0, 0, 16 + 21, ...Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\x01\x07', 'latin1')])
    const rest = plain.subarray(plain[3] === 0xe0 ? 4 + plain.readUInt16BE(4) : 2)
    const bare = bared(Buffer.concat([plain.subarray(0, 2), jfif, thumbnail, comment, rest]))
    assert.deepEqual([bare.includes(NAME), bare.includes(thumbnail)], [false, false])
    assert.ok((await shown(bare)).data.equals((await shown(plain)).data))
  })

  test('bytes that only begin like an image end in an image or in nothing, and never in an error', async () => {
    const whole = await Promise.all(Object.values(kinds).map((make) => make(6)))
    const anyOf = fc.constantFrom(...whole)
    fc.assert(
      fc.property(anyOf, fc.nat(), fc.nat(255), fc.nat(), (bytes, at, value, cut) => {
        const broken = Buffer.from(bytes.subarray(0, 1 + (cut % bytes.length)))
        broken[at % broken.length] = value
        bareImage(broken)
      }),
      { numRuns: 2000 },
    )
    assert.equal(bareImage(Buffer.from('%PDF-1.7 no image at all')), null)
  })
})
