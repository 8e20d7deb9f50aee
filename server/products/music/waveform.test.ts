import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { decodePcm } from './audio-decode.ts'
import { layoutAudio } from './audio-layout.ts'
import { type ByteSource, openSource } from './audio-source.ts'
import { AudioRefusal } from './audio-types.ts'
import { type AudioSignal, createMeter, measureSignal } from './waveform.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music/audio')
const folder = mkdtempSync(join(tmpdir(), 'waveform-'))
after(() => rmSync(folder, { recursive: true }))

async function withSource<T>(path: string, use: (source: ByteSource) => Promise<T>): Promise<T> {
  const source = openSource(path)
  try {
    return await use(source)
  } finally {
    source.close()
  }
}

function signalOf(path: string): Promise<AudioSignal | null> {
  return withSource(path, (source) => measureSignal(source, layoutAudio(source, 1e9)))
}

// ffmpeg's sine source has an amplitude of 1/8; the stereo fixtures pan it, which takes 3 dB more.
const peaks: [name: string, dbfs: number][] = [
  ['flac-16-44.flac', -18.06],
  ['flac-24-96.flac', -18.06],
  ['wav-24-48.wav', -18.06],
  ['vorbis.ogg', -18.06],
  ['opus.opus', -18.06],
  ['wav-16-44.wav', -21.07],
  ['cbr320-id3v23-cover.mp3', -21.07],
  ['clipping-sine.wav', 0],
]

for (const [name, dbfs] of peaks) {
  test(`finds the peak of ${name} at ${dbfs} dBFS`, async () => {
    const signal = await signalOf(join(fixtures, name))
    assert.ok(signal !== null && signal.peakDbfs !== null)
    assert.ok(Math.abs(signal.peakDbfs - dbfs) < 0.6, `${signal.peakDbfs}`)
    const middle = signal.waveform.peaks.slice(50, 750)
    const level = 255 * 10 ** (dbfs / 20)
    assert.ok(
      middle.every((peak) => Math.abs(peak - level) < 6),
      `${middle.join(' ')}`,
    )
  })
}

for (const name of ['flac-16-44.flac', 'flac-24-96.flac']) {
  test(`decodes ${name} to the bits its encoder signed`, async () => {
    const path = join(fixtures, name)
    const md5 = createHash('md5')
    await withSource(path, async (source) => {
      const layout = layoutAudio(source, 1e9)
      const bits = layout.bitDepth ?? 0
      await decodePcm(source, layout, ([samples]) => {
        const bytes = Buffer.alloc(((samples?.length ?? 0) * bits) / 8)
        samples?.forEach((sample, at) => {
          bytes.writeIntLE(sample * 2 ** (bits - 1), (at * bits) / 8, bits / 8)
        })
        md5.update(bytes)
      })
    })
    assert.equal(md5.digest('hex'), readFileSync(path).toString('hex', 26, 42))
  })
}

test('gives no signal for AAC, which has no decoder here', async () => {
  assert.equal(await signalOf(join(fixtures, 'aac-faststart.m4a')), null)
})

test('measures digital silence as silence', async () => {
  const signal = await signalOf(join(fixtures, 'silence-5s.mp3'))
  assert.ok(signal !== null)
  assert.ok(signal.waveform.peaks.every((peak) => peak === 0))
  assert.ok(Math.abs(signal.headSilenceSeconds - 5.04) < 0.05)
})

test('finds the silence before and after a sound', () => {
  const meter = createMeter(8000)
  const samples = new Float32Array(8000).fill(0.5, 1000, 6000)
  meter.push([samples.subarray(0, 3000), new Float32Array(3000)])
  meter.push([samples.subarray(3000), new Float32Array(5000)])
  const signal = meter.signal(1000)
  assert.deepEqual([signal.headSilenceSeconds, signal.tailSilenceSeconds], [1, 2])
  assert.deepEqual(signal.waveform.peaks.slice(99, 101), [0, 128])
  assert.deepEqual(signal.waveform.peaks.slice(599, 601), [128, 0])
})

test('gives the same peaks however the samples are cut into chunks', () => {
  const samples = Float32Array.from({ length: 5000 }, (_, at) => Math.sin(at / 40) * Math.sin(at / 700))
  const whole = createMeter(samples.length)
  whole.push([samples])
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 6, maxLength: 20 }), (cuts) => {
      const meter = createMeter(samples.length)
      let from = 0
      for (const cut of [...cuts, samples.length]) {
        meter.push([samples.subarray(from, from + cut)])
        from = Math.min(samples.length, from + cut)
      }
      assert.deepEqual(meter.signal(44_100), whole.signal(44_100))
    }),
  )
})

const forms: [bits: number, tag: number, write: (bytes: Buffer, value: number, at: number) => void][] = [
  [8, 1, (bytes, value, at) => bytes.writeUInt8(128 + value * 128, at)],
  [16, 1, (bytes, value, at) => bytes.writeInt16LE(value * 2 ** 15, at)],
  [24, 1, (bytes, value, at) => bytes.writeIntLE(value * 2 ** 23, at, 3)],
  [32, 1, (bytes, value, at) => bytes.writeInt32LE(value * 2 ** 31, at)],
  [32, 3, (bytes, value, at) => bytes.writeFloatLE(value, at)],
  [64, 3, (bytes, value, at) => bytes.writeDoubleLE(value, at)],
]

for (const [bits, tag, write] of forms) {
  test(`reads ${bits}-bit ${tag === 3 ? 'float' : 'integer'} WAV samples`, async () => {
    const path = join(folder, `${bits}-${tag}.wav`)
    const values = [0, 0.5, -0.5, -1, 0.25, 0]
    const bytes = Buffer.alloc(44 + (values.length * bits) / 8)
    bytes.write('RIFF', 0, 'latin1')
    bytes.writeUInt32LE(bytes.length - 8, 4)
    bytes.write('WAVEfmt ', 8, 'latin1')
    bytes.writeUInt32LE(16, 16)
    bytes.writeUInt16LE(tag, 20)
    bytes.writeUInt16LE(2, 22)
    bytes.writeUInt32LE(48_000, 24)
    bytes.writeUInt32LE(12_000 * bits, 28)
    bytes.writeUInt16LE(bits / 4, 32)
    bytes.writeUInt16LE(bits, 34)
    bytes.write('data', 36, 'latin1')
    bytes.writeUInt32LE((values.length * bits) / 8, 40)
    values.forEach((value, index) => {
      write(bytes, value, 44 + (index * bits) / 8)
    })
    writeFileSync(path, bytes)
    const heard: number[][] = []
    await withSource(path, (source) =>
      decodePcm(source, layoutAudio(source, 1e9), (channels) => {
        heard.push(...channels.map((samples) => [...samples]))
      }),
    )
    assert.deepEqual(heard, [
      [0, -0.5, 0.25],
      [0.5, -1, 0],
    ])
  })
}

test('refuses a Vorbis end position that its packets do not decode to', async () => {
  await withSource(join(fixtures, 'vorbis.ogg'), async (source) => {
    const layout = layoutAudio(source, 1e9)
    const isRefused = (code: string) => (error: unknown) => error instanceof AudioRefusal && error.finding.code === code
    await assert.rejects(
      measureSignal(source, { ...layout, samples: layout.samples * 2 }),
      isRefused('AUDIO_TRUNCATED'),
    )
    await assert.rejects(
      measureSignal(source, { ...layout, samples: layout.samples / 2 }),
      isRefused('AUDIO_MALFORMED'),
    )
  })
})
