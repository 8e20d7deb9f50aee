import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { decodeFinding, inspectAudio } from './audio-inspect.ts'
import { layoutAudio } from './audio-layout.ts'
import { openSource } from './audio-source.ts'
import { type AudioLayout, AudioRefusal } from './audio-types.ts'
import { measureSignal } from './waveform.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music/audio')
const folder = mkdtempSync(join(tmpdir(), 'audio-layout-'))
const path = join(folder, 'upload')
const bytesMax = 500 * 1024 * 1024
after(() => rmSync(folder, { recursive: true }))

function fixture(name: string): Buffer {
  return readFileSync(join(fixtures, name))
}

/** The layout, or the code it is refused with. */
function layoutOf(bytes: Uint8Array): AudioLayout | string {
  writeFileSync(path, bytes)
  const source = openSource(path)
  try {
    return layoutAudio(source, bytesMax)
  } catch (error) {
    if (error instanceof AudioRefusal) return error.finding.code
    throw error
  } finally {
    source.close()
  }
}

function edited(name: string, edit: (bytes: Buffer) => void): Buffer {
  const bytes = fixture(name)
  edit(bytes)
  return bytes
}

/** An mp3 of one frame whose Xing header announces 31000 of them. */
function forgedXing(): Buffer {
  const frame = Buffer.alloc(417)
  frame.writeUInt32BE(0xfffb9000, 0)
  frame.write('Xing', 36, 'latin1')
  frame.writeUInt32BE(1, 40)
  frame.writeUInt32BE(31_000, 44)
  return frame
}

/** The AAC packets of an m4a as an ADTS stream, by the sizes of its sample table. */
function adtsFromM4a(): Buffer {
  const bytes = fixture('aac-faststart.m4a')
  const stsz = bytes.indexOf('stsz')
  const count = bytes.readUInt32BE(stsz + 12)
  let at = bytes.indexOf('mdat') + 4
  const frames: Buffer[] = []
  for (let index = 0; index < count; index += 1) {
    const size = bytes.readUInt32BE(stsz + 16 + index * 4)
    const length = size + 7
    frames.push(
      Buffer.from([0xff, 0xf1, 0x50, 0x80 | (length >> 11), (length >> 3) & 255, ((length & 7) << 5) | 0x1f, 0xfc]),
    )
    frames.push(bytes.subarray(at, at + size))
    at += size
  }
  return Buffer.concat(frames)
}

/** A WAV with a last chunk of its own that ends in an empty ZIP archive. */
function wavWithArchive(): Buffer {
  const chunk = Buffer.from('note\x16\x00\x00\x00PK\x05\x06', 'latin1')
  return Buffer.concat([fixture('wav-16-44.wav'), chunk, Buffer.alloc(18)])
}

const forged: [name: string, code: string, bytes: () => Buffer][] = [
  ['an mp3 frame that announces 31000 more', 'AUDIO_EMPTY', forgedXing],
  [
    'two mp3 frames of 31000 announced',
    'AUDIO_TRUNCATED',
    () => Buffer.concat([forgedXing(), forgedXing().fill(0, 36, 48)]),
  ],
  [
    'an mp3 with a page of HTML behind it',
    'AUDIO_MALFORMED',
    () => Buffer.concat([fixture('silence-5s.mp3'), Buffer.from('<script>1</script>')]),
  ],
  [
    'an ID3 tag longer than the file',
    'AUDIO_TRUNCATED',
    () =>
      Buffer.concat([Buffer.from('ID3\x04\x00\x00\x7f\x7f\x7f\x7f', 'latin1'), fixture('silence-5s.mp3').subarray(45)]),
  ],
  [
    'a WAV whose data chunk claims 4 GB',
    'AUDIO_TRUNCATED',
    () => edited('wav-16-44.wav', (bytes) => bytes.writeUInt32LE(0xffffffff, bytes.indexOf('data') + 4)),
  ],
  [
    'a WAV whose RIFF header claims 4 GB',
    'AUDIO_TRUNCATED',
    () => edited('wav-16-44.wav', (bytes) => bytes.writeUInt32LE(0xfffffff0, 4)),
  ],
  [
    'a WAV with bytes behind its chunks',
    'AUDIO_MALFORMED',
    () => Buffer.concat([fixture('wav-16-44.wav'), Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8])]),
  ],
  ['a WAV that is a ZIP archive too', 'AUDIO_MALFORMED', wavWithArchive],
  ['a WAV of zero channels', 'AUDIO_MALFORMED', () => edited('wav-16-44.wav', (bytes) => bytes.writeUInt16LE(0, 22))],
  ['a WAV of A-law', 'AUDIO_CODEC', () => edited('wav-16-44.wav', (bytes) => bytes.writeUInt16LE(6, 20))],
  [
    'a FLAC that announces twice its samples',
    'AUDIO_TRUNCATED',
    () => edited('flac-16-44.flac', (bytes) => bytes.writeUInt32BE(264_600, 22)),
  ],
  [
    'a FLAC that announces one sample',
    'AUDIO_MALFORMED',
    () => edited('flac-16-44.flac', (bytes) => bytes.writeUInt32BE(1, 22)),
  ],
  [
    'a FLAC without its middle',
    'AUDIO_TRUNCATED',
    () => Buffer.concat([fixture('flac-16-44.flac').subarray(0, 20_000), fixture('flac-16-44.flac').subarray(30_000)]),
  ],
  [
    'an Ogg stream without its middle',
    'AUDIO_MALFORMED',
    () => Buffer.concat([fixture('opus.opus').subarray(0, 20_000), fixture('opus.opus').subarray(30_000)]),
  ],
  [
    'an Ogg page with a flipped bit',
    'AUDIO_MALFORMED',
    () => edited('opus.opus', (bytes) => bytes.writeUInt8((bytes[9000] ?? 0) ^ 1, 9000)),
  ],
  [
    'an Ogg stream without its end page',
    'AUDIO_TRUNCATED',
    () => fixture('opus.opus').subarray(0, fixture('opus.opus').lastIndexOf('OggS')),
  ],
  [
    'two Ogg streams in a chain',
    'AUDIO_MALFORMED',
    () => Buffer.concat([fixture('vorbis.ogg'), fixture('vorbis.ogg')]),
  ],
  [
    'an m4a whose chunks lie outside the file',
    'AUDIO_TRUNCATED',
    () => edited('aac-faststart.m4a', (bytes) => bytes.writeUInt32BE(0x7fffffff, bytes.indexOf('stco') + 12)),
  ],
  [
    'an m4a that stretches its time table',
    'AUDIO_MALFORMED',
    () => edited('aac-faststart.m4a', (bytes) => bytes.writeUInt32BE(1_024_000, bytes.indexOf('stts') + 16)),
  ],
  [
    'an m4a of four billion packets',
    'AUDIO_MALFORMED',
    () => edited('aac-faststart.m4a', (bytes) => bytes.writeUInt32BE(0xffffffff, bytes.indexOf('stsz') + 12)),
  ],
  ['a fragment without its header', 'AUDIO_UNKNOWN_CONTAINER', () => fixture('hls-single.m4s').subarray(765)],
  ['an ADTS stream cut inside a packet', 'AUDIO_TRUNCATED', () => adtsFromM4a().subarray(0, 50_000)],
]

