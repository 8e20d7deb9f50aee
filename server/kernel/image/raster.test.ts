import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import sharp from 'sharp'
import { gifOfManyFrames, hugeImages } from '../../../test/support/huge-images.ts'
import { isRasterImage, type Rendering, readImageHead, renderImage } from './raster.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music/images')
const fixture = (name: string): Buffer => readFileSync(join(fixtures, name))
const rendering: Rendering = { width: 100, fit: 'inside', format: 'webp', quality: 80, pixelsMax: 40_000_000 }

async function rendered(bytes: Uint8Array, change: Partial<Rendering> = {}) {
  const made = await renderImage(bytes, { ...rendering, ...change })
  assert.ok(made.ok, JSON.stringify(made))
  return made.value
}

for (const format of ['jpeg', 'webp', 'png'] as const)
  test(`makes a ${format} of the width asked for, in its proportions`, async () => {
    const { bytes, width, height } = await rendered(fixture('cover-not-square.jpg'), { format })
    const metadata = await sharp(bytes).metadata()
    assert.deepEqual([metadata.format, metadata.width, metadata.height], [format, width, height])
    const source = await sharp(fixture('cover-not-square.jpg')).metadata()
    assert.deepEqual([width, height], [100, Math.round((100 * source.height) / source.width)])
  })

test('fills both sides, and makes nothing larger than it was', async () => {
  const wide = await rendered(fixture('cover-not-square.jpg'), { width: 60, height: 60, fit: 'cover' })
  assert.deepEqual([wide.width, wide.height], [60, 60])
  const whole = await rendered(fixture('cover-1000.png'), { width: 5000 })
  assert.deepEqual([whole.width, whole.height], [1000, 1000])
})

test('turns all eight EXIF orientations upright and leaves the rest of EXIF out', async () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const source = fixture(`exif-gps-orientation-${orientation}.jpg`)
    assert.ok((await sharp(source).metadata()).exif, 'there is something to leave out')
    const { bytes, width, height } = await rendered(source, { width: 5000, format: 'jpeg' })
    const { exif, icc, xmp, iptc, orientation: left } = await sharp(bytes).metadata()
    assert.deepEqual([exif, icc, xmp, iptc, left], [undefined, undefined, undefined, undefined, undefined])
    const stored = await sharp(source).metadata()
    const turned = orientation < 5 ? [stored.width, stored.height] : [stored.height, stored.width]
    assert.deepEqual([width, height], turned, String(orientation))
  }
})

test('leaves out what was appended to a picture', async () => {
  const polyglot = Buffer.concat([fixture('cover-3000.jpg'), Buffer.from('<html><script>alert(1)</script>')])
  const { bytes } = await rendered(polyglot)
  assert.equal(bytes.includes('<script'), false)
})

test('refuses more pixels than allowed before it decodes any', async () => {
  const declared = fixture('png-declares-50000x50000.png')
  assert.deepEqual(await readImageHead(declared, rendering), { ok: false, fault: 'too-many-pixels' })
  assert.equal((await renderImage(declared, rendering)).ok, false)
  const bomb = await sharp({ create: { width: 7000, height: 7000, channels: 3, background: '#fff' } })
    .png({ compressionLevel: 1 })
    .toBuffer()
  const before = process.memoryUsage().rss
  assert.deepEqual(await readImageHead(bomb, rendering), { ok: false, fault: 'too-many-pixels' })
  assert.equal((await renderImage(bomb, rendering)).ok, false)
  assert.ok(process.memoryUsage().rss - before < 100e6)
})

test('refuses WebP and AVIF that declare more pixels than memory holds, and a GIF of 10,000 frames, at once and undecoded', async () => {
  const images = [...(await hugeImages()), { what: 'a GIF of 10,000 frames', bytes: gifOfManyFrames() }]
  const [startedMs, before] = [performance.now(), process.memoryUsage().rss]
  for (const { what, bytes } of images) {
    assert.ok(bytes.length < 400_000, what)
    const fault = /AVIF/.test(what) ? 'type' : 'too-many-pixels'
    assert.deepEqual(await readImageHead(bytes, rendering), { ok: false, fault }, what)
  }
  assert.ok(performance.now() - startedMs < 5000)
  assert.ok(process.memoryUsage().rss - before < 100e6)
  const fewer = await readImageHead(gifOfManyFrames(1000), rendering)
  assert.deepEqual(fewer.ok && fewer.value.pages, 1000)
})

test('tells what is damaged from what is no picture at all', async () => {
  assert.deepEqual(await renderImage(fixture('truncated.jpg'), rendering), { ok: false, fault: 'unreadable' })
  for (const name of ['svg-script.svg', 'svg-billion-laughs.svg']) {
    assert.equal(isRasterImage(fixture(name)), false)
    assert.deepEqual(await readImageHead(fixture(name), rendering), { ok: false, fault: 'type' })
    assert.deepEqual(await renderImage(fixture(name), rendering), { ok: false, fault: 'type' })
  }
})

test('makes a still of an animation', async () => {
  const { bytes } = await rendered(fixture('animated.gif'))
  assert.equal((await sharp(bytes).metadata()).pages ?? 1, 1)
})
