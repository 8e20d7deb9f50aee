import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Inspection, inspectAudio } from './audio-inspect.ts'
import { openSource } from './audio-source.ts'

type Expected = {
  container: string
  codec: string
  sampleRate: number
  bitsPerSample: number | null
  channels: number
  lossless: boolean
  durationSec: number
  bytes: number
  isrc: string | null
  title: string | null
}

const fixtures = join(import.meta.dirname, '../../../test/fixtures/music')
const expected: Record<string, Expected> = JSON.parse(readFileSync(join(fixtures, 'audio/EXPECTED.json'), 'utf8')).files

// One AAC packet: the fixture's figure for the fragmented file leaves its last one out.
const toleranceSeconds = 0.024

async function inspect(path: string): Promise<Inspection> {
  const source = openSource(path)
  try {
    return await inspectAudio(path, source, 500 * 1024 * 1024)
  } finally {
    source.close()
  }
}

for (const [name, wanted] of Object.entries(expected)) {
  test(`measures ${name} as recorded`, async () => {
    const result = await inspect(join(fixtures, 'audio', name))
    assert.ok(result.ok, JSON.stringify(result))
    const { durationMs, format, bitrateBps, contentType, ...probe } = result.probe
    const { sampleRate, bitsPerSample, durationSec, ...same } = wanted
    assert.deepEqual(probe, { ...same, sampleRateHz: sampleRate, bitDepth: bitsPerSample })
    assert.ok(Math.abs(durationMs / 1000 - durationSec) < toleranceSeconds, `${durationMs} ms`)
    assert.ok(bitrateBps > 0 && (bitrateBps * durationMs) / 8000 <= wanted.bytes, `${bitrateBps} bit/s`)
    assert.match(`${format} ${contentType}`, /^(wav|flac|mp3|mp4|ogg-vorbis|ogg-opus) audio\/(wav|flac|mpeg|mp4|ogg)$/)
  })
}

const malformed: Record<string, string> = {
  'html-named.mp3': 'AUDIO_UNKNOWN_CONTAINER',
  'mp3-plus-zip-polyglot.mp3': 'AUDIO_MALFORMED',
  'truncated.mp3': 'AUDIO_TRUNCATED',
  'zero-byte.mp3': 'AUDIO_EMPTY',
}

for (const [name, code] of Object.entries(malformed)) {
  test(`refuses ${name} with ${code}`, async () => {
    const result = await inspect(join(fixtures, 'audio-malformed', name))
    assert.ok(!result.ok)
    assert.deepEqual(
      result.findings.map((finding) => [finding.code, finding.severity, finding.path]),
      [[code, 'error', '/audio']],
    )
  })
}
