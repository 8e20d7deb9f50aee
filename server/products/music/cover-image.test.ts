import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import sharp from 'sharp'
import { coverVariants, normaliseCover } from './cover-image.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music/images')

function fixture(name: string): Buffer {
  return readFileSync(join(fixtures, name))
}

const accepted: [name: string, sidePx: number, warnings: string[]][] = [
  ['cover-1000.png', 1000, []],
  ['cover-3000.jpg', 3000, []],
  ['cover-cmyk.jpg', 1600, ['ART_CMYK']],
]

for (const [name, sidePx, warnings] of accepted) {
  test(`turns ${name} into a plain sRGB JPEG`, async () => {
    const result = await normaliseCover(fixture(name))
    assert.ok(result.ok, JSON.stringify(result))
    const { jpeg, widthPx, heightPx, sha256 } = result.image
    const metadata = await sharp(jpeg).metadata()
    assert.deepEqual([widthPx, heightPx, metadata.width, metadata.height], [sidePx, sidePx, sidePx, sidePx])
    assert.deepEqual([metadata.format, metadata.space, metadata.channels], ['jpeg', 'srgb', 3])
    assert.deepEqual(
      [metadata.exif, metadata.icc, metadata.xmp, metadata.iptc],
      [undefined, undefined, undefined, undefined],
    )
    assert.equal(sha256, createHash('sha256').update(jpeg).digest('hex'))
    assert.deepEqual(
      result.warnings.map((warning) => warning.code),
      warnings,
    )
  })
}

const refused: [name: string, code: string][] = [
  ['cover-999-too-small.jpg', 'ART_SIZE'],
  ['small.webp', 'ART_SIZE'],
  ['alpha.png', 'ART_SIZE'],
  ['cover-not-square.jpg', 'ART_NOT_SQUARE'],
  ['exif-gps-orientation-6.jpg', 'ART_NOT_SQUARE'],
  ['animated.gif', 'ART_TYPE'],
  ['gif-named-jpg.jpg', 'ART_TYPE'],
  ['svg-script.svg', 'ART_TYPE'],
  ['svg-billion-laughs.svg', 'ART_TYPE'],
  ['png-declares-50000x50000.png', 'ART_PIXELS'],
]

for (const [name, code] of refused) {
  test(`refuses ${name} with ${code}`, async () => {
    const started = performance.now()
    const result = await normaliseCover(fixture(name))
    assert.ok(!result.ok)
    assert.deepEqual(
      result.findings.map((finding) => [finding.code, finding.path]),
      [[code, '/cover']],
    )
    assert.ok(performance.now() - started < 2000)
  })
}

test('refuses a cover cut anywhere', async () => {
  const bytes = fixture('cover-1000.png')
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: bytes.length - 200 }),
      async (length) => !(await normaliseCover(bytes.subarray(0, length))).ok,
    ),
    { numRuns: 40 },
  )
  const jpeg = await normaliseCover(fixture('cover-cmyk.jpg').subarray(0, 60_000))
  assert.ok(!jpeg.ok)
  assert.equal(jpeg.findings[0]?.code, 'ART_MALFORMED')
})

test('survives random bytes behind every signature', async () => {
  const magics = ['', '\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR', 'RIFF\x40\x00\x00\x00WEBPVP8 ']
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 2000 }), async (magic, bytes) => {
      const result = await normaliseCover(Buffer.concat([Buffer.from(magic, 'latin1'), bytes]))
      return !result.ok && result.findings.length === 1
    }),
    { numRuns: 150 },
  )
})

test('turns a cover upright by its EXIF orientation and drops where it was taken', async () => {
  const red = { create: { width: 1200, height: 600, channels: 3 as const, background: '#ff0000' } }
  const sideways = await sharp({ create: { width: 1200, height: 1200, channels: 3, background: '#0000ff' } })
    .composite([{ input: await sharp(red).png().toBuffer(), top: 0, left: 0 }])
    .withExif({ IFD0: { Copyright: 'someone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const result = await normaliseCover(sideways)
  assert.ok(result.ok)
  const { data, info } = await sharp(result.image.jpeg).raw().toBuffer({ resolveWithObject: true })
  const pixel = (x: number, y: number) =>
    [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)].map((value) => Math.round(value / 255))
  assert.deepEqual(
    [pixel(1000, 600), pixel(200, 600)],
    [
      [1, 0, 0],
      [0, 0, 1],
    ],
  )
  assert.equal((await sharp(result.image.jpeg).metadata()).exif, undefined)
  assert.equal(result.image.jpeg.includes('someone'), false)
})

test('reduces a cover above 3000 px and puts transparency on white', async () => {
  const large = await sharp({
    create: { width: 3600, height: 3600, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const result = await normaliseCover(large)
  assert.ok(result.ok)
  assert.equal(result.image.widthPx, 3000)
  const { dominant } = await sharp(result.image.jpeg).stats()
  assert.ok(dominant.r > 240 && dominant.g > 240 && dominant.b > 240)
})

test('refuses a still GIF, however large', async () => {
  const gif = await sharp({ create: { width: 1000, height: 1000, channels: 3, background: '#336699' } })
    .gif()
    .toBuffer()
  const result = await normaliseCover(gif)
  assert.ok(!result.ok)
  assert.equal(result.findings[0]?.code, 'ART_TYPE')
})

test('refuses an animated WebP', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 1000, height: 1000, channels: 3, background } })
      .png()
      .toBuffer()
  const frames = await Promise.all([frame('#336699'), frame('#996633')])
  const result = await normaliseCover(
    await sharp(frames, { join: { animated: true } })
      .webp({ effort: 0 })
      .toBuffer(),
  )
  assert.ok(!result.ok)
  assert.equal(result.findings[0]?.code, 'ART_TYPE')
})

test('makes every variant square and never larger than the cover', async () => {
  const variants = await coverVariants(fixture('cover-3000.jpg'))
  const sizes = await Promise.all(
    variants.map(async ({ sizePx, jpeg }) => [sizePx, (await sharp(jpeg).metadata()).width]),
  )
  assert.deepEqual(sizes, [
    [64, 64],
    [320, 320],
    [640, 640],
    [1280, 1280],
  ])
  const [small] = await coverVariants(await sharp(fixture('cover-1000.png')).jpeg().toBuffer(), [1280])
  assert.equal(small && (await sharp(small.jpeg).metadata()).width, 1000)
})