for (const [name, code, bytes] of forged) {
  test(`refuses ${name} with ${code}`, () => assert.equal(layoutOf(bytes()), code))
}

test('measures an ADTS stream by its packets', () => {
  const layout = layoutOf(adtsFromM4a())
  assert.ok(typeof layout === 'object')
  assert.deepEqual(
    [layout.format, layout.sampleRateHz, layout.channels, layout.samples],
    ['adts', 44_100, 2, 346 * 1024],
  )
})

test('counts the samples of an Ogg stream without what the encoder put before them', () => {
  const [opus, vorbis] = [layoutOf(fixture('opus.opus')), layoutOf(fixture('vorbis.ogg'))]
  assert.ok(typeof opus === 'object' && typeof vorbis === 'object')
  assert.deepEqual([opus.samples, vorbis.samples], [8 * 48_000, 8 * 44_100])
})

const names = readdirSync(fixtures).filter((name) => !/json$|m3u8$/.test(name))

test('refuses a recording cut anywhere, or measures it shorter', () => {
  for (const name of names) {
    const bytes = fixture(name)
    const whole = layoutOf(bytes)
    assert.ok(typeof whole === 'object')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        const layout = layoutOf(bytes.subarray(0, length))
        return typeof layout === 'string' || layout.samples < whole.samples
      }),
      { numRuns: 25 },
    )
  }
})

/** Runs what a worker does; only a fault of the program itself throws. */
async function survives(bytes: Uint8Array, isDecoded: boolean): Promise<void> {
  writeFileSync(path, bytes)
  const source = openSource(path)
  try {
    const inspection = await inspectAudio(path, source, bytesMax)
    if (!inspection.ok) return
    assert.ok(inspection.probe.durationMs >= 0 && Number.isFinite(inspection.probe.bitrateBps))
    if (isDecoded) await measureSignal(source, inspection.layout).catch(decodeFinding)
  } finally {
    source.close()
  }
}

const magics = [
  '',
  'RIFF\x40\x00\x00\x00WAVEfmt \x10\x00\x00\x00',
  'fLaC\x80\x00\x00\x22',
  'OggS\x00\x02',
  '\x00\x00\x00\x18ftypM4A ',
  'ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00',
  '\xff\xf1\x50\x80',
]

test('survives random bytes behind every signature', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 4096 }), (magic, bytes) =>
      survives(Buffer.concat([Buffer.from(magic, 'latin1'), bytes]), true),
    ),
    { numRuns: 300 },
  )
})

function flips(length: number): fc.Arbitrary<{ at: number; value: number }[]> {
  const at = fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: length - 1 }))
  return fc.array(fc.record({ at, value: fc.integer({ min: 0, max: 255 }) }), { minLength: 1, maxLength: 4 })
}

function damage(bytes: Buffer, changes: readonly { at: number; value: number }[]): Buffer {
  const damaged = Buffer.from(bytes)
  for (const { at, value } of changes) damaged[at] = value
  return damaged
}

test('survives flipped bytes in every fixture within bounded memory', async () => {
  const memoryBefore = process.memoryUsage().arrayBuffers
  for (const name of names) {
    const bytes = fixture(name)
    const property = fc.asyncProperty(flips(bytes.length), (changes) => survives(damage(bytes, changes), false))
    await fc.assert(property, { numRuns: 15 })
  }
  assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < 256 * 1024 * 1024)
})

test('survives decoding flipped bytes of every decoded format', async () => {
  for (const name of ['flac-16-44.flac', 'silence-5s.mp3', 'vorbis.ogg', 'opus.opus', 'wav-24-48.wav']) {
    const bytes = fixture(name)
    const property = fc.asyncProperty(flips(bytes.length), (changes) => survives(damage(bytes, changes), true))
    await fc.assert(property, { numRuns: 15 })
  }
})
